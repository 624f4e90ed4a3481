import { parametersOf } from '../../crystal/structure/lattice.js';
import type { Vector3 } from '../../crystal/d12/geometry.js';
import { identity3, inverse, mapMatrix, rowTimes, type Matrix3 } from '../../crystal/symmetry/matrix3.js';
import { fixed, fraction, integer, scientific } from '../fortran-format.js';
import { atomicNumberOf, elementFacts } from '../model/elements.js';
import { sum } from '../model/electrons.js';
import {
  cartesianOf,
  conventionalVectors,
  primitiveVectors,
  type System,
  type SystemAtom,
  transformationMatrix,
  volumeOf,
} from '../model/system.js';
import { ruler } from './frame.js';

/*
 *  GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM    3
 *  LATTICE PARAMETERS (ANGSTROMS AND DEGREES) - BOHR = 0.5291772083 ANGSTROM
 *  PRIMITIVE CELL - CENTRING CODE 5/0 VOLUME=    18.747822 - DENSITY  3.541 g/cm^3
 *          A              B              C           ALPHA      BETA       GAMMA
 *      2.98186930     2.98186930     2.98186930    60.000000  60.000000  60.000000
 *       1 T  12 MG    0.000000000000E+00  0.000000000000E+00  0.000000000000E+00
 */

/** The block that every reader looks for; printed at the start, at each point and at the end. */
export function geometryBlock(system: System): string[] {
  return [
    ...latticeLines(system),
    ruler,
    ` ATOMS IN THE ASYMMETRIC UNIT${integer(system.inputAtoms.length, 5)} - ATOMS IN THE UNIT CELL:${integer(system.atoms.length, 5)}`,
    columnHeads[system.dimensionality],
    ruler,
    ...system.atoms.map((atom, index) => atomLine(index, atom, atom.position)),
    ...crystallographicCell(system),
    '',
    ' T = ATOM BELONGING TO THE ASYMMETRIC UNIT',
  ];
}

export const geometryHead = (system: System): string[] => [
  ` GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM${integer(system.dimensionality, 5)}`,
  ...nonPeriodicNote,
  ruler,
];

export const finalGeometryHead = (system: System): string[] => [
  ` FINAL OPTIMIZED GEOMETRY - DIMENSIONALITY OF THE SYSTEM${integer(system.dimensionality, 7)}`,
  ...nonPeriodicNote,
  ruler,
];

const nonPeriodicNote = [' (NON PERIODIC DIRECTION: LATTICE PARAMETER FORMALLY SET TO 500)'];

/** Symmetry operators in fractions of the primitive cell, then vectors and atoms in Angstrom. */
export function cartesianBlock(system: System): string[] {
  const vectors = primitiveVectors(system);
  const lattice = [
    '',
    ' DIRECT LATTICE VECTORS CARTESIAN COMPONENTS (ANGSTROM)',
    '          X                    Y                    Z',
    ...vectors.map((row) => row.map((value) => fraction(value, 21, 12)).join('')),
    '',
  ];
  return [
    ...(system.dimensionality === 0 ? [] : lattice),
    '',
    ' CARTESIAN COORDINATES - PRIMITIVE CELL',
    ruler,
    ' *      ATOM          X(ANGSTROM)         Y(ANGSTROM)         Z(ANGSTROM)',
    ruler,
    ...system.atoms.map((atom, index) => {
      const { symbol } = elementFacts(atomicNumberOf(atom.number));
      const position = coordinates(cartesianOf(system, atom.position, vectors), 20, 12);
      return `${integer(index + 1, 5)}${integer(atom.number, 6)} ${symbol.toUpperCase().padEnd(4)}${position}`;
    }),
    '',
  ];
}

export function symmetryBlock(system: System): string[] {
  const keys = system.operations.map(({ rotation }) => rotation.join());
  return [
    '',
    ` ****${integer(system.operations.length, 5)} SYMMOPS - TRANSLATORS IN FRACTIONAL UNITS`,
    ' **** MATRICES AND TRANSLATORS IN THE CRYSTALLOGRAPHIC REFERENCE FRAME',
    '   V INV                    ROTATION MATRICES                   TRANSLATORS',
    ...system.operations.map(({ rotation, translation }, index) => {
      const numbers = [...rotation.flat(), ...translation].map((value) => fixed(value, 6, 2)).join('');
      const undoing = mapMatrix(inverse(rotation), (value) => Math.round(value) + 0).join();
      return `${integer(index + 1, 4)}${integer(keys.indexOf(undoing) + 1, 4)}${numbers}`;
    }),
  ];
}

