import type { DeckGeometry } from '../crystal/d12/geometry.js';

/** What a .d12 deck asks for, reduced to what the rehearsal answers. `task-of-deck.ts` makes it from the deck. */
export interface CrystalTask {
  readonly title: string;
  readonly geometry: DeckGeometry;
  readonly kind: 'SP' | 'OPT' | 'FREQ';
  /** Changes to the geometry that a rehearsal reads but does not carry out, e.g. SUPERCEL. */
  readonly ignoredEdits: readonly string[];
  /** TESTGEOM or TESTPDIM: stop after the geometry or after the symmetry analysis. */
  readonly stopAfter: 'geometry' | 'dimensions' | null;
  readonly optimization: OptimizationTask;
  readonly frequencies: FrequencyTask;
  readonly basis: BasisTask;
  readonly hamiltonian: HamiltonianTask;
  readonly scf: ScfTask;
}

export interface OptimizationTask {
  readonly scope: 'FULLOPTG' | 'CELLONLY' | 'ATOMONLY';
  readonly maxPoints: number;
  /** RMS gradient, hartree/bohr; the largest component may be 1.5 times that. */
  readonly gradientThreshold: number;
  /** RMS displacement, bohr. */
  readonly displacementThreshold: number;
  readonly restart: boolean;
  readonly finalRun: number;
}

export interface FrequencyTask {
  readonly restart: boolean;
  readonly withIntensities: boolean;
  readonly temperaturesKelvin: readonly number[];
  readonly pressuresMPa: readonly number[];
}

export type BasisTask =
  | { readonly kind: 'internal'; readonly name: string }
  | {
      readonly kind: 'external';
      readonly elements: readonly ExternalElement[];
      /** CHARGED: the cell need not be neutral. */
      readonly isCharged: boolean;
    };

export interface ExternalElement {
  /** CRYSTAL's conventional atomic number. */
  readonly number: number;
  /** Effective nuclear charge where a pseudopotential is given. */
  readonly effectiveCharge: number | null;
  readonly shells: readonly { readonly type: ShellType; readonly electrons: number }[];
}

export type ShellType = 'S' | 'SP' | 'P' | 'D' | 'F' | 'G';

export interface HamiltonianTask {
  readonly isDft: boolean;
  /** `PBE0`, `HSE06`, ...; empty for Hartree-Fock. */
  readonly functional: string;
  readonly hasDispersion: boolean;
  /** The ...3C methods print dispersion and counterpoise energies. */
  readonly isComposite: boolean;
  readonly isOpenShell: boolean;
}

export interface ScfTask {
  readonly maxCycles: number;
  readonly mixingPercent: number;
  /** n of 10^-n hartree. */
  readonly toldee: number;
  readonly tolinteg: readonly number[];
  readonly shrink: { readonly mesh: readonly [number, number, number]; readonly gilat: number } | null;
  readonly smearHartree: number | null;
  readonly fromGuess: boolean;
  /** SPINLOCK or ATOMSPIN: nalpha - nbeta; null where the deck says nothing. */
  readonly lockedSpin: number | null;
  /** PPAN: Mulliken populations at the end. */
  readonly printsPopulations: boolean;
  /** BROYDEN, ANDERSON, LEVSHIFT or NODIIS was chosen. */
  readonly hasOwnAccelerator: boolean;
}
