import {
  determinant,
  inverse,
  multiply,
  roundMatrix,
  transpose,
  type Matrix3,
  type Vector3,
} from '../../../src/crystal/kpath/lattice-math.js';

/** Conventional vectors (rows) of a cell with a along x, b in the xy plane; the unique axis b is along y. */
export function conventional(a: number, b: number, c: number, betaDegrees = 90, gammaDegrees = 90): Matrix3 {
  const beta = (betaDegrees * Math.PI) / 180;
  const gamma = (gammaDegrees * Math.PI) / 180;
  return [
    [a, 0, 0],
    [b * Math.cos(gamma), b * Math.sin(gamma), 0],
    [c * Math.cos(beta), 0, c * Math.sin(beta)],
  ];
}

/**
 * What CRYSTAL prints as TRANSFORMATION MATRIX PRIMITIVE-CRYSTALLOGRAPHIC CELL, row by row, for each centring, and how a
 * point with conventional reciprocal coordinates h reads in its primitive cell.
 */
export const centrings = {
  P: { matrix: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], k: ([x, y, z]: Vector3): Vector3 => [x, y, z] }, // prettier-ignore
  F: {
    matrix: [[-1, 1, 1], [1, -1, 1], [1, 1, -1]], // prettier-ignore
    k: ([x, y, z]: Vector3): Vector3 => [(y + z) / 2, (x + z) / 2, (x + y) / 2],
  },
  I: {
    matrix: [[0, 1, 1], [1, 0, 1], [1, 1, 0]], // prettier-ignore
    k: ([x, y, z]: Vector3): Vector3 => [(-x + y + z) / 2, (x - y + z) / 2, (x + y - z) / 2],
  },
  C: {
    matrix: [[1, 1, 0], [-1, 1, 0], [0, 0, 1]], // prettier-ignore
    k: ([x, y, z]: Vector3): Vector3 => [(x + y) / 2, (-x + y) / 2, z],
  },
  A: {
    matrix: [[1, 0, 0], [0, 1, 1], [0, -1, 1]], // prettier-ignore
    k: ([x, y, z]: Vector3): Vector3 => [x, (y + z) / 2, (-y + z) / 2],
  },
  R: {
    matrix: [[1, 0, 1], [-1, 1, 1], [0, -1, 1]], // prettier-ignore
    k: ([x, y, z]: Vector3): Vector3 => [(2 * x + y + z) / 3, (-x + y + z) / 3, (-x - 2 * y + z) / 3],
  },
} as const satisfies Record<string, { matrix: Matrix3; k: (h: Vector3) => Vector3 }>;

export type Centring = keyof typeof centrings;

/** CRYSTAL's primitive vectors (rows): (A B C) = (a1 a2 a3) M. */
export const primitiveOf = (cell: Matrix3, centring: Centring): Matrix3 =>
  multiply(inverse(transpose(centrings[centring].matrix)), cell);

/** All products of rotations given as Cartesian matrices, as W of x' = W x in the primitive basis. */
export function pointGroup(generators: readonly Matrix3[], primitive: Matrix3): readonly Matrix3[] {
  const columns = transpose(primitive);
  const own = generators.map((r) => roundMatrix(multiply(multiply(inverse(columns), r), columns)));
  const all = new Map<string, Matrix3>();
  let fresh: readonly Matrix3[] = [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]]; // prettier-ignore
  while (fresh.length > 0) {
    for (const w of fresh) all.set(JSON.stringify(w), w);
    fresh = fresh
      .flatMap((w) => own.map((g) => roundMatrix(multiply(g, w))))
      .filter((w) => !all.has(JSON.stringify(w)));
  }
  return [...all.values()];
}

/** Rotation by degrees about an axis, Cartesian. */
export function turn(degrees: number, [x, y, z]: Vector3): Matrix3 {
  const size = Math.hypot(x, y, z);
  const [u, v, w] = [x / size, y / size, z / size];
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const t = 1 - cos;
  return [
    [cos + u * u * t, u * v * t - w * sin, u * w * t + v * sin],
    [v * u * t + w * sin, cos + v * v * t, v * w * t - u * sin],
    [w * u * t - v * sin, w * v * t + u * sin, cos + w * w * t],
  ];
}

export const inversion: Matrix3 = [[-1, 0, 0], [0, -1, 0], [0, 0, -1]]; // prettier-ignore

export const mirror = (normal: Vector3): Matrix3 => multiply(inversion, turn(180, normal));

/** A whole matrix of determinant 1 from three small numbers: another basis of the same lattice. */
export function unimodular(p: number, q: number, r: number): Matrix3 {
  const lower: Matrix3 = [[1, 0, 0], [p, 1, 0], [q, r, 1]]; // prettier-ignore
  const upper: Matrix3 = [[1, q, p], [0, 1, r], [0, 0, 1]]; // prettier-ignore
  const m = multiply(lower, upper);
  if (Math.round(determinant(m)) !== 1) throw new Error('not unimodular');
  return m;
}
