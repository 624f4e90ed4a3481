import {
  add,
  combine,
  determinant,
  distanceFromIntegers,
  dot,
  identity,
  inverse,
  multiply,
  negate,
  roundMatrix,
  transpose,
  type Matrix3,
  type Vector3,
} from './lattice-math.js';
import { niggliReduce } from './reduce-cell.js';

/** A rotation axis of a point group. */
export interface SymmetryAxis {
  /** Highest order of a rotation (or rotoinversion without its inversion) about it: 2, 3, 4 or 6. */
  readonly order: number;
  /** The shortest lattice vector along it, in units of the primitive vectors. */
  readonly direction: Vector3;
  /** True where a rotation of that order itself, not only with an inversion, belongs to the group. */
  readonly proper: boolean;
}

/** Rotation axes of a group of matrices W (x' = W x, whole numbers, primitive cell), each once. */
export function symmetryAxes(rotations: readonly Matrix3[]): readonly SymmetryAxis[] {
  const axes = new Map<string, SymmetryAxis>();
  for (const rotation of rotations) {
    const proper = determinant(rotation) > 0;
    const turn = proper ? rotation : negated(rotation);
    const order = orderOf(turn);
    if (order < 2) continue;
    const direction = axisOf(turn, order);
    const key = direction.join(' ');
    const known = axes.get(key);
    if (!known || order > known.order || (order === known.order && proper)) {
      axes.set(key, { order, direction, proper });
    }
  }
  return [...axes.values()];
}

export const hasInversion = (rotations: readonly Matrix3[]): boolean =>
  rotations.some((rotation) => rotation.every((row, i) => row.every((x, j) => x === (i === j ? -1 : 0))));

const negated = (m: Matrix3): Matrix3 => [negate(m[0]), negate(m[1]), negate(m[2])];

function orderOf(turn: Matrix3): number {
  const trace = turn[0][0] + turn[1][1] + turn[2][2];
  return { '3': 1, '-1': 2, '0': 3, '1': 4, '2': 6 }[String(trace)] ?? 0;
}

/** Sum of all powers projects on the axis; the greatest common divisor makes it the shortest lattice vector. */
function axisOf(turn: Matrix3, order: number): Vector3 {
  let power = identity;
  let [x, y, z]: Matrix3 = [zero, zero, zero];
  for (let n = 0; n < order; n += 1) {
    [x, y, z] = [add(x, power[0]), add(y, power[1]), add(z, power[2])];
    power = multiply(turn, power);
  }
  const column = transpose([x, y, z]).find((v) => v.some((component) => component !== 0));
  return shortest(column ?? [0, 0, 1]);
}

const zero: Vector3 = [0, 0, 0];

function shortest([x, y, z]: Vector3): Vector3 {
  const divisor = gcd(gcd(Math.abs(x), Math.abs(y)), Math.abs(z)) || 1;
  const sign = (x || y || z) < 0 ? -1 : 1;
  return [(sign * x) / divisor + 0, (sign * y) / divisor + 0, (sign * z) / divisor + 0];
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * Rotations that map the lattice on itself: its holohedry, for runs whose operators are not known. Matrices W of
 * x' = W x in the primitive basis. `tolerance` is relative to the lengths.
 */
export function latticeRotations(primitive: Matrix3, tolerance = 1e-4): readonly Matrix3[] {
  const { vectors, transform } = niggliReduce(primitive);
  const candidates = vectors.map((vector) => shortVectors(vectors, dot(vector, vector), tolerance));
  const [first = [], second = [], third = []] = candidates;
  const found: Matrix3[] = [];
  for (const u of first) {
    for (const v of second) {
      for (const w of third) {
        const rows: Matrix3 = [u, v, w];
        if (Math.abs(determinant(rows)) === 1 && keepsMetric(rows, vectors, tolerance)) found.push(rows);
      }
    }
  }
  // Rows give the images of the reduced vectors: W = transpose, carried back to the primitive basis.
  const toPrimitive = transpose(transform);
  const fromPrimitive = inverse(toPrimitive);
  return found.map((rows) => roundMatrix(multiply(multiply(toPrimitive, transpose(rows)), fromPrimitive)));
}

const steps = [-1, 0, 1] as const;

function shortVectors(vectors: Matrix3, square: number, tolerance: number): readonly Vector3[] {
  const all = steps.flatMap((x) => steps.flatMap((y) => steps.map((z): Vector3 => [x, y, z])));
  return all.filter((v) => {
    const cartesian = combine(v, vectors);
    return Math.abs(dot(cartesian, cartesian) - square) <= 2 * tolerance * square;
  });
}

function keepsMetric(rows: Matrix3, vectors: Matrix3, tolerance: number): boolean {
  const images = multiply(rows, vectors);
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const;
  return pairs.every(([i, j]) => {
    const scaleOf = Math.sqrt(dot(vectors[i], vectors[i]) * dot(vectors[j], vectors[j]));
    return Math.abs(dot(images[i], images[j]) - dot(vectors[i], vectors[j])) <= 2 * tolerance * scaleOf;
  });
}

/**
 * Rotations as the output prints them, in the convention x' = W x: where the printed matrices keep the metric only
 * after transposition they are transposed; what does not keep it at all is no symmetry of this cell and left out.
 */
export function rotationsOfCell(printed: readonly Matrix3[], primitive: Matrix3): readonly Matrix3[] {
  const whole = printed.filter((m) => distanceFromIntegers(m) < 1e-3).map(roundMatrix);
  const metric = multiply(primitive, transpose(primitive));
  const keeps = (m: Matrix3) => keepsShape(m, metric);
  if (whole.every(keeps)) return whole;
  const turned = whole.map(transpose);
  if (turned.every(keeps)) return turned;
  return whole.filter(keeps);
}

/** W^T G W = G for the metric G of the cell. */
function keepsShape(w: Matrix3, metric: Matrix3): boolean {
  const image = multiply(multiply(transpose(w), metric), w);
  const size = Math.max(metric[0][0], metric[1][1], metric[2][2]);
  return image.every((row, i) => row.every((x, j) => Math.abs(x - (metric[i]?.[j] ?? 0)) <= 1e-3 * size));
}