function latticeLines(system: System): string[] {
  if (system.dimensionality === 0) return [];
  const cell = parametersOf(primitiveVectors(system));
  const volume = volumeOf(system);
  const code = `${system.centringCode}/0`;
  const head =
    system.dimensionality === 3
      ? ` PRIMITIVE CELL - CENTRING CODE ${code} VOLUME=${fixed(volume, 13, 6)} - DENSITY${fixed(density(system, volume), 7, 3)} g/cm^3`
      : ' PRIMITIVE CELL';
  return [
    ' LATTICE PARAMETERS (ANGSTROMS AND DEGREES) - BOHR = 0.5291772083 ANGSTROM',
    head,
    cellHead,
    cellLine(cell),
  ];
}

const cellHead = '         A              B              C           ALPHA      BETA       GAMMA ';

const cellLine = (cell: readonly number[]): string =>
  cell
    .map((value, index) => fixed(value, index < 3 ? 15 : index === 3 ? 13 : 11, index < 3 ? 8 : 6))
    .join('');

const gramsPerCubicCentimetre = 1.66053907;

const density = (system: System, volume: number): number =>
  (sum(system.atoms.map((atom) => elementFacts(atomicNumberOf(atom.number)).massAmu)) *
    gramsPerCubicCentimetre) /
  volume;

const columnHeads: Readonly<Record<0 | 1 | 2 | 3, string>> = {
  3: '     ATOM                 X/A                 Y/B                 Z/C    ',
  2: '     ATOM                 X/A                 Y/B             Z(ANGSTROM)',
  1: '     ATOM                 X/A             Y(ANGSTROM)         Z(ANGSTROM)',
  0: '     ATOM             X(ANGSTROM)         Y(ANGSTROM)         Z(ANGSTROM)',
};

function atomLine(index: number, atom: SystemAtom, position: Vector3): string {
  const { symbol } = elementFacts(atomicNumberOf(atom.number));
  const head = `${integer(index + 1, 7)} ${atom.irreducible ? 'T' : 'F'}${integer(atom.number, 4)} ${symbol.toUpperCase().padEnd(2)}`;
  return `${head}${scientific(position[0], 22, 12)}${scientific(position[1], 20, 12)}${scientific(position[2], 20, 12)}`;
}

/** Only where the lattice is centred. */
function crystallographicCell(system: System): string[] {
  if (system.centringCode === 1) return [];
  const matrix: Matrix3 = transformationMatrix(system);
  const vectors = conventionalVectors(system.cell);
  const volume = volumeOf({ ...system, primitiveInConventional: identity3 });
  return [
    '',
    ' TRANSFORMATION MATRIX PRIMITIVE-CRYSTALLOGRAPHIC CELL',
    matrix
      .flat()
      .map((value) => fixed(value, 8, 4))
      .join(''),
    '',
    ruler,
    ` CRYSTALLOGRAPHIC CELL (VOLUME=${fixed(volume, 20, 8)})`,
    cellHead,
    cellLine(parametersOf(vectors)),
    '',
    ' COORDINATES IN THE CRYSTALLOGRAPHIC CELL',
    columnHeads[system.dimensionality],
    ruler,
    ...system.atoms.map((atom, index) =>
      atomLine(
        index,
        atom,
        inConventional(atom.position, system.primitiveInConventional, system.dimensionality),
      ),
    ),
  ];
}

/** x_conventional = P^T x_primitive, brought into (-0.5, 0.5]. */
function inConventional(position: Vector3, primitive: Matrix3, periodic: number): Vector3 {
  const [x, y, z] = rowTimes(position, primitive);
  const place = (value: number, axis: number): number => {
    if (axis >= periodic) return value;
    const wrapped = value - Math.ceil(value - 0.5 - 1e-9);
    return Math.abs(wrapped) < 1e-13 ? 0 : wrapped;
  };
  return [place(x, 0), place(y, 1), place(z, 2)];
}

export const coordinates = (position: Vector3, width: number, decimals: number): string =>
  position.map((value) => scientific(value, width, decimals)).join('');
