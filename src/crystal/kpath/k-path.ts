import type { Vector3 } from './lattice-math.js';

export type PathConvention = 'hpkot' | 'sc';

/**
 * A path through the Brillouin zone. Coordinates are fractions of the reciprocal vectors of the cell that the path was
 * asked for, CRYSTAL's primitive cell.
 */
export interface KPath {
  readonly convention: PathConvention;
  /** Name of the lattice variant in its convention: `cF2`, `BCT1`, or a plane lattice. */
  readonly variant: string;
  readonly points: Readonly<Record<string, KPoint>>;
  /** Each branch is drawn without a break: [['GAMMA', 'X', 'U'], ['K', 'GAMMA']]. */
  readonly branches: readonly (readonly string[])[];
  /** What a reader should know: primed points, assumed symmetry, edge cases. */
  readonly remarks: readonly string[];
}

export interface KPoint {
  readonly k: Vector3;
  /** True where the coordinates are fractions fixed by symmetry, false where they depend on the cell's shape. */
  readonly fixed: boolean;
}

/** A special point as the tables give it: fractions as text where symmetry fixes them, numbers otherwise. */
type TablePoint = string | Vector3;

export interface PathTable {
  readonly points: Readonly<Record<string, TablePoint>>;
  /** `GAMMA X U | K GAMMA L`. */
  readonly path: string;
}

/** Cell of the tables: conventional lengths in any unit, cosine and sine of the monoclinic angle. */
export interface CellShape {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly cos: number;
  readonly sin: number;
}

export const parseBranches = (path: string): readonly (readonly string[])[] =>
  path.split('|').map((branch) => branch.trim().split(/\s+/));

/** `1/2 0 -3/8` as numbers. */
export function parseFractions(text: string): Vector3 {
  const [x = 0, y = 0, z = 0] = text.split(' ').map(parseFraction);
  return [x, y, z];
}

function parseFraction(text: string): number {
  const [numerator = '0', denominator = '1'] = text.split('/');
  return Number(numerator) / Number(denominator);
}
