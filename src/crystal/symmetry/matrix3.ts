import type { Vector3 } from '../d12/geometry.js';

/** Three rows. A lattice has its vectors as rows; a symmetry operation multiplies columns of coordinates. */
export type Matrix3 = readonly [Vector3, Vector3, Vector3];

export const identity3: Matrix3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** matrix · column. */
export function transform(m: Matrix3, v: Vector3): Vector3 {
  return [dot(m[0], v), dot(m[1], v), dot(m[2], v)];
}

/** row · matrix: fractional coordinates to Cartesian ones when the matrix is a lattice. */
export function rowTimes(v: Vector3, m: Matrix3): Vector3 {
  return [
    v[0] * m[0][0] + v[1] * m[1][0] + v[2] * m[2][0],
    v[0] * m[0][1] + v[1] * m[1][1] + v[2] * m[2][1],
    v[0] * m[0][2] + v[1] * m[1][2] + v[2] * m[2][2],
  ];
}

export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  return [rowTimes(a[0], b), rowTimes(a[1], b), rowTimes(a[2], b)];
}

export function transpose(m: Matrix3): Matrix3 {
  return [
    [m[0][0], m[1][0], m[2][0]],
    [m[0][1], m[1][1], m[2][1]],
    [m[0][2], m[1][2], m[2][2]],
  ];
}

export const determinant = (m: Matrix3): number => dot(m[0], cross(m[1], m[2]));

/** Not finite where the determinant is 0. */
export function inverse(m: Matrix3): Matrix3 {
  const d = determinant(m);
  return transpose([
    scale(cross(m[1], m[2]), 1 / d),
    scale(cross(m[2], m[0]), 1 / d),
    scale(cross(m[0], m[1]), 1 / d),
  ]);
}

export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (v: Vector3, s: number): Vector3 => [v[0] * s, v[1] * s, v[2] * s];
export const norm = (v: Vector3): number => Math.sqrt(dot(v, v));

export const mapMatrix = (m: Matrix3, f: (value: number) => number): Matrix3 => [
  mapVector(m[0], f),
  mapVector(m[1], f),
  mapVector(m[2], f),
];

export const mapVector = (v: Vector3, f: (value: number) => number): Vector3 => [f(v[0]), f(v[1]), f(v[2])];
