import { CrystalqError } from '../../errors/crystalq-error.js';
import type { Vector3 } from '../d12/geometry.js';
import type { PrintedAtom, PrintedGeometry } from '../output/report.js';
import { identity3, inverse, rowTimes, type Matrix3 } from '../symmetry/matrix3.js';
import { withUnitVectors } from './files/read-fort34.js';
import { latticeFromParameters } from './lattice.js';
import type { Site, Structure } from './structure.js';

/** The structure that an output prints: its primitive cell with all atoms. Ghosts are no atoms and are left out. */
export function structureFromPrinted(geometry: PrintedGeometry, title: string): Structure {
  const lattice = latticeOf(geometry, title);
  const ghosts = geometry.atoms.filter((atom) => atom.atomicNumber < 1).length;
  const sites = geometry.atoms
    .filter((atom) => atom.atomicNumber >= 1)
    .map((atom): Site => ({
      atomicNumber: atom.atomicNumber,
      label: `${atom.symbol}${atom.number}`,
      fractional: positionOf(atom, geometry, lattice),
    }));
  if (sites.length === 0)
    throw new CrystalqError('STRUCTURE_EMPTY', `${title}: the geometry printed has no atoms`);
  return {
    title,
    dimensionality: geometry.dimensionality,
    lattice,
    sites,
    remarks: ghosts > 0 ? [`${ghosts} ghost atoms are left out`] : [],
  };
}

function latticeOf(geometry: PrintedGeometry, title: string): Matrix3 {
  const { dimensionality, primitiveVectors, primitiveCell } = geometry;
  if (dimensionality === 0) return identity3;
  if (primitiveVectors) return withUnitVectors(primitiveVectors, dimensionality);
  // Directions without periodicity are printed as 500 A; here they are unit vectors.
  const [a, b, c, alpha, beta, gamma] = unitCell.map(({ value, periodicFrom }, i) =>
    dimensionality >= periodicFrom ? (primitiveCell?.[i] ?? NaN) : value,
  );
  const lattice = latticeFromParameters([
    a ?? NaN,
    b ?? NaN,
    c ?? NaN,
    alpha ?? NaN,
    beta ?? NaN,
    gamma ?? NaN,
  ]);
  if (lattice) return lattice;
  throw new CrystalqError('STRUCTURE_NO_CELL', `${title}: the output prints no cell for its geometry`);
}

/** a, b, c, alpha, beta, gamma: the dimensionality from which each means something, and its value below. */
const unitCell = [
  { value: 1, periodicFrom: 1 },
  { value: 1, periodicFrom: 2 },
  { value: 1, periodicFrom: 3 },
  { value: 90, periodicFrom: 3 },
  { value: 90, periodicFrom: 3 },
  { value: 90, periodicFrom: 2 },
] as const;

/** Printed positions are fractional along periodic directions and in Angstrom along the others, as ours are. */
function positionOf(atom: PrintedAtom, geometry: PrintedGeometry, lattice: Matrix3): Vector3 {
  if (geometry.dimensionality === 0 && atom.cartesian) return rowTimes(atom.cartesian, inverse(lattice));
  return atom.position;
}
