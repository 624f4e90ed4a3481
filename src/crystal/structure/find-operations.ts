import type { Vector3 } from '../d12/geometry.js';
import { add, scale, subtract, transform, type Matrix3 } from '../symmetry/matrix3.js';
import {
  nearestPeriodic,
  wrapPeriodic,
  type Periodicity,
  type SymmetryOperation,
} from '../symmetry/operation.js';
import { createSiteGrid, type SiteGrid } from './site-grid.js';
import type { Site } from './structure.js';

/**
 * The symmetry operations of atoms whose rotation part is one of the candidates (on the lattice coordinates).
 * For slabs and polymers, which the symmetry library knows as tables only. Translations are mean values over
 * all atoms, as exact as the atoms themselves.
 */
export function findOperations(
  sites: readonly Site[],
  lattice: Matrix3,
  periodic: Periodicity,
  candidates: readonly Matrix3[],
  toleranceAngstrom: number,
): readonly SymmetryOperation[] {
  const grid = createSiteGrid(lattice, toleranceAngstrom, periodic);
  sites.forEach((site, index) => grid.add(index, site.fractional));
  const rare = rarestElement(sites);
  const [probe] = rare;
  if (!probe) return [];
  return candidates.flatMap((rotation) =>
    rare.flatMap((target) => {
      const guess = subtract(target.fractional, transform(rotation, probe.fractional));
      const shift = meanMiss({ rotation, translation: guess }, sites, grid, periodic);
      if (!shift) return [];
      return [{ rotation, translation: wrapPeriodic(add(guess, shift), periodic) }];
    }),
  );
}

/** Mean of what the images miss their atoms by; undefined where an image meets no atom of its element. */
export function meanMiss(
  operation: SymmetryOperation,
  sites: readonly Site[],
  grid: SiteGrid,
  periodic: Periodicity,
): Vector3 | undefined {
  let sum: Vector3 = [0, 0, 0];
  for (const site of sites) {
    const image = add(transform(operation.rotation, site.fractional), operation.translation);
    const near = grid.nearest(image);
    const met = near && sites[near.index];
    if (met?.atomicNumber !== site.atomicNumber) return undefined;
    sum = add(sum, nearestPeriodic(subtract(met.fractional, image), periodic));
  }
  return scale(sum, 1 / sites.length);
}

/** Every operation maps an atom on one of its own kind: the fewer there are, the fewer translations to try. */
function rarestElement(sites: readonly Site[]): readonly Site[] {
  const byElement = new Map<number, Site[]>();
  for (const site of sites) {
    byElement.set(site.atomicNumber, [...(byElement.get(site.atomicNumber) ?? []), site]);
  }
  return [...byElement.values()].sort((a, b) => a.length - b.length)[0] ?? [];
}
