import { parametersOf } from '../structure/lattice.js';
import { multiply, transpose, type Matrix3 } from './matrix3.js';

/** Cells refined freely miss their own symmetry by rounding only; more than this is another lattice. */
const lengthTolerance = 2e-3;
const angleToleranceDegrees = 0.15;

/** Do the rotations map the lattice onto itself without changing lengths and angles? */
export function isCellOfGroup(lattice: Matrix3, rotations: readonly Matrix3[]): boolean {
  const before = parametersOf(lattice);
  return rotations.every((rotation) => {
    const after = parametersOf(multiply(transpose(rotation), lattice));
    return after.every((value, i) => {
      const wanted = before[i] ?? 0;
      const tolerance = i < 3 ? lengthTolerance * wanted : angleToleranceDegrees;
      return Math.abs(value - wanted) <= tolerance;
    });
  });
}
