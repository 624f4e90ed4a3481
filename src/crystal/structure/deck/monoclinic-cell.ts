import type { Matrix3 } from '../../symmetry/matrix3.js';
import { dot, multiply, transpose } from '../../symmetry/matrix3.js';
import { operationSetKey } from '../../symmetry/operation-set.js';
import {
  operationInNewBasis,
  sameBasis,
  type BasisChange,
  type SymmetryOperation,
} from '../../symmetry/operation.js';

/**
 * Of the cells in which a monoclinic group (unique axis b) has the same operations, the one with the shortest a and c:
 * the standard setting alone may mean a very oblique cell. beta comes out as 90 degrees or more.
 */
export function leastObliqueCell(lattice: Matrix3, operations: readonly SymmetryOperation[]): BasisChange {
  let matrix = sameBasis.matrix;
  for (;;) {
    const current = multiply(transpose(matrix), lattice);
    const better = shorterAxes(current).find((step) => keepsOperations(step, operations));
    if (!better) return { matrix, origin: [0, 0, 0] };
    matrix = multiply(matrix, better);
  }
}

/** Squared lengths of a and c; an acute beta costs a little, so that the obtuse one of two equals wins. */
function obliqueness(lattice: Matrix3): number {
  const [a, , c] = lattice;
  const acute = dot(a, c) > 1e-9 ? 1e-3 : 0;
  return dot(a, a) + dot(c, c) + acute;
}

/** Changes of a and c by small integers, b kept or turned round, that make the cell less oblique; the best first. */
function shorterAxes(lattice: Matrix3): readonly Matrix3[] {
  const before = obliqueness(lattice);
  return inPlaneChanges
    .map((matrix) => ({ matrix, after: obliqueness(multiply(transpose(matrix), lattice)) }))
    .filter(({ after }) => after < before - 1e-6)
    .sort((x, y) => x.after - y.after)
    .map(({ matrix }) => matrix);
}

const small = [-2, -1, 0, 1, 2];
const inPlaneChanges: readonly Matrix3[] = small.flatMap((p) =>
  small.flatMap((q) =>
    small.flatMap((r) =>
      small.flatMap((s): Matrix3[] => {
        const turn = p * s - q * r;
        if (Math.abs(turn) !== 1) return [];
        return [
          [
            [p, 0, q],
            [0, turn, 0],
            [r, 0, s],
          ],
        ];
      }),
    ),
  ),
);

function keepsOperations(matrix: Matrix3, operations: readonly SymmetryOperation[]): boolean {
  const moved = operations.map((operation) => operationInNewBasis({ matrix, origin: [0, 0, 0] }, operation));
  return operationSetKey(moved) === operationSetKey(operations);
}
