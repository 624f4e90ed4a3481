import type { Vector3 } from '../d12/geometry.js';
import { rowTimes, type Matrix3 } from '../symmetry/matrix3.js';
import type { SymmetryOperation } from '../symmetry/operation.js';

export type Dimensionality = 0 | 1 | 2 | 3;

export interface Site {
  readonly atomicNumber: number;
  /** As the file names it; for messages only. */
  readonly label: string;
  /** Coordinates along the lattice rows. Not wrapped into the cell. */
  readonly fractional: Vector3;
}

/** The symmetry that a file states, checked against its atoms when it was read. */
export interface StatedSymmetry {
  /** Representatives of all operations of the cell, centring included, on the axes of the file. */
  readonly operations: readonly SymmetryOperation[];
  /** Words for a message: `operations listed in the file`, `Hall symbol -P 2ybc`. */
  readonly source: string;
  /** ITA number, where the file or the tables tell it. */
  readonly number?: number;
  readonly symbol?: string;
  /** Why the atoms or the cell do not have this symmetry. Then `sites` are the atoms as the file lists them. */
  readonly mismatch?: string;
}

/**
 * Atoms in a cell, all of them (not an asymmetric unit).
 *
 * The lattice always has three rows, in Angstrom. The first `dimensionality` of them are periodic. The others are
 * unit vectors of 1 Angstrom, so that coordinates along them are in Angstrom: x, y fractional and z in
 * Angstrom for a slab, plain Cartesian coordinates for a molecule, as in CRYSTAL's own input.
 */
export interface Structure {
  readonly title: string;
  readonly dimensionality: Dimensionality;
  readonly lattice: Matrix3;
  readonly sites: readonly Site[];
  readonly statedSymmetry?: StatedSymmetry;
  /** What was noticed while reading and does not stop the work. */
  readonly remarks: readonly string[];
}

export const cartesianOf = (structure: Structure, site: Site): Vector3 =>
  rowTimes(site.fractional, structure.lattice);
