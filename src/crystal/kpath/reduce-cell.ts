import { add, dot, identity, multiply, negate, scale, type Matrix3, type Vector3 } from './lattice-math.js';

export interface ReducedCell {
  /** Rows: the reduced vectors. */
  readonly vectors: Matrix3;
  /** reduced = transform x original (rows), whole numbers with determinant 1. */
  readonly transform: Matrix3;
}

/**
 * Niggli-reduced basis (rows) of the lattice spanned by the rows of `vectors`: the three shortest vectors, all angles
 * acute or none. Algorithm of Krivy and Gruber, Acta Cryst. A32 (1976) 297, with a tolerance relative to the volume.
 */
export function niggliReduce(vectors: Matrix3): ReducedCell {
  let transform = identity;
  for (let round = 0; round < 200; round += 1) {
    const step = nextStep(multiply(transform, vectors));
    if (!step) break;
    transform = multiply(step, transform);
  }
  return { vectors: multiply(transform, vectors), transform };
}

interface Metric {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Twice the products b.c, a.c, a.b. */
  readonly xi: number;
  readonly eta: number;
  readonly zeta: number;
  readonly eps: number;
}

/** The first of the eight steps that changes something; undefined when the basis is reduced. */
function nextStep([u, v, w]: Matrix3): Matrix3 | undefined {
  const a = dot(u, u);
  const b = dot(v, v);
  const c = dot(w, w);
  const metric: Metric = {
    a,
    b,
    c,
    xi: 2 * dot(v, w),
    eta: 2 * dot(u, w),
    zeta: 2 * dot(u, v),
    eps: 1e-8 * Math.cbrt(a * b * c),
  };
  return orderLengths(metric) ?? orientAngles(metric) ?? shorten(metric);
}

const swapAB: Matrix3 = [
  [0, -1, 0],
  [-1, 0, 0],
  [0, 0, -1],
];
const swapBC: Matrix3 = [
  [-1, 0, 0],
  [0, 0, -1],
  [0, -1, 0],
];

function orderLengths({ a, b, c, xi, eta, zeta, eps }: Metric): Matrix3 | undefined {
  const longer = (x: number, y: number, p: number, q: number) =>
    x > y + eps || (Math.abs(x - y) <= eps && Math.abs(p) > Math.abs(q) + eps);
  if (longer(a, b, xi, eta)) return swapAB;
  if (longer(b, c, eta, zeta)) return swapBC;
  return undefined;
}

/** All three products positive, or none. */
function orientAngles({ xi, eta, zeta, eps }: Metric): Matrix3 | undefined {
  const sign = (x: number) => (x > eps ? 1 : x < -eps ? -1 : 0);
  const signs = [sign(xi), sign(eta), sign(zeta)];
  const flips = signs.reduce<number>((x, y) => x * y, 1) > 0 ? allAcute(signs) : allObtuse(signs);
  const [x = 1, y = 1, z = 1] = flips;
  if (x === 1 && y === 1 && z === 1) return undefined;
  return [
    [x, 0, 0],
    [0, y, 0],
    [0, 0, z],
  ];
}

/** With three negative or one negative product a flip of two vectors makes all positive. */
const allAcute = (signs: readonly number[]): readonly number[] => signs.map((sign) => (sign < 0 ? -1 : 1));

function allObtuse(signs: readonly number[]): readonly number[] {
  const flips = signs.map((sign) => (sign > 0 ? -1 : 1));
  const product = flips.reduce<number>((x, y) => x * y, 1);
  if (product > 0) return flips;
  // One more flip keeps the hand; a right angle does not mind.
  const free = signs.lastIndexOf(0);
  return flips.map((flip, index) => (index === free ? -flip : flip));
}

function shorten({ a, b, xi, eta, zeta, eps }: Metric): Matrix3 | undefined {
  const beyond = (product: number, square: number, first: number, second: number) =>
    Math.abs(product) > square + eps ||
    (Math.abs(product - square) <= eps && 2 * first < second - eps) ||
    (Math.abs(product + square) <= eps && second < -eps);
  const back = (product: number) => (product > 0 ? -1 : 1);
  if (beyond(xi, b, eta, zeta)) return rowStep(2, [0, back(xi), 1]);
  if (beyond(eta, a, xi, zeta)) return rowStep(2, [back(eta), 0, 1]);
  if (beyond(zeta, a, xi, eta)) return rowStep(1, [back(zeta), 1, 0]);
  const sum = xi + eta + zeta + a + b;
  if (sum < -eps || (Math.abs(sum) <= eps && 2 * (a + eta) + zeta > eps)) {
    return rowStep(2, [1, 1, 1]);
  }
  return undefined;
}

const rowStep = (row: 1 | 2, step: Vector3): Matrix3 =>
  row === 1 ? [identity[0], step, identity[2]] : [identity[0], identity[1], step];

/**
 * The obtuse superbase of a plane lattice: three vectors with sum zero and no acute angle between them, shortest
 * first. They are the shortest vectors of their kind (Selling).
 */
export function planeSuperbase(first: Vector3, second: Vector3): readonly [Vector3, Vector3, Vector3] {
  let u = first;
  let v = second;
  for (let round = 0; round < 1000; round += 1) {
    if (dot(u, u) > dot(v, v)) [u, v] = [v, u];
    const n = Math.round(dot(u, v) / dot(u, u));
    if (n === 0) break;
    v = add(v, scale(u, -n));
  }
  if (dot(u, v) > 0) v = negate(v);
  return [u, v, negate(add(u, v))];
}
