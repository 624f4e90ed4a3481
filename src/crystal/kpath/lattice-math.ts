/** Vectors and 3 x 3 matrices (rows) for lattices; no units of their own. */
export type Vector3 = readonly [number, number, number];
export type Matrix3 = readonly [Vector3, Vector3, Vector3];

export const identity: Matrix3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

export const dot = (u: Vector3, v: Vector3): number => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];

export const cross = (u: Vector3, v: Vector3): Vector3 => [
  u[1] * v[2] - u[2] * v[1],
  u[2] * v[0] - u[0] * v[2],
  u[0] * v[1] - u[1] * v[0],
];

export const length = (v: Vector3): number => Math.sqrt(dot(v, v));
export const scale = (v: Vector3, factor: number): Vector3 => [v[0] * factor, v[1] * factor, v[2] * factor];
export const add = (u: Vector3, v: Vector3): Vector3 => [u[0] + v[0], u[1] + v[1], u[2] + v[2]];
export const negate = (v: Vector3): Vector3 => [0 - v[0], 0 - v[1], 0 - v[2]];
export const subtract = (u: Vector3, v: Vector3): Vector3 => [u[0] - v[0], u[1] - v[1], u[2] - v[2]];

/** M v: a column of the rows' products with v. */
export const times = (m: Matrix3, v: Vector3): Vector3 => [dot(m[0], v), dot(m[1], v), dot(m[2], v)];

/** v M: the combination of the rows of M with coefficients v, e.g. fractional to Cartesian coordinates. */
export const combine = (v: Vector3, m: Matrix3): Vector3 =>
  add(add(scale(m[0], v[0]), scale(m[1], v[1])), scale(m[2], v[2]));

export const multiply = (m: Matrix3, n: Matrix3): Matrix3 => [
  combine(m[0], n),
  combine(m[1], n),
  combine(m[2], n),
];

export const transpose = (m: Matrix3): Matrix3 => [
  [m[0][0], m[1][0], m[2][0]],
  [m[0][1], m[1][1], m[2][1]],
  [m[0][2], m[1][2], m[2][2]],
];

export const determinant = (m: Matrix3): number => dot(m[0], cross(m[1], m[2]));

/** Inverse of a matrix of independent rows (the caller knows that they are). */
export function inverse(m: Matrix3): Matrix3 {
  const volume = determinant(m);
  return transpose([
    scale(cross(m[1], m[2]), 1 / volume),
    scale(cross(m[2], m[0]), 1 / volume),
    scale(cross(m[0], m[1]), 1 / volume),
  ]);
}

/** Reciprocal vectors b_i (rows) with a_i . b_j = delta_ij: no factor 2 pi. */
export const reciprocal = (m: Matrix3): Matrix3 => transpose(inverse(m));

export const cosBetween = (u: Vector3, v: Vector3): number => dot(u, v) / (length(u) * length(v));

const roundVector = (v: Vector3): Vector3 => [clean(v[0]), clean(v[1]), clean(v[2])];

export const roundMatrix = (m: Matrix3): Matrix3 => [roundVector(m[0]), roundVector(m[1]), roundVector(m[2])];

/** The integer nearby, and never -0. */
const clean = (x: number): number => Math.round(x) + 0;

/** How far a matrix is from whole numbers: the largest distance of an element. */
export function distanceFromIntegers(m: Matrix3): number {
  let farthest = 0;
  for (const row of m) for (const x of row) farthest = Math.max(farthest, Math.abs(x - Math.round(x)));
  return farthest;
}
