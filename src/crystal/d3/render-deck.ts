import { renderBand } from './blocks/band.js';
import { renderBoltztra } from './blocks/boltztra.js';
import { renderDoss } from './blocks/doss.js';
import { renderGrid } from './blocks/grid.js';
import { renderMap } from './blocks/map.js';
import { renderNewk } from './blocks/newk.js';
import { renderOverlap } from './blocks/overlap.js';
import { renderPlain } from './blocks/plain.js';
import { renderPotc } from './blocks/potc.js';
import { renderVerbatim } from './blocks/verbatim.js';
import type { DeckBlock, PropertyDeck } from './deck.js';

/** The deck as text; `readPropertyDeck` gives the same deck back. */
export function renderPropertyDeck(deck: PropertyDeck): string {
  const lines = [
    ...deck.blocks.flatMap(renderBlock),
    ...(deck.end === null ? [] : [deck.end]),
    ...deck.after,
  ];
  return `${lines.join('\n')}\n`;
}

export function renderBlock(block: DeckBlock): readonly string[] {
  switch (block.kind) {
    case 'NEWK':
      return renderNewk(block);
    case 'BAND':
      return renderBand(block);
    case 'DOSS':
      return renderDoss(block);
    case 'OVERLAP':
      return renderOverlap(block);
    case 'MAP':
      return renderMap(block);
    case 'GRID':
      return renderGrid(block);
    case 'POTC':
      return renderPotc(block);
    case 'BOLTZTRA':
      return renderBoltztra(block);
    case 'PLAIN':
      return renderPlain(block);
    case 'VERBATIM':
      return renderVerbatim(block);
  }
}
