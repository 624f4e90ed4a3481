import type { PathTable } from './k-path.js';
import {
  combine,
  cosBetween,
  cross,
  dot,
  length,
  negate,
  type Matrix3,
  type Vector3,
} from './lattice-math.js';
import { planeSuperbase } from './reduce-cell.js';
import { isParallel, type CellSymmetry } from './standard-cell.js';

/** The five plane lattices with their paths, and the one line of a polymer. Both conventions agree here. */
export interface LowDimensionalPath {
  readonly variant: string;
  readonly table: PathTable;
  /** Rows: the cell that the table refers to; directions without periodicity are the run's own. */
  readonly primitive: Matrix3;
  /** Some operator maps every k of the plane (line) on -k. */
  readonly inversion: boolean;
}

/** x is the polymer's axis. */
export const polymerPath = (cell: CellSymmetry): LowDimensionalPath => ({
  variant: 'line',
  table: { points: { GAMMA: '0 0 0', X: '1/2 0 0' }, path: 'GAMMA X' },
  primitive: cell.primitive,
  inversion: cell.rotations.some((w) => w[0][0] === -1),
});

/** The path of a slab: its lattice is what the operators leave of the shape, seen along the normal. */
export function slabPath(cell: CellSymmetry): LowDimensionalPath {
  const operators = cell.rotations.map(inPlane);
  const order = Math.max(...operators.map(rotationOrder));
  const inversion = operators.some((w) => w.trace === -2);
  const [u, v] = obtusePair(cell.primitive[0], cell.primitive[1]);
  const finish = (variant: string, a: Vector3, b: Vector3, table: PathTable): LowDimensionalPath => ({
    variant,
    table,
    primitive: upright(a, b, cell.primitive[2]),
    inversion,
  });
  if (order === 3 || order === 6) return finish('hexagonal', u, v, hexagonal);
  if (order === 4) return finish('square', u, v, square);
  const mirror = operators.find((w) => w.determinant === -1);
  // Reciprocal vectors at an obtuse angle belong to vectors at an acute one.
  if (!mirror) return finish('oblique', u, negate(v), oblique);
  const [a, b] = ownAxesFirst(
    cell,
    mirrorAxes(mirror).map((axis) => combine(axis, cell.primitive)),
  );
  if (areaRatio(cell, a, b) === 1) return finish('rectangular', a, b, rectangular);
  return centredRectangular(cell, a, b, inversion);
}

const hexagonal: PathTable = {
  points: { GAMMA: '0 0 0', M: '1/2 0 0', K: '1/3 1/3 0' },
  path: 'GAMMA M K GAMMA',
};
const square: PathTable = {
  points: { GAMMA: '0 0 0', X: '0 1/2 0', M: '1/2 1/2 0' },
  path: 'GAMMA X M GAMMA',
};
const rectangular: PathTable = {
  points: { GAMMA: '0 0 0', X: '1/2 0 0', S: '1/2 1/2 0', Y: '0 1/2 0' },
  path: 'GAMMA X S Y GAMMA',
};
const oblique: PathTable = {
  points: { GAMMA: '0 0 0', X: '1/2 0 0', Y: '0 1/2 0', V: '1/2 1/2 0' },
  path: 'GAMMA X | Y GAMMA V',
};

