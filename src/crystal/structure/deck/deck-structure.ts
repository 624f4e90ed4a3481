import type { DeckGeometry } from '../../d12/geometry.js';
import type { Matrix3 } from '../../symmetry/matrix3.js';
import type { BasisChange } from '../../symmetry/operation.js';

export type CrystalSystem =
  'triclinic' | 'monoclinic' | 'orthorhombic' | 'tetragonal' | 'trigonal' | 'hexagonal' | 'cubic';

/** A structure as CRYSTAL will see it: the geometry records and what a deck needs to know around them. */
export interface DeckStructure {
  readonly geometry: DeckGeometry;
  /** The group written, in CRYSTAL's numbering: space group of a crystal, layer group of a slab, and so on. */
  readonly spaceGroup: { readonly number: number; readonly symbol: string };
  readonly crystalSystem: CrystalSystem;
  /** Rows, Angstrom: the primitive cell that CRYSTAL builds. Directions without periodicity are unit vectors. */
  readonly primitiveVectors: Matrix3;
  /** Rotations on the primitive vectors (columns of coordinates), each once. Meshes must be unchanged by them. */
  readonly pointGroupOperations: readonly Matrix3[];
  /** Atoms in the primitive cell. */
  readonly atomsInPrimitiveCell: number;
  /** From the axes and origin of the structure to those of the deck (conventional cell). */
  readonly fromStructure: BasisChange;
  readonly remarks: readonly string[];
}

/**
 * cif: the symmetry that the file states. standard: the symmetry that the atoms have, in the standard setting.
 * p1: all atoms of the cell, no symmetry.
 */
export type SymmetryMode = 'cif' | 'standard' | 'p1';

export interface DeckGeometryOptions {
  readonly mode: SymmetryMode;
  /** How far atoms may be from perfect symmetry when it is searched; 0.01 where nothing is said. */
  readonly toleranceAngstrom?: number;
}
