import { applyOperation, type Periodicity, type SymmetryOperation } from '../../symmetry/operation.js';
import type { Matrix3 } from '../../symmetry/matrix3.js';
import { createSiteGrid } from '../site-grid.js';
import type { Site } from '../structure.js';

/**
 * The first site of each orbit. Undefined where an image of a site meets no site of its element within the
 * tolerance: then the sites do not have this symmetry.
 */
export function firstOfEachOrbit(
  sites: readonly Site[],
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
  toleranceAngstrom: number,
  periodic: Periodicity = [true, true, true],
): readonly Site[] | undefined {
  const grid = createSiteGrid(lattice, toleranceAngstrom, periodic);
  sites.forEach((site, index) => grid.add(index, site.fractional));
  const taken = new Set<number>();
  const firsts: Site[] = [];
  for (const [index, site] of sites.entries()) {
    if (taken.has(index)) continue;
    for (const operation of operations) {
      const near = grid.nearest(applyOperation(operation, site.fractional));
      if (!near || sites[near.index]?.atomicNumber !== site.atomicNumber) return undefined;
      taken.add(near.index);
    }
    firsts.push(site);
  }
  return firsts;
}
