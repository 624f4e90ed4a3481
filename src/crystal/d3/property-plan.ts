import type { Vector3 } from '../kpath/lattice-math.js';
import type { PropertyDeck } from './deck.js';

/** What a property step will do: one run of the properties program or, where CRYSTAL limits a run, several. */
export interface PropertyPlan {
  readonly runs: readonly PlannedRun[];
  /** For people: choices made, points rounded, what is missing in the parent. */
  readonly remarks: readonly string[];
}

export interface PlannedRun {
  readonly deck: PropertyDeck;
  /** Files that this run writes and that are to be kept. */
  readonly files: readonly string[];
  readonly labels: RunLabels;
}

/** Names that CRYSTAL's files do not carry: kept with the deck. */
interface RunLabels {
  /** BAND: the ends of the segments, in order. */
  readonly ticks?: readonly PathTick[];
  /** DOSS: one name per projection; the total, which comes last in the files, is not among them. */
  readonly projections?: readonly string[];
  /** POTC of a slab: Fermi energy of the parent, from which its work functions count. */
  readonly vacuumFermiHartree?: number;
}

interface PathTick {
  readonly from: string;
  readonly to: string;
  /** Fractions of the primitive reciprocal vectors, as written in the deck. */
  readonly start: Vector3;
  readonly end: Vector3;
}