/** The kz = 0 plane of the base-centred orthorhombic lattice: (A - B)/2 and (A + B)/2. */
function centredRectangular(
  cell: CellSymmetry,
  a: Vector3,
  b: Vector3,
  inversion: boolean,
): LowDimensionalPath {
  const half = (sign: 1 | -1): Vector3 => [
    (a[0] + sign * b[0]) / 2,
    (a[1] + sign * b[1]) / 2,
    (a[2] + sign * b[2]) / 2,
  ];
  const aIsShort = length(a) <= length(b);
  const xi = aIsShort ? (1 + (length(a) / length(b)) ** 2) / 4 : (1 + (length(b) / length(a)) ** 2) / 4;
  const table: PathTable = aIsShort
    ? {
        points: {
          GAMMA: '0 0 0',
          Y: '-1/2 1/2 0',
          C_0: [-xi, 1 - xi, 0],
          SIGMA_0: [xi, xi, 0],
          S: '0 1/2 0',
        },
        path: 'GAMMA Y C_0 | SIGMA_0 GAMMA S',
      }
    : {
        points: { GAMMA: '0 0 0', Y: '1/2 1/2 0', F_0: [xi, 1 - xi, 0], DELTA_0: [-xi, xi, 0], S: '0 1/2 0' },
        path: 'GAMMA Y F_0 | DELTA_0 GAMMA S',
      };
  const primitive = upright(half(-1), half(1), cell.primitive[2]);
  return { variant: 'centred rectangular', table, primitive, inversion };
}

interface PlaneOperator {
  readonly columns: readonly [readonly [number, number], readonly [number, number]];
  readonly trace: number;
  readonly determinant: number;
}

/** What an operator does to the two periodic directions. */
function inPlane(w: Matrix3): PlaneOperator {
  const [[p, q], [r, s]] = w;
  return {
    columns: [
      [p, r],
      [q, s],
    ],
    trace: p + s,
    determinant: p * s - q * r,
  };
}

function rotationOrder({ trace, determinant }: PlaneOperator): number {
  if (determinant !== 1) return 1;
  return { '2': 1, '-2': 2, '-1': 3, '0': 4, '1': 6 }[String(trace)] ?? 1;
}

/** Shortest lattice vectors along the line of a reflection and at right angles to it: from 1 + W and 1 - W. */
function mirrorAxes({ columns: [[p, r], [q, s]] }: PlaneOperator): readonly Vector3[] {
  const along = [[1 + p, r], [q, 1 + s]] as const; // prettier-ignore
  const across = [[1 - p, -r], [-q, 1 - s]] as const; // prettier-ignore
  return [along, across].map((columns) => {
    const [x, y] = columns.find(([x, y]) => x !== 0 || y !== 0) ?? [1, 0];
    const divisor = gcd(Math.abs(x), Math.abs(y));
    return [x / divisor, y / divisor, 0];
  });
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** The run's own A first; where it is neither of the two, the shorter one. */
function ownAxesFirst(cell: CellSymmetry, axes: readonly Vector3[]): readonly [Vector3, Vector3] {
  const [along = cell.primitive[0], across = cell.primitive[1]] = axes;
  const own = cell.crystallographic[0];
  const isOwn = (axis: Vector3) => isParallel(axis, own);
  const swap = isOwn(across) || (!isOwn(along) && length(across) < length(along));
  const [a, b] = swap ? [across, along] : [along, across];
  return [dot(a, own) < 0 ? negate(a) : a, dot(b, cell.crystallographic[1]) < 0 ? negate(b) : b];
}

/** The run's own vectors where they are short and at an obtuse angle already, so that points keep their numbers. */
function obtusePair(a: Vector3, b: Vector3): readonly [Vector3, Vector3] {
  const slack = 1 + 1e-4;
  const isReduced = dot(a, b) <= 0 && -2 * dot(a, b) <= slack * Math.min(dot(a, a), dot(b, b));
  if (isReduced) return [a, b];
  const [u, v] = planeSuperbase(a, b);
  return [u, v];
}

const areaRatio = (cell: CellSymmetry, a: Vector3, b: Vector3): number =>
  Math.round(length(cross(a, b)) / length(cross(cell.primitive[0], cell.primitive[1])));

/** a, b, normal as a right-handed set: the normal gives way. */
const upright = (a: Vector3, b: Vector3, normal: Vector3): Matrix3 =>
  cosBetween(cross(a, b), normal) < 0 ? [a, b, negate(normal)] : [a, b, normal];
