import type { Vector3 } from './geometry.js';
import { latticeTies, reciprocalLengths } from './reciprocal.js';

export interface ShrinkPlan {
  /** IS along each primitive reciprocal vector; 1 in directions without periodicity. */
  readonly factors: readonly [number, number, number];
  /** ISP, the Gilat net. */
  readonly gilat: number;
}

/**
 * Monkhorst-Pack factors from the reciprocal lengths of the primitive cell: as many points as keep their
 * distance below `spacingPerAngstrom` (2 pi included), equal along directions that a symmetry of the lattice
 * exchanges, since CRYSTAL stops with SHRINK BREAKS SYMMETRY otherwise.
 * @param primitiveVectors rows, Angstrom; the first `dimensionality` of them are periodic.
 */
export function planShrink(
  primitiveVectors: readonly Vector3[],
  dimensionality: number,
  spacingPerAngstrom: number,
  gilatFactor: number,
): ShrinkPlan {
  const periodic = primitiveVectors.slice(0, dimensionality);
  // A length that is a whole multiple of the spacing shall not gain a point by rounding.
  const wanted = reciprocalLengths(periodic).map((length) =>
    Math.max(1, Math.ceil(length / spacingPerAngstrom - 1e-6)),
  );
  const ties = latticeTies(periodic);
  const tied = wanted.map((_, axis) =>
    Math.max(...wanted.filter((_factor, other) => ties[axis] === ties[other])),
  );
  const [first = 1, second = 1, third = 1] = tied;
  return { factors: [first, second, third], gilat: gilatFactor * Math.max(first, second, third) };
}

/** `IS ISP` where all periodic directions have the same factor, `0 ISP` and the three factors where not. */
export function shrinkRecords({ factors, gilat }: ShrinkPlan, dimensionality: number): number[][] {
  const periodic = factors.slice(0, dimensionality);
  const [first = 1] = periodic;
  return periodic.every((factor) => factor === first) ? [[first, gilat]] : [[0, gilat], [...factors]];
}
