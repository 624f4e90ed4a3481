import type { Matrix3 } from '../symmetry/matrix3.js';
import type { SymmetryOperation } from '../symmetry/operation.js';
import type { Structure } from './structure.js';

/** What CRYSTAL builds from the geometry records before it edits anything. */
export interface ExpandedGeometry {
  /** The primitive cell with all its atoms; those of one orbit stand together, the one of the deck first. */
  readonly structure: Structure;
  /** For each atom of the cell the index of its record in the deck. */
  readonly deckAtoms: readonly number[];
  /** Rows, Angstrom. The same as the lattice of the structure where the group is primitive. */
  readonly conventionalVectors: Matrix3;
  readonly group: { readonly number: number; readonly symbol: string };
  /** On the conventional axes, centring included. */
  readonly operations: readonly SymmetryOperation[];
}
