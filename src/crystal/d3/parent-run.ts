import type { Matrix3, Vector3 } from '../kpath/lattice-math.js';

/**
 * What a property deck has to know of the finished SCF run whose wavefunction it reads. All of it is printed by that
 * run; `null` where the output does not say.
 */
export interface ParentRun {
  /** Name of the output it was read from, for messages. */
  readonly source: string;
  readonly dimensionality: 0 | 1 | 2 | 3;
  readonly shell: 'closed' | 'open';
  /** True for two-component (spin-orbit) runs: up to two bands per AO, and no E(k) = E(-k) by time reversal alone. */
  readonly twoComponent: boolean;
  /** Rows, Angstrom, Cartesian, in CRYSTAL's own orientation; non-periodic directions are 500 long. */
  readonly primitiveVectors: Matrix3;
  /** TRANSFORMATION MATRIX PRIMITIVE-CRYSTALLOGRAPHIC CELL: (A B C) = (a1 a2 a3) M, printed row by row. */
  readonly primitiveToConventional: Matrix3 | null;
  /** Space, layer, rod or point group as the output prints it, e.g. `F M 3 M`. */
  readonly groupSymbol: string | null;
  /**
   * Rotation parts W of the symmetry operators (x' = W x, fractional coordinates of the primitive cell); the truth
   * about the symmetry, whatever the setting and the name of the group. Empty where the output does not list them.
   */
  readonly rotations: readonly Matrix3[];
  readonly atoms: readonly ParentAtom[];
  /** NUMBER OF AO. */
  readonly aoCount: number;
  /** Electrons per primitive cell; null where not printed. */
  readonly electrons: number | null;
  /** Number of the highest band that is occupied everywhere (TOP OF VALENCE BANDS); null for conductors. */
  readonly occupiedBands: { readonly alpha: number; readonly beta: number } | null;
  /** SHRINK mesh of the SCF; null for molecules. */
  readonly shrink: { readonly mesh: readonly [number, number, number]; readonly gilat: number } | null;
  /** Hartree, absolute. For insulators the top of the valence bands. */
  readonly fermiHartree: number | null;
  /** Edges in hartree (absolute) over both spins; null for conductors. */
  readonly edges: { readonly valenceTopHartree: number; readonly conductionBottomHartree: number } | null;
  readonly conducting: boolean | null;
  /** False where the run says that its SCF did not converge: property decks of such a wavefunction are findings. */
  readonly converged: boolean;
}

/** An atom of the primitive cell, in the order of the output, with its basis functions. */
export interface ParentAtom {
  /** 1-based. */
  readonly number: number;
  /** `Mg`; ghosts are `XX`. */
  readonly symbol: string;
  /** Z without CRYSTAL's +100/+200 conventions; 0 for ghosts. */
  readonly atomicNumber: number;
  /** Angstrom. */
  readonly cartesian: Vector3;
  readonly shells: readonly ParentShell[];
}

/** A shell and the basis functions (AO, 1-based, both ends included) it brings. */
export interface ParentShell {
  readonly type: 'S' | 'SP' | 'P' | 'D' | 'F' | 'G';
  readonly firstAo: number;
  readonly lastAo: number;
}

/** First and last AO of an atom; undefined for atoms without basis functions. */
export function aoRangeOf(atom: ParentAtom): { readonly first: number; readonly last: number } | undefined {
  const first = atom.shells[0];
  const last = atom.shells.at(-1);
  return first && last ? { first: first.firstAo, last: last.lastAo } : undefined;
}
