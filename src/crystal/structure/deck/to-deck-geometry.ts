import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import type { Structure } from '../structure.js';
import { crystalGeometry } from './crystal-geometry.js';
import { moleculeGeometry } from './molecule-geometry.js';
import { polymerGeometry } from './polymer-geometry.js';
import { slabGeometry } from './slab-geometry.js';
import type { DeckGeometryOptions, DeckStructure } from './deck-structure.js';

/**
 * The geometry records of a structure by CRYSTAL's conventions: group number, minimal cell, one atom per orbit.
 * Throws STRUCTURE_SYMMETRY_MISMATCH (mode cif) or STRUCTURE_UNSUPPORTED.
 */
export function toDeckGeometry(
  structure: Structure,
  options: DeckGeometryOptions,
  library: SymmetryLibrary,
): DeckStructure {
  switch (structure.dimensionality) {
    case 3:
      return crystalGeometry(structure, options, library);
    case 2:
      return slabGeometry(structure, options, library);
    case 1:
      return polymerGeometry(structure, options, library);
    case 0:
      return moleculeGeometry(structure, options, library);
  }
}
