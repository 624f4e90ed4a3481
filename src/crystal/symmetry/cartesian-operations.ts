import { inverse, mapMatrix, multiply, transpose, type Matrix3 } from './matrix3.js';
import type { SymmetryOperation } from './operation.js';
import type { GroupSetting, SymmetryLibrary } from './symmetry-library.js';

const halfRoot3 = Math.sqrt(3) / 2;

/**
 * Unit vectors of the hexagonal axes as CRYSTAL sets them into space: b along y. Printed by every run on such axes
 * ("DIRECT LATTICE VECTORS CARTESIAN COMPONENTS").
 */
const hexagonalFrame: Matrix3 = [
  [halfRoot3, -0.5, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Operations of a space group with right-angled or hexagonal axes; the rotations are Cartesian, in CRYSTAL's frame. */
export function cartesianOperations(
  setting: GroupSetting,
  library: SymmetryLibrary,
): readonly SymmetryOperation[] {
  const operations = library.operationsOf(setting);
  if (setting.number < 143 || setting.number > 194) return operations;
  const toSpace = transpose(hexagonalFrame);
  const back = inverse(toSpace);
  return operations.map(({ rotation, translation }) => ({
    rotation: exact(multiply(multiply(toSpace, rotation), back)),
    translation,
  }));
}

const exactValues = [0, 0.5, halfRoot3, 1];

/** Entries of turns by multiples of 30 degrees without the noise of their products: they serve as keys. */
export const exact = (rotation: Matrix3): Matrix3 =>
  mapMatrix(rotation, (entry) => {
    const size = exactValues.find((value) => Math.abs(value - Math.abs(entry)) < 1e-9);
    return size === undefined ? entry : Math.sign(entry) * size + 0;
  });
