import type { Vector3 } from '../d12/geometry.js';
import {
  add,
  identity3,
  inverse,
  mapMatrix,
  mapVector,
  multiply,
  subtract,
  transform,
  type Matrix3,
} from './matrix3.js';

/** x' = rotation · x + translation, x a column of fractional coordinates. The rotation has integer entries. */
export interface SymmetryOperation {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
}

export const identityOperation: SymmetryOperation = { rotation: identity3, translation: [0, 0, 0] };

export function applyOperation(operation: SymmetryOperation, position: Vector3): Vector3 {
  return add(transform(operation.rotation, position), operation.translation);
}

/** First b, then a. */
export function compose(a: SymmetryOperation, b: SymmetryOperation): SymmetryOperation {
  return { rotation: multiply(a.rotation, b.rotation), translation: applyOperation(a, b.translation) };
}

/**
 * A change of axes and origin: the new basis vectors are the columns of `matrix` in terms of the old ones,
 * the new origin stands at `origin` (old coordinates). ITA volume A, chapter 1.5.
 */
export interface BasisChange {
  readonly matrix: Matrix3;
  readonly origin: Vector3;
}

export const sameBasis: BasisChange = { matrix: identity3, origin: [0, 0, 0] };

export function positionInNewBasis(change: BasisChange, position: Vector3): Vector3 {
  return transform(inverse(change.matrix), subtract(position, change.origin));
}

export function operationInNewBasis(change: BasisChange, operation: SymmetryOperation): SymmetryOperation {
  const back = inverse(change.matrix);
  const moved = subtract(applyOperation(operation, change.origin), change.origin);
  return {
    rotation: mapMatrix(multiply(multiply(back, operation.rotation), change.matrix), roundNear),
    translation: transform(back, moved),
  };
}

/** Into [0, 1); what is a hair below 1 becomes 0. */
export function wrap(value: number): number {
  const wrapped = value - Math.floor(value);
  return wrapped > 1 - 1e-9 ? 0 : wrapped;
}

export const wrapVector = (v: Vector3): Vector3 => mapVector(v, wrap);

/** Which of the three directions are periodic. */
export type Periodicity = readonly [boolean, boolean, boolean];

export const periodicity = (dimensionality: number): Periodicity => [
  dimensionality > 0,
  dimensionality > 1,
  dimensionality > 2,
];

const each = (v: Vector3, periodic: Periodicity, f: (value: number) => number): Vector3 => [
  periodic[0] ? f(v[0]) : v[0],
  periodic[1] ? f(v[1]) : v[1],
  periodic[2] ? f(v[2]) : v[2],
];

/** Into the cell along the periodic directions; coordinates along the others are lengths and stay. */
export const wrapPeriodic = (v: Vector3, periodic: Periodicity): Vector3 => each(v, periodic, wrap);

const nearest = (difference: number): number => difference - Math.round(difference);

/** The shortest difference along the periodic directions. */
export const nearestPeriodic = (v: Vector3, periodic: Periodicity): Vector3 => each(v, periodic, nearest);

/** To [-0.5, 0.5]: the shortest difference along each axis. */
export const nearestImage = (v: Vector3): Vector3 => mapVector(v, nearest);

/** Removes the noise of floating-point products of integers; true fractions stay as they are. */
function roundNear(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) < 1e-8 ? rounded + 0 : value;
}
