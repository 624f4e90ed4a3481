import type { Vector3 } from '../../d12/geometry.js';
import { inverse, rowTimes, scale, type Matrix3 } from '../../symmetry/matrix3.js';
import { wrapVector } from '../../symmetry/operation.js';
import { cartesianOf, type Structure } from '../structure.js';

/** Between the images of a slab, chain or molecule in a format that knows only three-dimensional cells. */
const vacuumAngstrom = 20;

export interface BoxedStructure {
  readonly lattice: Matrix3;
  /** Fractional, in [0, 1). */
  readonly positions: readonly Vector3[];
}

/** The atoms in a three-dimensional cell; directions without periodicity get their extent and 20 Angstrom of vacuum. */
export function inVacuum(structure: Structure): BoxedStructure {
  const { dimensionality, lattice, sites } = structure;
  const extent = (axis: 0 | 1 | 2): number => {
    const values = sites.map((site) => site.fractional[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  const vector = (axis: 0 | 1 | 2): Vector3 =>
    axis < dimensionality ? lattice[axis] : scale(lattice[axis], Math.ceil(extent(axis) + vacuumAngstrom));
  const box: Matrix3 = [vector(0), vector(1), vector(2)];
  const back = inverse(box);
  return {
    lattice: box,
    positions: sites.map((site) => wrapVector(rowTimes(cartesianOf(structure, site), back))),
  };
}
