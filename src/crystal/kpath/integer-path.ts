import type { KPath } from './k-path.js';
import type { Vector3 } from './lattice-math.js';

/** A path as the BAND deck states it: whole numbers in units of 1/shrink. */
export interface IntegerPath {
  /** ISS. */
  readonly shrink: number;
  readonly segments: readonly IntegerSegment[];
  /** Points that shrink cannot express exactly, as wanted and as written. */
  readonly rounded: readonly {
    readonly label: string;
    readonly wanted: Vector3;
    readonly written: Vector3;
  }[];
}

interface IntegerSegment {
  readonly from: PathEnd;
  readonly to: PathEnd;
}

interface PathEnd {
  readonly label: string;
  /** In units of 1/shrink of the primitive reciprocal vectors. */
  readonly steps: Vector3;
}

/** Fine enough for points that depend on the cell's shape (error below 0.0007), divisible by 2, 3, 4, 5, 6, 8, 16. */
const fineShrink = 720;
const largestDenominator = 48;

/**
 * ISS is the least common multiple of all denominators on the path, so that every point fixed by symmetry is exact;
 * points that depend on the cell's shape are rounded at a fine ISS, and the rounding is told.
 */
export function toIntegerPath(path: KPath): IntegerPath {
  const labels = [...new Set(path.branches.flat())];
  const pointOf = (label: string) => path.points[label] ?? { k: [0, 0, 0] as const, fixed: true };
  const denominators = labels.flatMap((label) => pointOf(label).k.map(denominatorOf));
  const exact = denominators.every((denominator) => denominator !== undefined);
  const multiple = denominators.reduce<number>((lcm, d) => leastCommonMultiple(lcm, d ?? 1), 1);
  const shrink = exact && multiple <= fineShrink ? Math.max(2, multiple) : fineShrink;

  const stepsOf = (label: string) => rounded(pointOf(label).k, shrink);
  const segments = path.branches.flatMap((branch) =>
    branch.slice(1).map((label, index) => {
      const start = branch[index] ?? label;
      return {
        from: { label: start, steps: stepsOf(start) },
        to: { label, steps: stepsOf(label) },
      };
    }),
  );
  const off = labels.flatMap((label) => {
    const wanted = pointOf(label).k;
    const steps = stepsOf(label);
    const written: Vector3 = [steps[0] / shrink, steps[1] / shrink, steps[2] / shrink];
    return wanted.some((x, i) => Math.abs(x - (written[i] ?? 0)) > 1e-9) ? [{ label, wanted, written }] : [];
  });
  return { shrink, segments, rounded: off };
}

function denominatorOf(x: number): number | undefined {
  for (let d = 1; d <= largestDenominator; d += 1) {
    if (Math.abs(x * d - Math.round(x * d)) < 1e-9) return d;
  }
  return undefined;
}

const rounded = (k: Vector3, shrink: number): Vector3 => [
  Math.round(k[0] * shrink) + 0,
  Math.round(k[1] * shrink) + 0,
  Math.round(k[2] * shrink) + 0,
];

const leastCommonMultiple = (a: number, b: number): number => (a * b) / greatestCommonDivisor(a, b);
const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
