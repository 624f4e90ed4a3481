import type { Vector3 } from '../crystal/d12/geometry.js';
import { inverse, multiply, rowTimes, transpose, type Matrix3 } from '../crystal/symmetry/matrix3.js';
import { scientific } from './fortran-format.js';
import { cartesianOf, primitiveVectors, type Family, type System } from './model/system.js';

/**
 * fort.34, the geometry file: dimension, centring and crystal system; primitive vectors; symmetry operators and atoms,
 * Cartesian, Angstrom.
 */
export function renderFort34(system: System): string {
  const vectors = primitiveVectors(system);
  const row = (values: Vector3): string => values.map((value) => scientific(value, 20, 12)).join('');
  const operators = system.operations.flatMap(({ rotation, translation }) => {
    const cartesian = cartesianRotation(rotation, vectors);
    return [...cartesian.map(row), row(rowTimes(periodicPart(translation, system.dimensionality), vectors))];
  });
  return [
    [system.dimensionality, system.centringCode, crystalSystems[system.family]]
      .map((n) => String(n).padStart(5))
      .join(''),
    ...vectors.map(row),
    String(system.operations.length).padStart(5),
    ...operators,
    String(system.atoms.length).padStart(5),
    ...system.atoms.map(
      (atom) => `${String(atom.number).padStart(5)}${row(cartesianOf(system, atom.position, vectors))}`,
    ),
    '',
  ].join('\n');
}

/** Fractional columns x' = W x become Cartesian rows by L^T W L^-T. */
function cartesianRotation(rotation: Matrix3, vectors: Matrix3): Matrix3 {
  const columns = transpose(vectors);
  return multiply(multiply(columns, rotation), inverse(columns));
}

const periodicPart = ([x, y, z]: Vector3, periodic: number): Vector3 => [
  periodic >= 1 ? x : 0,
  periodic >= 2 ? y : 0,
  periodic >= 3 ? z : 0,
];

const crystalSystems: Readonly<Record<Family, number>> = {
  TRICLINIC: 1,
  MONOCLINIC: 2,
  ORTHORHOMBIC: 3,
  TETRAGONAL: 4,
  HEXAGONAL: 5,
  CUBIC: 6,
  OBLIQUE: 1,
  RECTANGULAR: 3,
  SQUARE: 4,
  CHAIN: 1,
  NONE: 1,
};
