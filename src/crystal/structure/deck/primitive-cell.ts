import { inverse, mapMatrix, multiply, transpose, type Matrix3 } from '../../symmetry/matrix3.js';

export type Centring = 'P' | 'A' | 'B' | 'C' | 'I' | 'F' | 'R';

/**
 * Primitive vectors in terms of the conventional ones (rows), as CRYSTAL chooses them: what it prints as
 * TRANSFORMATION MATRIX PRIMITIVE-CRYSTALLOGRAPHIC CELL is the inverse of this. R is the obverse setting.
 */
const primitiveRows: Readonly<Record<Centring, Matrix3>> = {
  P: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  A: [
    [1, 0, 0],
    [0, 1 / 2, 1 / 2],
    [0, -1 / 2, 1 / 2],
  ],
  B: [
    [1 / 2, 0, -1 / 2],
    [0, 1, 0],
    [1 / 2, 0, 1 / 2],
  ],
  C: [
    [1 / 2, 1 / 2, 0],
    [-1 / 2, 1 / 2, 0],
    [0, 0, 1],
  ],
  I: [
    [-1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [1 / 2, 1 / 2, -1 / 2],
  ],
  F: [
    [0, 1 / 2, 1 / 2],
    [1 / 2, 0, 1 / 2],
    [1 / 2, 1 / 2, 0],
  ],
  R: [
    [2 / 3, 1 / 3, 1 / 3],
    [-1 / 3, 1 / 3, 1 / 3],
    [-1 / 3, -2 / 3, 1 / 3],
  ],
};

/** Lattice points per conventional cell. */
export const centringMultiplicity: Readonly<Record<Centring, number>> = {
  P: 1,
  A: 2,
  B: 2,
  C: 2,
  I: 2,
  F: 4,
  R: 3,
};

export const primitiveVectorsOf = (conventional: Matrix3, centring: Centring): Matrix3 =>
  multiply(primitiveRows[centring], conventional);

/** Rotations given on the conventional axes, on the primitive ones; entries are integers. */
export function rotationsOnPrimitive(rotations: readonly Matrix3[], centring: Centring): readonly Matrix3[] {
  const toConventional = transpose(primitiveRows[centring]);
  const toPrimitive = inverse(toConventional);
  return rotations.map((rotation) =>
    mapMatrix(multiply(multiply(toPrimitive, rotation), toConventional), (value) => Math.round(value) + 0),
  );
}
