import type { DeckGeometry } from './geometry.js';

/** A number or word of a record. */
type DeckValue = number | string;
export type DeckRecord = readonly DeckValue[];

/** A keyword that crystalq knows, with the records that belong to it. */
export interface KeywordEntry {
  readonly kind: 'keyword';
  /** Canonical name, upper case. */
  readonly keyword: string;
  /** The author's form where it differs: `DISPERSI` for `DISPERSION`. */
  readonly spelling?: string;
  readonly records: readonly DeckRecord[];
}

/** A keyword that opens a block: `OPTGEOM ... END`, `DFT ... ENDDFT`. */
export interface BlockEntry {
  readonly kind: 'block';
  readonly keyword: string;
  readonly spelling?: string;
  /** Records between the keyword and the first keyword inside, e.g. the atom label of ANHARM. */
  readonly records: readonly DeckRecord[];
  readonly entries: readonly DeckEntry[];
  /** The closing record: any word that begins with END; null where the END of the block around it serves both. */
  readonly end: string | null;
}

/** A keyword that crystalq does not know, with the numbers below it; kept as it is, where it is. */
interface VerbatimEntry {
  readonly kind: 'verbatim';
  readonly lines: readonly string[];
}

export type DeckEntry = KeywordEntry | BlockEntry | VerbatimEntry;

/** A shell of a basis set. */
export interface BasisShell {
  /** ITYB. 0: primitives follow, 1: STO-nG, 2: n-21G. */
  readonly type: 0 | 1 | 2;
  /** LAT. 0 S, 1 SP, 2 P, 3 D, 4 F, 5 G. */
  readonly kind: 0 | 1 | 2 | 3 | 4 | 5;
  /** NG, number of primitives. */
  readonly primitiveCount: number;
  /** CHE, formal electron charge of the shell. */
  readonly electrons: number;
  /** SCAL; 0 asks for the standard scale of types 1 and 2. */
  readonly scale: number;
  /** Exponent (bohr^-2) and coefficients (one, or s and p) of each primitive; none for types 1 and 2. */
  readonly primitives: readonly (readonly number[])[];
}

export type Pseudopotential =
  | { readonly kind: 'library'; readonly name: string }
  | {
      readonly kind: 'input';
      /** Effective nuclear charge Znuc. */
      readonly charge: number;
      /** M, M0 ... M4: terms of each angular part. */
      readonly counts: readonly number[];
      /** Exponent, coefficient, power of r. */
      readonly terms: readonly (readonly number[])[];
    }
  | {
      /** INPSOC: a scalar and a spin-orbit part in one; only two-component runs (TWOCOMPON, SOC) use the latter. */
      readonly kind: 'spin-orbit';
      /** PSONAME: in which convention the spin-orbit coefficients are, e.g. `INTERNAL`. */
      readonly convention: string;
      /** SOSCALE: factor of the spin-orbit part. */
      readonly scale: number;
      readonly charge: number;
      readonly counts: readonly number[];
      /** Exponent, coefficient, spin-orbit coefficient, power of r. */
      readonly terms: readonly (readonly number[])[];
    };

export interface BasisElement {
  /** Conventional atomic number, as in the geometry. */
  readonly number: number;
  readonly pseudopotential?: Pseudopotential;
  readonly shells: readonly BasisShell[];
}

export type DeckBasis =
  /** A library inside CRYSTAL, by name: `BASISSET`, name. */
  | { readonly kind: 'internal'; readonly name: string; readonly entries: readonly DeckEntry[] }
  | {
      readonly kind: 'external';
      /** `BASISSET`, `CUSTOM` where these close the geometry; the elements follow as they would after its END. */
      readonly opening?: readonly string[];
      readonly elements: readonly BasisElement[];
      /** GHOSTS, CHARGED ... between `99 0` and END. */
      readonly entries: readonly DeckEntry[];
      readonly end: string;
    }
  /** The text stops after the geometry. CRYSTAL refuses that; it is a structure written as a deck. */
  | { readonly kind: 'none' };

/**
 * A .d12 deck as CRYSTAL reads it: title, geometry, basis set, Hamiltonian and SCF.
 * Order within a section is the author's, nothing is dropped but comments and blank lines.
 */
export interface Deck {
  readonly title: string;
  readonly geometry: DeckGeometry;
  /** Block 1 after the atoms: geometry edits and, last, the task block (OPTGEOM, FREQCALC ...). */
  readonly edits: readonly DeckEntry[];
  /** The record that closes block 1; null where BASISSET does. */
  readonly geometryEnd: string | null;
  readonly basis: DeckBasis;
  /** Block 3: Hamiltonian and SCF keywords, in any order. */
  readonly method: readonly DeckEntry[];
  readonly methodEnd: string;
  /** What stands after the last END, e.g. the second geometry of FIXINDEX. */
  readonly rest: readonly string[];
}
