import { identity3 } from '../../symmetry/matrix3.js';
import { sameBasis } from '../../symmetry/operation.js';
import type { Structure } from '../structure.js';
import type { DeckStructure } from './deck-structure.js';

/**
 * MOLECULE records, always in point group 1 (C1): CRYSTAL's numbers of the higher point groups are in no text that
 * could be checked, and C1 is right for every molecule. It costs time only; the energy is the same.
 */
export function moleculeGeometry(molecule: Structure): DeckStructure {
  return {
    geometry: {
      kind: 'MOLECULE',
      group: 1,
      atoms: molecule.sites.map((site) => ({ number: site.atomicNumber, position: site.fractional })),
    },
    spaceGroup: { number: 1, symbol: '1' },
    crystalSystem: 'triclinic',
    primitiveVectors: molecule.lattice,
    pointGroupOperations: [identity3],
    atomsInPrimitiveCell: molecule.sites.length,
    fromStructure: sameBasis,
    remarks: [],
  };
}
