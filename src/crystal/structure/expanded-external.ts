import { CrystalqError } from '../../errors/crystalq-error.js';
import { applyOperation, identityOperation, periodicity } from '../symmetry/operation.js';
import type { SymmetryLibrary } from '../symmetry/symmetry-library.js';
import { toDeckGeometry } from './deck/to-deck-geometry.js';
import { samePlaceAngstrom } from './expand-sites.js';
import type { ExpandedGeometry } from './expanded-geometry.js';
import { createSiteGrid } from './site-grid.js';
import type { Structure } from './structure.js';

/**
 * What CRYSTAL builds from fort.34 (EXTERNAL): all atoms stand in it, and for crystals the operations too. Throws
 * STRUCTURE_SYMMETRY_MISMATCH where the atoms do not have them.
 */
export function expandedExternal(structure: Structure, library: SymmetryLibrary): ExpandedGeometry {
  const { statedSymmetry, lattice, title } = structure;
  if (statedSymmetry?.mismatch !== undefined) {
    throw new CrystalqError('STRUCTURE_SYMMETRY_MISMATCH', `${title}: ${statedSymmetry.mismatch}`);
  }
  const operations = statedSymmetry?.operations ?? [identityOperation];
  return {
    structure,
    deckAtoms: firstImages(structure, operations),
    conventionalVectors: lattice,
    group: toDeckGeometry(structure, { mode: 'cif' }, library).spaceGroup,
    operations,
  };
}

/** For each atom the number of the asymmetric atom it is an image of, in the order of the file. */
function firstImages(
  { sites, lattice, dimensionality }: Structure,
  operations: ExpandedGeometry['operations'],
): readonly number[] {
  const grid = createSiteGrid(lattice, samePlaceAngstrom, periodicity(dimensionality));
  sites.forEach((site, index) => grid.add(index, site.fractional));
  const orbitOf = new Map<number, number>();
  let orbits = 0;
  for (const [index, site] of sites.entries()) {
    if (orbitOf.has(index)) continue;
    for (const operation of operations) {
      const near = grid.nearest(applyOperation(operation, site.fractional));
      if (near) orbitOf.set(near.index, orbits);
    }
    orbits += 1;
  }
  return sites.map((_, index) => orbitOf.get(index) ?? 0);
}
