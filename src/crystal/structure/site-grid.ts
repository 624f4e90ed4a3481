import type { Vector3 } from '../d12/geometry.js';
import { norm, rowTimes, subtract, type Matrix3 } from '../symmetry/matrix3.js';
import { nearestPeriodic, wrap, type Periodicity } from '../symmetry/operation.js';
import { reciprocalOf } from './lattice.js';

export interface NearSite {
  readonly index: number;
  readonly distanceAngstrom: number;
}

/** Finds the nearest of many sites within a short radius, across cell borders, in constant time. */
export interface SiteGrid {
  readonly add: (index: number, fractional: Vector3) => void;
  /** The nearest site closer than the radius. */
  readonly nearest: (fractional: Vector3) => NearSite | undefined;
}

/** Boxes at least `radiusAngstrom` wide in each direction; the radius is small against the cell. */
export function createSiteGrid(
  lattice: Matrix3,
  radiusAngstrom: number,
  periodic: Periodicity = [true, true, true],
): SiteGrid {
  const reciprocal = reciprocalOf(lattice);
  // Distances between lattice planes, not lengths of vectors: cells may be oblique.
  const boxes = reciprocal.map((row, axis) =>
    periodic[axis] ? Math.min(512, Math.max(1, Math.floor(1 / (norm(row) * radiusAngstrom)))) : 0,
  );
  const content = new Map<string, { index: number; fractional: Vector3 }[]>();

  const boxOf = (value: number, axis: number): number => {
    const count = boxes[axis] ?? 1;
    return count === 0 ? Math.floor(value / radiusAngstrom) : Math.floor(wrap(value) * count);
  };
  const neighbours = (box: number, axis: number): readonly number[] => {
    const count = boxes[axis] ?? 1;
    if (count === 0) return [box - 1, box, box + 1];
    return [...new Set([(box + count - 1) % count, box, (box + 1) % count])];
  };
  const difference = (a: Vector3, b: Vector3): Vector3 => nearestPeriodic(subtract(a, b), periodic);

  return {
    add: (index, fractional) => {
      const key = fractional.map(boxOf).join();
      const box = content.get(key);
      if (box) box.push({ index, fractional });
      else content.set(key, [{ index, fractional }]);
    },
    nearest: (fractional) => {
      let best: NearSite | undefined;
      const [xs, ys, zs] = fractional.map((value, axis) => neighbours(boxOf(value, axis), axis));
      for (const x of xs ?? []) {
        for (const y of ys ?? []) {
          for (const z of zs ?? []) {
            best = closest(content.get(`${x},${y},${z}`) ?? [], fractional, best);
          }
        }
      }
      return best;
    },
  };

  function closest(
    candidates: readonly { index: number; fractional: Vector3 }[],
    fractional: Vector3,
    best: NearSite | undefined,
  ): NearSite | undefined {
    let nearest = best;
    for (const candidate of candidates) {
      const distanceAngstrom = norm(rowTimes(difference(candidate.fractional, fractional), lattice));
      if (distanceAngstrom < (nearest?.distanceAngstrom ?? radiusAngstrom)) {
        nearest = { index: candidate.index, distanceAngstrom };
      }
    }
    return nearest;
  }
}
