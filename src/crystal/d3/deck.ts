import type { BandBlock } from './blocks/band.js';
import type { BoltztraBlock } from './blocks/boltztra.js';
import type { DossBlock } from './blocks/doss.js';
import type { GridBlock } from './blocks/grid.js';
import type { MapBlock } from './blocks/map.js';
import type { NewkBlock } from './blocks/newk.js';
import type { OverlapBlock } from './blocks/overlap.js';
import type { PlainBlock } from './blocks/plain.js';
import type { PotcBlock } from './blocks/potc.js';
import type { VerbatimBlock } from './blocks/verbatim.js';

/** A deck of the properties program: keywords with their records, in the order in which they are carried out. */
export interface PropertyDeck {
  readonly blocks: readonly DeckBlock[];
  /** `END` or `ENDPROP`; null where the deck forgets it. */
  readonly end: string | null;
  /** Lines behind the end, which CRYSTAL never reads. */
  readonly after: readonly string[];
}

export type DeckBlock =
  | NewkBlock
  | BandBlock
  | DossBlock
  | OverlapBlock
  | MapBlock
  | GridBlock
  | PotcBlock
  | BoltztraBlock
  | PlainBlock
  | VerbatimBlock;

export const propertyDeck = (blocks: readonly DeckBlock[]): PropertyDeck => ({
  blocks,
  end: 'END',
  after: [],
});

/** The keyword a block starts with. */
export function keywordOf(block: DeckBlock): string {
  switch (block.kind) {
    case 'NEWK':
    case 'BAND':
    case 'DOSS':
    case 'POTC':
    case 'BOLTZTRA':
      return block.kind;
    case 'OVERLAP':
    case 'MAP':
    case 'GRID':
    case 'PLAIN':
      return block.keyword;
    case 'VERBATIM':
      return /\S+/.exec(block.lines[0] ?? '')?.[0].toUpperCase() ?? '';
  }
}
