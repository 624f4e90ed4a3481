import type { Vector3 } from '../../d12/geometry.js';
import {
  cross,
  inverse,
  mapMatrix,
  multiply,
  norm,
  scale,
  rowTimes,
  transpose,
  type Matrix3,
} from '../../symmetry/matrix3.js';
import { closeGroup } from '../../symmetry/operation-set.js';
import { wrapVector, type SymmetryOperation } from '../../symmetry/operation.js';
import { firstOfEachOrbit } from '../deck/orbits.js';
import { elementSymbol } from '../elements.js';
import { samePlaceAngstrom } from '../expand-sites.js';
import type { Dimensionality, Site, StatedSymmetry, Structure } from '../structure.js';
import { checkedAtoms } from './checked-atoms.js';
import { baseName, textLines, type TextLines } from './text-lines.js';

/**
 * fort.34 (.gui), the geometry that CRYSTAL writes with EXTPRT and reads with EXTERNAL:
 *
 *     3   1   1                    dimensionality, centring, crystal type
 *     0.0  2.1  2.1                three vectors of the primitive cell, Angstrom; 500 where not periodic
 *     ...
 *     48                           operations: three rows of rotation, one of translation, Cartesian
 *     ...
 *     2                            atoms of the primitive cell: number, x y z in Angstrom
 *     12   0.0  0.0  0.0
 */
export function readFort34(text: string, fileName: string): Structure {
  const lines = textLines(text, fileName);
  const [dimensionality = -1] = lines.numbers(1, 'the dimensionality');
  if (![0, 1, 2, 3].includes(dimensionality))
    lines.fail(`dimensionality ${dimensionality} is not 0, 1, 2 or 3`);
  const vectors: Matrix3 = [lines.vector('a vector'), lines.vector('a vector'), lines.vector('a vector')];
  const lattice = withUnitVectors(vectors, dimensionality as Dimensionality);
  const cartesian = readOperations(lines);
  const sites = readAtoms(lines, inverse(lattice));
  const structure: Structure = {
    title: baseName(fileName),
    dimensionality: dimensionality as Dimensionality,
    lattice,
    sites,
    remarks: [],
  };
  checkedAtoms(structure, fileName);
  return dimensionality === 3
    ? { ...structure, statedSymmetry: statedSymmetry(cartesian, structure) }
    : structure;
}

/** Directions without periodicity: unit vectors across the periodic ones, so that coordinates are in Angstrom. */
export function withUnitVectors(vectors: Matrix3, dimensionality: Dimensionality): Matrix3 {
  const [a, b] = vectors;
  switch (dimensionality) {
    case 3:
      return vectors;
    case 2:
      return [a, b, unit(cross(a, b))];
    case 1:
      return chainAxes(a);
    case 0:
      return [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ];
  }
}

/** z stays where it is, as CRYSTAL has it; a chain that other programs lay along z gets two other directions. */
function chainAxes(a: Vector3): Matrix3 {
  const isAlongZ = norm(cross([0, 0, 1], a)) < 1e-6 * norm(a);
  const second = unit(cross(isAlongZ ? [0, 1, 0] : [0, 0, 1], a));
  return [a, second, unit(cross(a, second))];
}

const unit = (v: Vector3): Vector3 => scale(v, 1 / norm(v));

interface CartesianOperation {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
}

function readOperations(lines: TextLines): readonly CartesianOperation[] {
  const [count = 0] = lines.numbers(1, 'the number of operations');
  if (!Number.isInteger(count) || count < 0 || count > 192) lines.fail(`${count} symmetry operations`);
  return Array.from({ length: count }, () => ({
    rotation: [lines.vector('a rotation'), lines.vector('a rotation'), lines.vector('a rotation')],
    translation: lines.vector('a translation'),
  }));
}

function readAtoms(lines: TextLines, toFractional: Matrix3): readonly Site[] {
  const [count = 0] = lines.numbers(1, 'the number of atoms');
  if (!Number.isInteger(count) || count < 1 || count > 200_000) lines.fail(`${count} atoms`);
  return Array.from({ length: count }, (_, i) => {
    const [number = 0, x = NaN, y = NaN, z = NaN] = lines.numbers(4, 'an atom');
    const atomicNumber = number % 100;
    if (!Number.isInteger(number) || atomicNumber < 1) lines.fail(`atom number ${number}`);
    return {
      atomicNumber,
      label: `${elementSymbol(atomicNumber)}${i + 1}`,
      fractional: rowTimes([x, y, z], toFractional),
    };
  });
}

/** The operations on the lattice, whichever way round the program that wrote the file stored the rotations. */
function statedSymmetry(cartesian: readonly CartesianOperation[], structure: Structure): StatedSymmetry {
  const source = `${cartesian.length} operations listed in the file`;
  for (const flip of [(m: Matrix3): Matrix3 => m, transpose]) {
    const operations = cartesian.map(({ rotation, translation }) =>
      onLattice(flip(rotation), translation, structure.lattice),
    );
    const group = operations.every((operation) => operation !== undefined)
      ? closeGroup(operations)
      : undefined;
    if (group && firstOfEachOrbit(structure.sites, group, structure.lattice, samePlaceAngstrom)) {
      return { operations: group, source };
    }
  }
  return { operations: [], source, mismatch: `${source}: the atoms do not have this symmetry` };
}

function onLattice(rotation: Matrix3, translation: Vector3, lattice: Matrix3): SymmetryOperation | undefined {
  const columns = transpose(lattice);
  const turned = multiply(multiply(inverse(columns), rotation), columns);
  const whole = mapMatrix(turned, (value) => Math.round(value) + 0);
  const miss = Math.max(
    ...turned.flatMap((row, i) => row.map((value, j) => Math.abs(value - (whole[i]?.[j] ?? 0)))),
  );
  if (miss > 0.01) return undefined;
  return { rotation: whole, translation: wrapVector(rowTimes(translation, inverse(lattice))) };
}
