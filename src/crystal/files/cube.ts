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
import { CrystalqError } from '../../errors/crystalq-error.js';
import { endsInsideNumber, numbersOf, quote } from './data-text.js';

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

/** Reads a whole cube. Throws DATA_FILE_UNREADABLE with file and line where it is damaged or cut short. */
export function readCube(text: string, fileName: string): Cube {
  const reader = createCubeReader(fileName);
  reader.push(text);
  return reader.finish();
}

/** Cubes have hundreds of megabytes: this takes them in pieces, and keeps only header and values. */
export function createCubeReader(fileName: string): { push(chunk: string): void; finish(): Cube } {
  const state = new CubeState(fileName);
  let rest = '';
  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
        state.line(rest + chunk.slice(start, end));
        rest = '';
        start = end + 1;
      }
      rest += chunk.slice(start);
    },
    finish() {
      if (rest.trim() !== '') state.line(rest);
      return state.finish(rest);
    },
  };
}

/** More points than one array holds: a damaged header. */
const mostPoints = 2 ** 31;
/** Memory grows with what the file really holds: a header may promise anything. */
const firstValues = 2 ** 16;

class CubeState {
  private readonly head: string[] = [];
  private header: CubeHeader | undefined;
  private values = new Float64Array(firstValues);
  private filled = 0;
  private lastLine = '';
  private lineBefore = '';
  private lineNumber = 0;

  constructor(private readonly fileName: string) {}

  line(text: string): void {
    this.lineNumber += 1;
    if (this.header) {
      this.take(text);
      return;
    }
    this.head.push(text);
    const atoms = this.head.length >= 6 ? this.atomCount() : Infinity;
    if (this.head.length === 6 + atoms) this.header = this.readHeader(atoms);
  }

  /** `unended` is the last line where the file does not close it. */
  finish(unended: string): Cube {
    if (!this.header) throw this.fault('six head lines and the atoms of a cube file', 'the end of the file');
    if (this.filled < this.wanted) throw this.fault(`${this.wanted} grid values`, `only ${this.filled}`);
    if (endsInsideNumber(unended, this.lineBefore)) {
      throw this.fault('grid values', `${quote(unended.slice(-30))}, cut inside its last number`);
    }
    return { ...this.header, values: this.values.slice(0, this.filled) };
  }

  private take(text: string): void {
    this.lineBefore = this.lastLine;
    this.lastLine = text;
    const row = numbersOf(text);
    if (!row) throw this.fault('grid values', quote(text));
    const filled = this.filled + row.length;
    if (filled > this.wanted) throw this.fault(`${this.wanted} grid values`, 'more');
    if (filled > this.values.length) this.grow(filled);
    this.values.set(row, this.filled);
    this.filled = filled;
  }

  private grow(needed: number): void {
    const larger = new Float64Array(Math.min(this.wanted, Math.max(needed, 2 * this.values.length)));
    larger.set(this.values.subarray(0, this.filled));
    this.values = larger;
  }

  private atomCount(): number {
    return Math.abs(this.numbers(2, 4)[0] ?? 0);
  }

  private get wanted(): number {
    const [x, y, z] = this.header?.counts ?? [0, 0, 0];
    return x * y * z;
  }

  private readHeader(atoms: number): CubeHeader {
    const [, ...originBohr] = this.numbers(2, 4);
    const axes = [3, 4, 5].map((index) => this.numbers(index, 4));
    const [x = 0, y = 0, z = 0] = axes.map(([count = 0]) => count);
    if (![x, y, z].every((count) => Number.isInteger(count) && count > 0) || x * y * z > mostPoints) {
      throw this.fault('points along three directions', `${x} x ${y} x ${z}`);
    }
    const cell = numbersOf(this.head[1] ?? '');
    return {
      title: (this.head[0] ?? '').trim(),
      cell: cell?.length === 6 ? cell : null,
      originBohr,
      counts: [x, y, z],
      stepsBohr: axes.map((axis) => axis.slice(1)),
      atoms: Array.from({ length: atoms }, (_, index) => {
        const [atomicNumber = 0, charge = 0, ...positionBohr] = this.numbers(6 + index, 5);
        return { atomicNumber, charge, positionBohr };
      }),
    };
  }

  private numbers(index: number, count: number): readonly number[] {
    const line = this.head[index] ?? '';
    const values = numbersOf(line);
    if (values?.length !== count) throw this.fault(`${count} numbers`, quote(line), index + 1);
    return values;
  }

  private fault(expected: string, found: string, line = Math.max(1, this.lineNumber)): CrystalqError {
    return new CrystalqError(
      'DATA_FILE_UNREADABLE',
      `${this.fileName}:${line}: expected ${expected}, found ${found}`,
      { details: { file: this.fileName, line, expected } },
    );
  }
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
