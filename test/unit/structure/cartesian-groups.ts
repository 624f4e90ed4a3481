import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import type { Matrix3 } from '../../../src/crystal/symmetry/matrix3.js';

/**
 * Groups of rods and molecules made from turns and reflections in space, knowing nothing of space groups or of the
 * code under test. A motion of a rod also shifts along x, in fractions of the period.
 */
export interface Motion {
  readonly matrix: Matrix3;
  readonly shift: number;
}

/** Turn about a direction (Rodrigues), degrees; improper: followed by the inversion. */
export function turn(direction: Vector3, degrees: number, isImproper = false): Matrix3 {
  const length = Math.hypot(...direction);
  const [x, y, z] = direction.map((value) => value / length) as [number, number, number];
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const k = 1 - c;
  const sign = isImproper ? -1 : 1;
  const rows: Matrix3 = [
    [c + x * x * k, x * y * k - z * s, x * z * k + y * s],
    [y * x * k + z * s, c + y * y * k, y * z * k - x * s],
    [z * x * k - y * s, z * y * k + x * s, c + z * z * k],
  ];
  return rows.map((row) => row.map((value) => sign * value)) as unknown as Matrix3;
}

export const mirrorAcross = (normal: Vector3): Matrix3 => turn(normal, 180, true);

const product = (a: Matrix3, b: Matrix3): Matrix3 =>
  a.map((row) =>
    [0, 1, 2].map((j) => [0, 1, 2].reduce((sum, k) => sum + row[k]! * b[k]![j]!, 0)),
  ) as unknown as Matrix3;

const combined = (a: Motion, b: Motion): Motion => ({
  matrix: product(a.matrix, b.matrix),
  shift: a.matrix[0][0] * b.shift + a.shift,
});

export const fromWhole = (value: number): number => Math.abs(value - Math.round(value));

export const isSameMotion = (a: Motion, b: Motion): boolean =>
  fromWhole(a.shift - b.shift) < 1e-6 &&
  a.matrix.every((row, i) => row.every((value, j) => Math.abs(value - b.matrix[i]![j]!) < 1e-6));

/** All products of the motions; empty where they do not close. */
export function groupOf(generators: readonly Motion[]): readonly Motion[] {
  const group: Motion[] = [{ matrix: turn([0, 0, 1], 0), shift: 0 }];
  for (let at = 0; at < group.length; at += 1) {
    for (const generator of generators) {
      const next = combined(group[at]!, generator);
      if (!group.some((known) => isSameMotion(known, next))) group.push(next);
    }
    if (group.length > 150) return [];
  }
  return group;
}

export const hasSameMotions = (a: readonly Motion[], b: readonly Motion[]): boolean =>
  a.length === b.length && a.every((one) => b.some((other) => isSameMotion(one, other)));

export function movePoint({ matrix, shift }: Motion, [x, y, z]: Vector3): Vector3 {
  const [p, q, r] = matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as [number, number, number];
  return [p + shift, q, r];
}

/** What a letter or number of a Hermann-Mauguin symbol does about or across a direction; `at` is its place along x. */
export function elementMotion(symbol: string, direction: Vector3, at = 0): Motion {
  const [, bar, digit = '', screw, slash] = /^(-?)([1-6am])(?:_(\d))?(\/[am])?$/.exec(symbol)!;
  if (slash) throw new Error(`${symbol}: one motion at a time`);
  const placed = (matrix: Matrix3, shift: number): Motion => ({
    matrix,
    shift: shift + (matrix[0][0] < 0 ? 2 * at : 0),
  });
  if (digit === 'm') return placed(mirrorAcross(direction), 0);
  if (digit === 'a') return placed(mirrorAcross(direction), 0.5);
  return placed(turn(direction, 360 / Number(digit), bar === '-'), Number(screw ?? 0) / Number(digit));
}

/** `2_1/m`: a motion for each part. */
export const elementMotions = (symbol: string, direction: Vector3, at = 0): readonly Motion[] =>
  symbol
    .split('/')
    .filter((part) => part !== '1')
    .map((part) => elementMotion(part, direction, at));
