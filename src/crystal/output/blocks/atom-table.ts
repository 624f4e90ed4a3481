/*
 *     ATOM                 X/A                 Y/B                 Z/C
 *  *******************************************************************************
 *       1 T 228 NI    0.000000000000E+00  0.000000000000E+00  0.000000000000E+00
 *       2 F  28 NI1  -5.000000000000E-01-5.000000000000E-01 -5.000000000000E-01
 *
 * T stands in the asymmetric unit. Slabs print z, polymers y and z (and their distance from the axis) in Angstrom.
 */
import { isEvenRow, numbersFrom } from '../fortran-numbers.js';
import type { Table } from '../landmarks.js';
import type { PrintedAtom } from '../report.js';

/** `2 T  28 NI1`: atoms of one element that differ in something else carry a number behind the symbol. */
const ATOM_ROW = /^\s*(\d+) +([TF]) +(\d+) +([A-Z]{1,2})\d{0,3}\s+(.*)$/;

/** Calls `done` when as many atoms were read as were announced. */
export function atomTable(count: number, done: (atoms: PrintedAtom[]) => void): Table {
  const atoms: PrintedAtom[] = [];
  return (text) => {
    if (atoms.length === count) return false;
    const atom = atomOf(text);
    if (!atom) return atoms.length === 0 && /^ *ATOM |^ ?\*{10}/.test(text);
    if (atom.number !== atoms.length + 1) return false;
    atoms.push(atom);
    if (atoms.length === count) done(atoms);
    return true;
  };
}

function atomOf(text: string): PrintedAtom | undefined {
  const match = ATOM_ROW.exec(text);
  const numbers = match?.[5] === undefined ? undefined : positionOf(match[5]);
  const [x, y, z] = numbers ?? [];
  if (!match?.[3] || !match[4] || x === undefined || y === undefined || z === undefined) return undefined;
  const conventionalNumber = Number(match[3]);
  return {
    number: Number(match[1]),
    asymmetric: match[2] === 'T',
    conventionalNumber,
    atomicNumber: conventionalNumber % 100,
    symbol: elementSymbol(match[4]),
    position: [x, y, z],
    cartesian: null,
  };
}

/** Three coordinates, and the distance from the axis for polymers, whose format differs. */
function positionOf(text: string): number[] | undefined {
  const numbers = numbersFrom(text);
  return numbers?.length === 4 || isEvenRow(text) ? numbers : undefined;
}

/** `MG` as `Mg`; ghosts stay `XX`. */
export const elementSymbol = (printed: string): string =>
  printed === 'XX' ? printed : printed.charAt(0) + printed.slice(1).toLowerCase();
