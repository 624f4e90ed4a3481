import type { Vector3 } from '../d12/geometry.js';
import {
  add,
  cross,
  dot,
  identity3,
  inverse,
  norm,
  rowTimes,
  scale,
  subtract,
  type Matrix3,
} from '../symmetry/matrix3.js';
import { periodicity, wrapPeriodic } from '../symmetry/operation.js';
import { findOperations } from './find-operations.js';
import { createSiteGrid } from './site-grid.js';
import type { Site, Structure } from './structure.js';

const slabPeriodicity = periodicity(2);

/** The smallest cell of a slab on short vectors; a cell that is small and short already keeps its axes. */
export function primitiveSlab(slab: Structure, toleranceAngstrom: number): Structure {
  const translations = findOperations(
    slab.sites,
    slab.lattice,
    slabPeriodicity,
    [identity3],
    toleranceAngstrom,
  );
  if (translations.length <= 1 && isReduced(slab.lattice)) return slab;
  const vectors = translations.map((operation) => rowTimes(operation.translation, slab.lattice));
  const [a, b] = shortestPair(slab.lattice, vectors);
  const lattice: Matrix3 = [a, b, slab.lattice[2]];
  const back = inverse(lattice);
  const grid = createSiteGrid(lattice, 2 * toleranceAngstrom, slabPeriodicity);
  const sites: Site[] = [];
  for (const site of slab.sites) {
    const fractional = wrapPeriodic(rowTimes(rowTimes(site.fractional, slab.lattice), back), slabPeriodicity);
    if (grid.nearest(fractional)) continue;
    grid.add(sites.length, fractional);
    sites.push({ ...site, fractional });
  }
  return { ...slab, lattice, sites };
}

/** A cell that is good as it is keeps its axes. */
function isReduced([a, b]: Matrix3): boolean {
  return 2 * Math.abs(dot(a, b)) <= Math.min(dot(a, a), dot(b, b)) * (1 + 1e-6) && cross(a, b)[2] > 0;
}

/** Two shortest vectors that span the lattice of the old cell and the translations. */
function shortestPair(lattice: Matrix3, translations: readonly Vector3[]): readonly [Vector3, Vector3] {
  const [a, b] = lattice;
  const area = norm(cross(a, b)) / Math.max(1, translations.length);
  const steps = [-2, -1, 0, 1, 2];
  const candidates = [[0, 0, 0] as Vector3, ...translations]
    .flatMap((t) => steps.flatMap((i) => steps.map((j) => add(t, add(scale(a, i), scale(b, j))))))
    .filter((v) => norm(v) > 1e-3)
    .sort((u, v) => norm(u) - norm(v));
  for (const second of candidates.slice(1)) {
    const first = candidates.find((v) => Math.abs(norm(cross(v, second)) - area) < 0.05 * area);
    if (first && norm(first) <= norm(second) + 1e-9) return reduced(first, second);
  }
  return [a, b];
}

/** Lagrange's reduction; then the angle is made obtuse and the pair right-handed about the third direction. */
function reduced(first: Vector3, second: Vector3): readonly [Vector3, Vector3] {
  let a = first;
  let b = second;
  for (;;) {
    b = subtract(b, scale(a, Math.round(dot(a, b) / dot(a, a))));
    if (norm(b) >= norm(a) - 1e-9) break;
    [a, b] = [b, a];
  }
  if (dot(a, b) > 1e-9) b = scale(b, -1);
  const isLeft = cross(a, b)[2] < 0;
  if (!isLeft) return [a, b];
  return Math.abs(dot(a, b)) < 1e-9 ? [a, scale(b, -1)] : [b, a];
}
