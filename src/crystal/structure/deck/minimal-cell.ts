import type { CellParameters } from '../lattice.js';
import type { CrystalSystem } from './deck-structure.js';

export function crystalSystemOf(spaceGroup: number): CrystalSystem {
  if (spaceGroup <= 2) return 'triclinic';
  if (spaceGroup <= 15) return 'monoclinic';
  if (spaceGroup <= 74) return 'orthorhombic';
  if (spaceGroup <= 142) return 'tetragonal';
  if (spaceGroup <= 167) return 'trigonal';
  return spaceGroup <= 194 ? 'hexagonal' : 'cubic';
}

/** The parameters that CRYSTAL reads for a space group in its standard setting (manual, "Geometry input"). */
export function minimalCell(
  spaceGroup: number,
  cell: CellParameters,
  rhombohedralAxes: boolean,
): readonly number[] {
  return freeParameters(spaceGroup, cell, rhombohedralAxes).map(withoutNoise);
}

/** 5.43 must not become 5.430000000000001 on its way through vectors and back. */
export const withoutNoise = (value: number): number => Number(value.toFixed(9));

function freeParameters(
  spaceGroup: number,
  [a, b, c, alpha, beta, gamma]: CellParameters,
  rhombohedralAxes: boolean,
): readonly number[] {
  if (rhombohedralAxes) return [mean(a, b, c), mean(alpha, beta, gamma)];
  switch (crystalSystemOf(spaceGroup)) {
    case 'triclinic':
      return [a, b, c, alpha, beta, gamma];
    case 'monoclinic':
      return [a, b, c, beta];
    case 'orthorhombic':
      return [a, b, c];
    case 'tetragonal':
    case 'trigonal':
    case 'hexagonal':
      return [mean(a, b), c];
    case 'cubic':
      return [mean(a, b, c)];
  }
}

/** The reverse: all six parameters from the minimal cell. Undefined where the count of numbers is wrong. */
export function fullCell(
  spaceGroup: number,
  minimal: readonly number[],
  rhombohedralAxes: boolean,
): CellParameters | undefined {
  const [p = NaN, q = NaN, r = NaN, s = NaN, t = NaN, u = NaN] = minimal;
  const expect = (count: number, cell: CellParameters): CellParameters | undefined =>
    minimal.length === count ? cell : undefined;
  if (rhombohedralAxes) return expect(2, [p, p, p, q, q, q]);
  switch (crystalSystemOf(spaceGroup)) {
    case 'triclinic':
      return expect(6, [p, q, r, s, t, u]);
    case 'monoclinic':
      return expect(4, [p, q, r, 90, s, 90]);
    case 'orthorhombic':
      return expect(3, [p, q, r, 90, 90, 90]);
    case 'tetragonal':
      return expect(2, [p, p, q, 90, 90, 90]);
    case 'trigonal':
    case 'hexagonal':
      return expect(2, [p, p, q, 90, 90, 120]);
    case 'cubic':
      return expect(1, [p, p, p, 90, 90, 90]);
  }
}

const mean = (...values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
