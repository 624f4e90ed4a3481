import type { DeckCursor } from '../deck-cursor.js';
import { readSpectrumHeader, renderSpectrumHeader, type SpectrumHeader } from './doss.js';
import { readPrintOptions, renderPrintOptions } from './print-options.js';
import { readProjection, renderProjection, type Projection } from './projection.js';

/** COOP and COHP: the records of DOSS, with two groups of functions or atoms per interaction. */
export interface OverlapBlock extends SpectrumHeader {
  readonly kind: 'OVERLAP';
  readonly keyword: 'COOP' | 'COHP';
  readonly interactions: readonly (readonly [Projection, Projection])[];
}

export function readOverlap(cursor: DeckCursor, keyword: 'COOP' | 'COHP'): OverlapBlock {
  const { count, printCount, header } = readSpectrumHeader(cursor, keyword);
  const interactions: (readonly [Projection, Projection])[] = [];
  for (let n = 0; n < count; n += 1) interactions.push([readProjection(cursor), readProjection(cursor)]);
  return { kind: 'OVERLAP', keyword, ...header, interactions, prints: readPrintOptions(cursor, printCount) };
}

export function renderOverlap(block: OverlapBlock): readonly string[] {
  return [
    block.keyword,
    ...renderSpectrumHeader(block, block.interactions.length),
    ...block.interactions.flat().flatMap(renderProjection),
    ...renderPrintOptions(block.prints),
  ];
}
