import { hpkotPath } from './hpkot.js';
import {
  parseBranches,
  parseFractions,
  type KPath,
  type KPoint,
  type PathConvention,
  type PathTable,
} from './k-path.js';
import {
  distanceFromIntegers,
  inverse,
  multiply,
  negate,
  roundMatrix,
  times,
  type Matrix3,
} from './lattice-math.js';
import { polymerPath, slabPath, type LowDimensionalPath } from './plane-paths.js';
import { latticeRotations, rotationsOfCell } from './point-symmetry.js';
import { scPath } from './sc.js';
import { crystallographicVectors, standardCellOf, type CellSymmetry } from './standard-cell.js';

export interface KPathRequest {
  readonly dimensionality: 1 | 2 | 3;
  /** Rows, Angstrom: the cell whose reciprocal vectors the coordinates shall refer to. */
  readonly primitiveVectors: Matrix3;
  /** (A B C) = (a1 a2 a3) M; null where the crystallographic cell is the primitive one. */
  readonly primitiveToConventional: Matrix3 | null;
  /** Rotation parts of the symmetry operators in the primitive cell; empty where not known. */
  readonly rotations: readonly Matrix3[];
  readonly convention: PathConvention;
  /** False where E(k) = E(-k) is not sure: then paths without inversion are drawn for -k too (HPKOT). */
  readonly timeReversal: boolean;
}

/** The path of a convention through the Brillouin zone of CRYSTAL's primitive cell. */
export function planKPath(request: KPathRequest): KPath {
  const { primitiveVectors } = request;
  const known = rotationsOfCell(request.rotations, primitiveVectors);
  const cell: CellSymmetry = {
    primitive: primitiveVectors,
    crystallographic: crystallographicVectors(primitiveVectors, request.primitiveToConventional),
    rotations: known.length > 0 ? known : latticeRotations(primitiveVectors),
  };
  const remarks =
    known.length > 0 ? [] : ['the path is that of the bare lattice: operators of the crystal were not given'];
  const { variant, table, primitive, inversion } = tableFor(request, cell);
  const path = inBasis(request.convention, variant, table, primitive, primitiveVectors, remarks);
  return !inversion && !request.timeReversal ? withPrimedPoints(path) : path;
}

function tableFor(request: KPathRequest, cell: CellSymmetry): LowDimensionalPath {
  switch (request.dimensionality) {
    case 1:
      return polymerPath(cell);
    case 2:
      return slabPath(cell);
    case 3: {
      const standard = standardCellOf(cell);
      const found = request.convention === 'sc' ? scPath(standard) : hpkotPath(standard);
      return { ...found, inversion: standard.inversion };
    }
  }
}

/**
 * Carries a table's coordinates from its primitive cell p to the run's cell a of the same lattice. With a_i = T_ij p_j
 * the coordinates are k_i = a_i . k = T_ij kappa_j: T is whole, so fractions stay exact.
 */
function inBasis(
  convention: PathConvention,
  variant: string,
  table: PathTable,
  from: Matrix3,
  to: Matrix3,
  remarks: readonly string[],
): KPath {
  const change = multiply(to, inverse(from));
  const offWhole = distanceFromIntegers(change);
  const whole = roundMatrix(change);
  const points: Record<string, KPoint> = {};
  for (const [label, point] of Object.entries(table.points)) {
    const kappa = typeof point === 'string' ? parseFractions(point) : point;
    points[label] = { k: times(whole, kappa), fixed: typeof point === 'string' };
  }
  const strained =
    offWhole > 1e-3 ? [`the cell is ${offWhole.toExponential(1)} off the shape its symmetry asks for`] : [];
  return {
    convention,
    variant,
    points,
    branches: parseBranches(table.path),
    remarks: [...remarks, ...strained],
  };
}

/** HPKOT: without inversion and time reversal k and -k differ, and the whole path is drawn for both. */
function withPrimedPoints(path: KPath): KPath {
  const prime = (label: string) => (label === 'GAMMA' ? label : `${label}'`);
  const points = { ...path.points };
  for (const [label, point] of Object.entries(path.points)) {
    if (label !== 'GAMMA') points[prime(label)] = { k: negate(point.k), fixed: point.fixed };
  }
  return {
    ...path,
    points,
    branches: [...path.branches, ...path.branches.map((branch) => branch.map(prime))],
    remarks: [...path.remarks, 'no inversion and no time reversal: primed points are at -k'],
  };
}
