import type { Vector3 } from '../d12/geometry.js';
import { add, cross, determinant, dot, identity3, norm, scale, type Matrix3 } from './matrix3.js';

/** A turn about an axis, followed by the inversion where it is improper: -2 is a mirror. */
export interface RotationAxis {
  readonly isProper: boolean;
  /** Of the proper part, [0, pi]. */
  readonly angle: number;
  /** Unit vector; undefined for the identity and the inversion. Of two opposite ones the one the turn is positive about. */
  readonly direction: Vector3 | undefined;
}

/** Nearer to 0 or pi than this (radians) an angle is 0 or pi. */
const straight = 1e-3;

/** What an orthogonal matrix does. */
export function rotationAxisOf(matrix: Matrix3): RotationAxis {
  const isProper = determinant(matrix) > 0;
  const [x, y, z] = isProper
    ? matrix
    : ([scale(matrix[0], -1), scale(matrix[1], -1), scale(matrix[2], -1)] as const);
  const twist: Vector3 = [z[1] - y[2], x[2] - z[0], y[0] - x[1]];
  const angle = Math.atan2(norm(twist), x[0] + y[1] + z[2] - 1);
  if (angle < straight) return { isProper, angle: 0, direction: undefined };
  if (Math.PI - angle > straight) return { isProper, angle, direction: scale(twist, 1 / norm(twist)) };
  return { isProper, angle: Math.PI, direction: axisOfHalfTurn([x, y, z]) };
}

/** R + 1 projects on the axis; its longest column is the safest. */
function axisOfHalfTurn(rotation: Matrix3): Vector3 {
  const sum = rotation.map((row, i) => add(row, identity3[i] ?? [0, 0, 0]));
  const [longest = [0, 0, 1]] = [...sum].sort((p, q) => norm(q) - norm(p));
  return scale(longest, 1 / norm(longest));
}

/** The turn that brings one unit vector to another the shortest way. */
export function shortestTurn(from: Vector3, to: Vector3): Matrix3 {
  const cosine = dot(from, to);
  if (cosine < -1 + 1e-9) return halfTurnAcross(from);
  const [x, y, z] = cross(from, to);
  const k = 1 / (1 + cosine);
  return [
    [k * x * x + cosine, k * x * y - z, k * x * z + y],
    [k * y * x + z, k * y * y + cosine, k * y * z - x],
    [k * z * x - y, k * z * y + x, k * z * z + cosine],
  ];
}

/** A half turn about some axis across the vector, which reverses it. */
function halfTurnAcross(v: Vector3): Matrix3 {
  const helper: Vector3 = Math.abs(v[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const crossed = cross(v, helper);
  const axis = scale(crossed, 1 / norm(crossed));
  const row = (i: 0 | 1 | 2): Vector3 => {
    const unit = identity3[i];
    return [
      2 * axis[i] * axis[0] - unit[0],
      2 * axis[i] * axis[1] - unit[1],
      2 * axis[i] * axis[2] - unit[2],
    ];
  };
  return [row(0), row(1), row(2)];
}

/** Rows are the right-handed frame with the first vector as z and the second in the half plane of x and z. */
export function frameOf(first: Vector3, second: Vector3): Matrix3 {
  const across = cross(first, second);
  const y = scale(across, 1 / norm(across));
  return [cross(y, first), y, first];
}
