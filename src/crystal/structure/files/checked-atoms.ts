import { CrystalqError } from '../../../errors/crystalq-error.js';
import { determinant } from '../../symmetry/matrix3.js';
import { periodicity } from '../../symmetry/operation.js';
import { overlapAngstrom } from '../expand-sites.js';
import { createSiteGrid } from '../site-grid.js';
import type { Structure } from '../structure.js';

/** Throws where a structure whose file lists all atoms has no atoms, no volume, or atoms on top of each other. */
export function checkedAtoms(structure: Structure, fileName: string): Structure {
  const { sites, lattice, dimensionality } = structure;
  if (sites.length === 0) throw new CrystalqError('STRUCTURE_EMPTY', `${fileName}: no atoms`);
  if (!(Math.abs(determinant(lattice)) > 1e-6)) {
    throw new CrystalqError('STRUCTURE_NO_CELL', `${fileName}: the lattice vectors make no cell`);
  }
  const grid = createSiteGrid(lattice, overlapAngstrom, periodicity(dimensionality));
  for (const [index, site] of sites.entries()) {
    const near = grid.nearest(site.fractional);
    if (near) {
      const other = sites[near.index]?.label ?? '';
      throw new CrystalqError(
        'STRUCTURE_ATOMS_OVERLAP',
        `${fileName}: atoms ${other} and ${site.label} are ${near.distanceAngstrom.toFixed(3)} A apart`,
      );
    }
    grid.add(index, site.fractional);
  }
  return structure;
}
