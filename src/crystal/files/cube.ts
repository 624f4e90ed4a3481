/**
 * Gaussian cube files of ECH3 and POT3 (DENS_CUBE.DAT, SPIN_CUBE.DAT, POT_CUBE.DAT):
 *
 *      Charge density - 3D GRID - GAUSSIAN CUBE FORMAT MGO BULK - GEOMETRY TEST
 *          5.66594381     5.66594381     5.66594381    60.000000  60.000000  60.000000
 *         2    0.000000    0.000000    0.000000         atoms, origin (bohr)
 *         5    0.000000    1.001607    1.001607         points and step along each direction (bohr)
 *         ...
 *        12   12.000000    0.000000    0.000000    0.000000    atom: Z, charge, position (bohr)
 *       0.10620E+04  0.50969E-01 ...                           z fastest, a new line for each row along z
 */
import type { Reading } from './data-reader.js';
import { type DataText, numbersOf, quote } from './data-text.js';

interface CubeHeader {
  readonly title: string;
  /** a, b, c in bohr, alpha, beta, gamma in degrees; null where line 2 is a comment of another program. */
  readonly cell: readonly number[] | null;
  readonly originBohr: readonly number[];
  /** Points along the three directions; in periodic ones the last plane repeats the first. */
  readonly counts: readonly [number, number, number];
  /** Rows: step along each direction, bohr. */
  readonly stepsBohr: readonly (readonly number[])[];
  /** Primitive cell, bohr. */
  readonly atoms: readonly {
    readonly atomicNumber: number;
    readonly charge: number;
    readonly positionBohr: readonly number[];
  }[];
}

export interface Cube extends CubeHeader {
  /** e/bohr^3 (densities) or hartree/e (potentials); point (i, j, k) stands at (i * counts[1] + j) * counts[2] + k. */
  readonly values: Float64Array;
}

/** Reads a cube. Throws DATA_FILE_UNREADABLE with file and line where it is damaged or cut short. */
export function* readCube(data: DataText): Reading<Cube> {
  const header = yield* readHeader(data);
  const [x, y, z] = header.counts;
  const values = yield* data.values(x * y * z, 'the grid');
  if ((yield* data.skipBlank()) !== undefined)
    throw data.fault(`${values.length} numbers of the grid`, 'more');
  return { ...header, values };
}

function* readHeader(data: DataText): Reading<CubeHeader> {
  const title = yield* data.next('the title of a cube file');
  const cell = numbersOf(yield* data.next('the cell'));
  const [atomCount = 0, ...originBohr] = yield* readNumbers(data, 4);
  const axes = [yield* readNumbers(data, 4), yield* readNumbers(data, 4), yield* readNumbers(data, 4)];
  const [x = 0, y = 0, z = 0] = axes.map(([count = 0]) => count);
  if (![x, y, z].every((count) => Number.isInteger(count) && count > 0)) {
    throw data.fault('points along three directions', `${x} x ${y} x ${z}`, data.lineNumber - 1);
  }
  const atoms: CubeHeader['atoms'][number][] = [];
  while (atoms.length < Math.abs(atomCount)) {
    const [atomicNumber = 0, charge = 0, ...positionBohr] = yield* readNumbers(data, 5);
    atoms.push({ atomicNumber, charge, positionBohr });
  }
  return {
    title: title.trim(),
    cell: cell?.length === 6 ? cell : null,
    originBohr,
    counts: [x, y, z],
    stepsBohr: axes.map((axis) => axis.slice(1)),
    atoms,
  };
}

function* readNumbers(data: DataText, count: number): Reading<readonly number[]> {
  const line = yield* data.next(`${count} numbers`);
  const values = numbersOf(line);
  if (values?.length !== count) throw data.fault(`${count} numbers`, quote(line), data.lineNumber - 1);
  return values;
}

/**
 * Integral over the box (electrons, for a density in e/bohr^3). In the first `dimensionality` directions the last
 * plane repeats the first and is left out; in the others the trapezoidal rule is used.
 */
export function integrateCube(cube: Cube, dimensionality: 0 | 1 | 2 | 3): number {
  const [nx, ny, nz] = cube.counts;
  const weight = (index: number, count: number, axis: number): number => {
    if (axis < dimensionality) return index < count - 1 || count === 1 ? 1 : 0;
    return count > 1 && (index === 0 || index === count - 1) ? 1 / 2 : 1;
  };
  let sum = 0;
  for (let i = 0; i < nx; i += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = weight(i, nx, 0) * weight(j, ny, 1);
      for (let k = 0; k < nz && row > 0; k += 1) {
        sum += row * weight(k, nz, 2) * (cube.values[(i * ny + j) * nz + k] ?? 0);
      }
    }
  }
  return sum * voxelBohr3(cube);
}

function voxelBohr3(cube: CubeHeader): number {
  const [u = [], v = [], w = []] = cube.stepsBohr;
  const [[a = 0, b = 0, c = 0], [d = 0, e = 0, f = 0], [g = 0, h = 0, i = 0]] = [u, v, w];
  return Math.abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g));
}
