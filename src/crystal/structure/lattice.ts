import { cross, determinant, dot, norm, scale, type Matrix3 } from '../symmetry/matrix3.js';

/** a, b, c in Angstrom, alpha, beta, gamma in degrees. */
export type CellParameters = readonly [number, number, number, number, number, number];

const degrees = Math.PI / 180;

/** Rows a, b, c in Angstrom: a along x, b in the xy plane. Undefined where the parameters make no cell. */
export function latticeFromParameters(cell: CellParameters): Matrix3 | undefined {
  const [a, b, c, alpha, beta, gamma] = cell;
  if (!cell.every((value) => Number.isFinite(value) && value > 0)) return undefined;
  if (alpha >= 180 || beta >= 180 || gamma >= 180) return undefined;
  const cosAlpha = cosine(alpha);
  const cosBeta = cosine(beta);
  const cosGamma = cosine(gamma);
  const sinGamma = gamma === 90 ? 1 : Math.sin(gamma * degrees);
  const cy = (cosAlpha - cosBeta * cosGamma) / sinGamma;
  const czSquared = 1 - cosBeta * cosBeta - cy * cy;
  if (czSquared < 1e-6) return undefined;
  return [
    [a, 0, 0],
    [b * cosGamma, b * sinGamma, 0],
    [c * cosBeta, c * cy, c * Math.sqrt(czSquared)],
  ];
}

export function parametersOf(lattice: Matrix3): CellParameters {
  const [a, b, c] = lattice;
  return [norm(a), norm(b), norm(c), angle(b, c), angle(a, c), angle(a, b)];
}

export const volumeOf = (lattice: Matrix3): number => Math.abs(determinant(lattice));

/** Rows are the reciprocal vectors without the factor 2 pi: a* = (b x c) / V. */
export function reciprocalOf(lattice: Matrix3): Matrix3 {
  const volume = determinant(lattice);
  const [a, b, c] = lattice;
  return [scale(cross(b, c), 1 / volume), scale(cross(c, a), 1 / volume), scale(cross(a, b), 1 / volume)];
}

/** Exactly 0, 0.5 and -0.5 where that is meant: noise here would show up in every coordinate. */
function cosine(angleDegrees: number): number {
  if (angleDegrees === 90) return 0;
  if (angleDegrees === 60) return 0.5;
  return angleDegrees === 120 ? -0.5 : Math.cos(angleDegrees * degrees);
}

function angle(u: Matrix3[number], v: Matrix3[number]): number {
  const cos = dot(u, v) / (norm(u) * norm(v));
  return Math.acos(Math.min(1, Math.max(-1, cos))) / degrees;
}
