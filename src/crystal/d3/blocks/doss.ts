import type { DeckCursor } from '../deck-cursor.js';
import { readPrintOptions, renderPrintOptions, type PrintOption } from './print-options.js';
import { readProjection, renderProjection, type Projection } from './projection.js';

/**
 * Densities of states, after NEWK:
 *
 *     DOSS
 *     2 1000 -1 -1 2 14 0
 *     -0.7 0.8
 *     -1 1  Mg
 *     -1 2  O
 *
 * NPRO NPT INZB IFNB IPLO NPOL NPR; BMI BMA (hartree, absolute) where INZB and IFNB are negative; NPRO projections.
 */
export interface DossBlock extends SpectrumHeader {
  readonly kind: 'DOSS';
  readonly projections: readonly Projection[];
}

/** What DOSS, COOP and COHP have in common. */
export interface SpectrumHeader {
  readonly points: number;
  readonly firstBand: number;
  readonly lastBand: number;
  readonly plot: number;
  readonly polynomials: number;
  /** Absolute energies, hartree; null where bands are named. */
  readonly windowHartree: readonly [number, number] | null;
  readonly prints: readonly PrintOption[];
}

/** CRYSTAL takes at most so many projections besides the total. */
export const mostProjections = 15;

export function readDoss(cursor: DeckCursor): DossBlock {
  const { count, printCount, header } = readSpectrumHeader(cursor, 'DOSS');
  const projections: Projection[] = [];
  for (let n = 0; n < count; n += 1) projections.push(readProjection(cursor));
  return { kind: 'DOSS', ...header, projections, prints: readPrintOptions(cursor, printCount) };
}

export function renderDoss(block: DossBlock): readonly string[] {
  return [
    'DOSS',
    ...renderSpectrumHeader(block, block.projections.length),
    ...block.projections.flatMap(renderProjection),
    ...renderPrintOptions(block.prints),
  ];
}

export function readSpectrumHeader(
  cursor: DeckCursor,
  keyword: string,
): { count: number; printCount: number; header: Omit<SpectrumHeader, 'prints'> } {
  const values = cursor.integers(7, `NPRO NPT INZB IFNB IPLO NPOL NPR of ${keyword}`).values;
  const [count = 0, points = 0, firstBand = 0, lastBand = 0, plot = 0, polynomials = 0, printCount = 0] =
    values;
  let windowHartree: readonly [number, number] | null = null;
  if (firstBand < 0 && lastBand < 0) {
    const [low = 0, high = 0] = cursor.numbers(2, `BMI BMA of ${keyword}`).values;
    windowHartree = [low, high];
  }
  return { count, printCount, header: { points, firstBand, lastBand, plot, polynomials, windowHartree } };
}

export function renderSpectrumHeader(header: SpectrumHeader, count: number): readonly string[] {
  const { points, firstBand, lastBand, plot, polynomials, prints } = header;
  const record = [count, points, firstBand, lastBand, plot, polynomials, prints.length].join(' ');
  return header.windowHartree ? [record, header.windowHartree.join(' ')] : [record];
}
