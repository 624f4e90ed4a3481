import { parametersOf } from '../../crystal/structure/lattice.js';
import { fixed, integer } from '../fortran-format.js';
import { atomicNumberOf, elementFacts } from '../model/elements.js';
import { primitiveVectors, volumeOf, type System } from '../model/system.js';
import { ruler } from './frame.js';
import { coordinates } from './geometry.js';

/*
 *  CRYSTAL FAMILY                       :  CUBIC
 *  SPACE GROUP (CENTROSYMMETRIC)        :  F M 3 M
 *  LATTICE PARAMETERS  (ANGSTROMS AND DEGREES) - CONVENTIONAL CELL
 *   ATOM AT. N.              COORDINATES
 *     1  12     0.000000000000E+00  0.000000000000E+00  0.000000000000E+00
 */

/** From the title to the number of symmetry operators: the input as CRYSTAL understood it. */
export function inputGeometry(system: System): string[] {
  return [
    '',
    ...groupLines(system),
    '',
    ...conventionalCellLines(system),
    '',
    ` NUMBER OF IRREDUCIBLE ATOMS IN THE CONVENTIONAL CELL:${integer(system.inputAtoms.length, 5)}`,
    '',
    ' INPUT COORDINATES',
    '',
    ' ATOM AT. N.              COORDINATES',
    ...system.inputAtoms.map(
      (atom, index) =>
        `${integer(index + 1, 4)}${integer(atom.number, 4)}   ${coordinates(atom.position, 20, 12)}`,
    ),
    '',
    ...primitiveCellLines(system),
    equivalentHead[system.dimensionality],
    '',
    ' N. ATOM EQUIV AT. N.          X                  Y                  Z',
    '',
    ...equivalentAtoms(system),
    ` NUMBER OF SYMMETRY OPERATORS         :${integer(system.operations.length, 5)}`,
    ruler,
    ' * GEOMETRY EDITING - INPUT COORDINATES ARE GIVEN IN ANGSTROM         ',
    ruler,
    '',
    ' GEOMETRY NOW FULLY CONSISTENT WITH THE GROUP',
  ];
}

function groupLines(system: System): string[] {
  const lattice = system.family.padEnd(12);
  switch (system.kind) {
    case 'CRYSTAL':
      return [
        ' CRYSTAL CALCULATION',
        ' (INPUT ACCORDING TO THE INTERNATIONAL TABLES FOR X-RAY CRYSTALLOGRAPHY)',
        ` CRYSTAL FAMILY                       :  ${lattice}`,
        '',
        ` SPACE GROUP ${system.isCentrosymmetric ? '(CENTROSYMMETRIC)        :' : '(NONCENTROSYMMETRIC)     :'}  ${system.groupSymbol.padEnd(16)}`,
      ];
    case 'SLAB':
      return [
        ' SLAB CALCULATION',
        ` SYSTEM AND LATTICE                   :  ${lattice}`,
        ` TWO-SIDED PLANE GROUP N.${integer(system.groupNumber ?? 1, 3)}          :  ${system.groupSymbol.padEnd(16)}`,
      ];
    case 'POLYMER':
      return [
        ' POLYMER CALCULATION',
        ` POLYMER GROUP N.${integer(system.groupNumber ?? 1, 3)}                  :  ${system.groupSymbol.replace(/^P/, 'P ')}`,
      ];
    case 'MOLECULE':
      return [
        ' MOLECULAR CALCULATION',
        ` POINT  GROUP  N.${integer(system.groupNumber ?? 1, 3)}                  :  ${system.groupSymbol.padEnd(20)}`,
        ` CORRESPONDING SPACE GROUP            :  ${`P ${system.groupSymbol.split(' ')[0] ?? '1'}`.padEnd(16)}`,
      ];
  }
}

function conventionalCellLines(system: System): string[] {
  if (system.dimensionality < 2) return [];
  const [a, b, , , , gamma] = system.cell;
  const head = ' LATTICE PARAMETERS  (ANGSTROMS AND DEGREES) - CONVENTIONAL CELL';
  if (system.dimensionality === 2) {
    return [
      head,
      '           A              B            GAMMA',
      `${fixed(a, 15, 5)}${fixed(b, 15, 5)}${fixed(gamma, 15, 5)}`,
      '',
    ];
  }
  return [
    head,
    '        A           B           C        ALPHA        BETA       GAMMA',
    system.cell.map((value) => fixed(value, 12, 5)).join(''),
    '',
  ];
}

function primitiveCellLines(system: System): string[] {
  if (system.dimensionality === 0) return [];
  const numbers = parametersOf(primitiveVectors(system));
  return [
    ruler,
    '',
    ' << INFORMATION >>: FROM NOW ON, ALL COORDINATES REFER TO THE PRIMITIVE CELL',
    '',
    ruler,
    '',
    ' LATTICE PARAMETERS  (ANGSTROMS AND DEGREES) - PRIMITIVE CELL',
    '       A          B          C        ALPHA      BETA     GAMMA        VOLUME',
    `${numbers.map((value, index) => fixed(value, primitiveWidths[index] ?? 11, 5)).join('')}${fixed(volumeOf(system), 14, 6)}`,
    '',
  ];
}

const primitiveWidths = [11, 11, 11, 12, 10, 10];

const equivalentHead: Readonly<Record<0 | 1 | 2 | 3, string>> = {
  3: ' COORDINATES OF THE EQUIVALENT ATOMS (FRACTIONAL UNITS)',
  2: ' COORDINATES OF THE EQUIVALENT ATOMS \n (X AND Y IN FRACTIONARY UNITS, Z IN ANGSTROMS)',
  1: ' COORDINATES OF THE EQUIVALENT ATOMS \n (X IN FRACTIONARY UNITS, Y AND Z IN ANGSTROMS)',
  0: ' COORDINATES OF THE EQUIVALENT ATOMS (ANGSTROMS)',
};

function equivalentAtoms(system: System): string[] {
  const lines: string[] = [];
  let place = 0;
  system.atoms.forEach((atom, index) => {
    place = atom.irreducible ? 1 : place + 1;
    const { symbol } = elementFacts(atomicNumberOf(atom.number));
    lines.push(
      `${integer(index + 1, 4)}${integer(atom.orbit + 1, 4)}${integer(place, 4)}${integer(atom.number, 5)} ${symbol.toUpperCase().padEnd(4)}${coordinates(atom.position, 19, 11)}`,
    );
    if (system.atoms[index + 1]?.irreducible !== false) lines.push('');
  });
  return lines;
}
