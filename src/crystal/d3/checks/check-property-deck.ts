import { keywordOf, type DeckBlock, type PropertyDeck } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import { renderBlock } from '../render-deck.js';
import { bandRemarks } from './band.js';
import { deckOrder } from './deck-order.js';
import { dossRemarks, overlapRemarks } from './doss.js';
import type { Finding, Remark } from '../../finding.js';
import { gridRemarks } from './grid.js';
import { keywordRemarks, openShellRemarks } from './keywords.js';
import { mapRemarks } from './map.js';
import { newkRemarks } from './newk.js';
import { potcRemarks } from './potc.js';
import { transportRemarks } from './transport.js';
import { wavefunctionRemarks } from './wavefunction.js';

/**
 * Everything about a .d3 deck that can be seen without running it; with the run whose wavefunction it will read, also
 * whether the two fit. `lines` are those of `readPropertyDeckWithLines`; without them the lines of the rendered deck.
 */
export function checkPropertyDeck(
  deck: PropertyDeck,
  run?: ParentRun,
  lines: readonly number[] = renderedLines(deck),
): readonly Finding[] {
  const at = (index: number) => (remark: Remark) => ({ line: lines[index] ?? 1, ...remark });
  return [
    ...(run ? wavefunctionRemarks(run).map(at(0)) : []),
    ...deck.blocks.flatMap((block, index) => blockRemarks(block, run).map(at(index))),
    ...deckOrder(deck).map(({ index, remark }) => at(index)(remark)),
  ].sort((a, b) => a.line - b.line);
}

/** True where CRYSTAL would stop or do something else than meant. */
export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

function renderedLines(deck: PropertyDeck): readonly number[] {
  const lines = [1];
  for (const block of deck.blocks) lines.push((lines.at(-1) ?? 1) + renderBlock(block).length);
  return lines;
}

function blockRemarks(block: DeckBlock, run: ParentRun | undefined): readonly Remark[] {
  switch (block.kind) {
    case 'NEWK':
      return newkRemarks(block, run);
    case 'BAND':
      return bandRemarks(block, run);
    case 'DOSS':
      return dossRemarks(block, run);
    case 'OVERLAP':
      return overlapRemarks(block, run);
    case 'MAP':
      return mapRemarks(block, run);
    case 'GRID':
      return gridRemarks(block, run);
    case 'POTC':
      return potcRemarks(block);
    case 'BOLTZTRA':
      return transportRemarks(block, run);
    case 'PLAIN':
      return openShellRemarks(block.keyword, run);
    case 'VERBATIM':
      return keywordRemarks(keywordOf(block), run);
  }
}
