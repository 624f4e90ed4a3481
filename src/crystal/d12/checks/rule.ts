import type { CrystalqError } from '../../../errors/crystalq-error.js';
import type { Remark } from '../../finding.js';
import type { ExpandedGeometry } from '../../structure/expanded-geometry.js';
import type { BlockEntry, Deck } from '../deck.js';
import type { DeckAtom } from '../geometry.js';
import type { HamiltonianOf } from '../hamiltonian-of.js';

/** What the rules look at: the deck, and what was worked out of it once. */
export interface DeckView {
  readonly deck: Deck;
  readonly atoms: readonly DeckAtom[];
  readonly dimensionality: number | undefined;
  readonly task: BlockEntry | undefined;
  readonly hamiltonian: HamiltonianOf;
  /** The primitive cell; undefined where nobody could expand it or edits change it. */
  readonly expanded: ExpandedGeometry | undefined;
  /** Why CRYSTAL could not build the structure. */
  readonly refusal: CrystalqError | undefined;
  /** Names of the files that will lie beside the deck; undefined where that is not known. */
  readonly otherFiles: ReadonlySet<string> | undefined;
  /** CRYSTAL17 or CRYSTAL23; undefined where that is not known. */
  readonly release: 17 | 23 | undefined;
}

/** A remark on a part of the deck; without one it stands at the head. */
export interface PlacedRemark extends Remark {
  readonly at?: object | undefined;
}

export type DeckRule = (view: DeckView) => readonly PlacedRemark[];

/** The same remark, placed. */
export const at = (part: object | undefined, remark: Remark): PlacedRemark => ({ ...remark, at: part });
