import type { Vector3 } from '../../d12/geometry.js';
import { layerGroup, type LayerGroup } from '../../symmetry/layer-groups.js';
import { dot, multiply, norm, rowTimes, transform, transpose, type Matrix3 } from '../../symmetry/matrix3.js';
import { operationInNewBasis, type BasisChange, type SymmetryOperation } from '../../symmetry/operation.js';
import { solveModular } from '../../symmetry/solve-modular.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';

export interface LayerMatch {
  readonly group: LayerGroup;
  /** From the primitive cell to the conventional axes and the origin of the group. */
  readonly change: BasisChange;
}

/** CRYSTAL's layer group of a complete set of operations on a primitive cell, and the axes and origin it asks for. */
export function matchLayerGroup(
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
  library: SymmetryLibrary,
  toleranceAngstrom: number,
): LayerMatch | undefined {
  const cells = conventionalCells(lattice);
  // Groups with more conditions on the cell come first among those of one order; order decides anyway.
  for (let number = 80; number >= 1; number -= 1) {
    const group = layerGroup(number, library);
    if (!group || operations.length !== group.operations.length / (group.isCentred ? 2 : 1)) continue;
    for (const cell of cells) {
      if (cell.isCentred !== group.isCentred || !fitsLattice(cell.lattice, group, toleranceAngstrom))
        continue;
      const origin = originOf(operations, group, cell.matrix, lattice, toleranceAngstrom);
      if (origin) return { group, change: { matrix: cell.matrix, origin } };
    }
  }
  return undefined;
}

interface ConventionalCell {
  /** Columns: the new vectors in terms of the primitive ones; the third turns over where the plane does. */
  readonly matrix: Matrix3;
  readonly lattice: Matrix3;
  readonly isCentred: boolean;
}

const small = [-2, -1, 0, 1, 2];

/** Cells of one or two lattice points on short vectors, the shortest first. */
function conventionalCells(lattice: Matrix3): readonly ConventionalCell[] {
  const vectors = small.flatMap((i) => small.map((j) => [i, j] as const));
  const cells = vectors.flatMap(([p, r]) =>
    vectors.flatMap(([q, s]): ConventionalCell[] => {
      const turn = p * s - q * r;
      const isCentred = Math.abs(turn) === 2;
      // With two points the second must be the middle of the cell.
      const isMiddle = (p + q) % 2 === 0 && (r + s) % 2 === 0;
      if (Math.abs(turn) !== 1 && !(isCentred && isMiddle)) return [];
      const matrix: Matrix3 = [
        [p, q, 0],
        [r, s, 0],
        [0, 0, Math.sign(turn)],
      ];
      return [{ matrix, lattice: multiply(transpose(matrix), lattice), isCentred }];
    }),
  );
  return cells
    .map((cell) => ({ cell, cost: cost(cell) }))
    .sort((x, y) => x.cost - y.cost)
    .map(({ cell }) => cell);
}

/** Short vectors, an obtuse angle, and the axes as they were, in this order. */
function cost({ matrix, lattice }: ConventionalCell): number {
  const [a, b] = lattice;
  const acute = dot(a, b) > 1e-6 ? 1e-3 : 0;
  const changed = [matrix[0][0] - 1, matrix[1][1] - 1, matrix[2][2] - 1, matrix[0][1], matrix[1][0]];
  return norm(a) + norm(b) + acute + 1e-5 * changed.reduce((sum, value) => sum + Math.abs(value), 0);
}

function fitsLattice([a, b]: Matrix3, group: LayerGroup, toleranceAngstrom: number): boolean {
  const isNear = (value: number, wanted: number): boolean =>
    Math.abs(value - wanted) <= 4 * toleranceAngstrom;
  const equal = isNear(norm(a), norm(b));
  const longer = Math.max(norm(a), norm(b));
  switch (group.lattice) {
    case 'oblique':
      return true;
    case 'rectangular':
      return isNear(dot(a, b) / longer, 0);
    case 'square':
      return equal && isNear(dot(a, b) / longer, 0);
    case 'hexagonal':
      return equal && isNear(dot(a, b) / longer, -longer / 2);
  }
}

/** The origin at which the operations become those of the group: modulo the lattice in the plane, exactly along z. */
function originOf(
  operations: readonly SymmetryOperation[],
  group: LayerGroup,
  matrix: Matrix3,
  lattice: Matrix3,
  toleranceAngstrom: number,
): Vector3 | undefined {
  const moved = operations.map((operation) => operationInNewBasis({ matrix, origin: [0, 0, 0] }, operation));
  const rows: number[][] = [];
  const right: number[] = [];
  const heights: number[] = [];
  for (const operation of moved) {
    const target = group.operations.find((other) => other.rotation.join() === operation.rotation.join());
    if (!target) return undefined;
    // On the primitive axes, where the lattice is all integers.
    const wanted = transform(matrix, difference(target.translation, operation.translation));
    const turned = multiply(matrix, minusIdentity(operation.rotation));
    rows.push([turned[0][0], turned[0][1]], [turned[1][0], turned[1][1]]);
    right.push(wanted[0], wanted[1]);
    if (operation.rotation[2][2] < 0) heights.push(operation.translation[2] / 2);
  }
  const shortest = Math.min(norm(lattice[0]), norm(lattice[1]));
  const inPlane = solveModular(rows, right, (8 * toleranceAngstrom) / shortest);
  if (!inPlane || spread(heights) > 8 * toleranceAngstrom) return undefined;
  const height = heights.length === 0 ? 0 : heights.reduce((sum, h) => sum + h, 0) / heights.length;
  return transform(matrix, [inPlane[0] ?? 0, inPlane[1] ?? 0, height]);
}

const difference = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

const minusIdentity = (m: Matrix3): Matrix3 => [
  [m[0][0] - 1, m[0][1], m[0][2]],
  [m[1][0], m[1][1] - 1, m[1][2]],
  [m[2][0], m[2][1], m[2][2] - 1],
];

const spread = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);

/** Rotations of the plane and its two sides that leave the lattice as it is, on the lattice coordinates. */
export function latticeRotations(lattice: Matrix3, toleranceAngstrom: number): readonly Matrix3[] {
  const [a, b] = lattice;
  const [aLength, bLength] = [norm(a), norm(b)];
  const isNear = (value: number, wanted: number): boolean =>
    Math.abs(value - wanted) <= 4 * toleranceAngstrom;
  const vectors = small.flatMap((i) => small.map((j): Vector3 => [i, j, 0]));
  const rotations: Matrix3[] = [];
  for (const p of vectors) {
    for (const q of vectors) {
      if (Math.abs(p[0] * q[1] - p[1] * q[0]) !== 1) continue;
      const [u, v] = [rowTimes(p, lattice), rowTimes(q, lattice)];
      const isSame =
        isNear(norm(u), aLength) &&
        isNear(norm(v), bLength) &&
        isNear(dot(u, v) / Math.max(aLength, bLength), dot(a, b) / Math.max(aLength, bLength));
      if (!isSame) continue;
      for (const side of [1, -1]) {
        rotations.push([
          [p[0], q[0], 0],
          [p[1], q[1], 0],
          [0, 0, side],
        ]);
      }
    }
  }
  return rotations;
}
