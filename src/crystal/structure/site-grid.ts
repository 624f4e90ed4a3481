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

interface PlacedSite {
  readonly index: number;
  readonly fractional: Vector3;
}

/** A box is this many radii wide at least, so that most places are within the radius of no border of their box. */
const radiiPerBox = 4;

/** Of a box: borders between the places where atoms often are (0, 1/2, 1/4, 1/3), since near them more boxes are looked at. */
const borderShift = 0.7;

/** Boxes of a few radii in each direction; the radius is small against the cell. */
export function createSiteGrid(
  lattice: Matrix3,
  radiusAngstrom: number,
  periodic: Periodicity = [true, true, true],
): SiteGrid {
  const rows = reciprocalOf(lattice);
  const axisX = gridAxis(rows[0], radiusAngstrom, periodic[0]);
  const axisY = gridAxis(rows[1], radiusAngstrom, periodic[1]);
  const axisZ = gridAxis(rows[2], radiusAngstrom, periodic[2]);
  const content = new Map<number, PlacedSite[]>();

  return {
    add: (index, fractional) => {
      const [x, y, z] = fractional;
      const key = keyOf(boxOf(x, axisX), boxOf(y, axisY), boxOf(z, axisZ));
      const box = content.get(key);
      if (box) box.push({ index, fractional });
      else content.set(key, [{ index, fractional }]);
    },
    nearest: (fractional) => {
      const xs = boxesNear(fractional[0], axisX);
      const ys = boxesNear(fractional[1], axisY);
      const zs = boxesNear(fractional[2], axisZ);
      let best: NearSite | undefined;
      for (let x = xs.first; ; x = xs.last) {
        for (let y = ys.first; ; y = ys.last) {
          for (let z = zs.first; ; z = zs.last) {
            const box = content.get(keyOf(x, y, z));
            if (box) best = closest(box, fractional, best);
            if (z === zs.last) break;
          }
          if (y === ys.last) break;
        }
        if (x === xs.last) break;
      }
      return best;
    },
  };

  function closest(
    candidates: readonly PlacedSite[],
    fractional: Vector3,
    best: NearSite | undefined,
  ): NearSite | undefined {
    let nearest = best;
    for (const candidate of candidates) {
      const difference = nearestPeriodic(subtract(candidate.fractional, fractional), periodic);
      const distanceAngstrom = norm(rowTimes(difference, lattice));
      if (distanceAngstrom < (nearest?.distanceAngstrom ?? radiusAngstrom)) {
        nearest = { index: candidate.index, distanceAngstrom };
      }
    }
    return nearest;
  }
}

interface GridAxis {
  readonly isPeriodic: boolean;
  /** The radius in units of the coordinate. */
  readonly reach: number;
  readonly boxesPerUnit: number;
}

function gridAxis(reciprocal: Vector3, radiusAngstrom: number, isPeriodic: boolean): GridAxis {
  // Distances between lattice planes, not lengths of vectors: cells may be oblique.
  const reach = norm(reciprocal) * radiusAngstrom;
  const most = 1 / (radiiPerBox * reach);
  return { isPeriodic, reach, boxesPerUnit: isPeriodic ? Math.max(1, Math.floor(most)) : most };
}

const boxOf = (value: number, { isPeriodic, boxesPerUnit }: GridAxis): number =>
  Math.floor(isPeriodic ? wrap(value + borderShift / boxesPerUnit) * boxesPerUnit : value * boxesPerUnit);

/** One box, or two where a border is near. */
const boxesNear = (value: number, axis: GridAxis): { readonly first: number; readonly last: number } => ({
  first: boxOf(value - axis.reach, axis),
  last: boxOf(value + axis.reach, axis),
});

/** Two boxes may share a number: their sites are told apart by their distances. */
const keyOf = (x: number, y: number, z: number): number =>
  Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791);
