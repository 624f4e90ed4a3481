import { fixed, integer, scientific } from '../fortran-format.js';
import { aosOfShell } from '../model/basis.js';
import type { Electrons } from '../model/electrons.js';
import { bohrInAngstrom, cartesianOf, primitiveVectors, type System } from '../model/system.js';
import type { ShellType } from '../task.js';
import { ruler } from './frame.js';

/*
 *    ATOM   X(AU)   Y(AU)   Z(AU)  N. TYPE  EXPONENT  S COEF   P COEF   D/F/G COEF
 *    1 MG   0.000   0.000   0.000
 *                                   1 S
 *                                          6.837E+04 2.226E-04 0.000E+00 0.000E+00
 *                            2-     5 SP
 */

/** LOCAL ATOMIC FUNCTIONS BASIS SET: shells are listed for the atoms of the asymmetric unit only. */
export function basisBlock(system: System, electrons: Electrons): string[] {
  const vectors = primitiveVectors(system);
  const lines = [
    ruler,
    ' LOCAL ATOMIC FUNCTIONS BASIS SET',
    ruler,
    '   ATOM   X(AU)   Y(AU)   Z(AU)  N. TYPE  EXPONENT  S COEF   P COEF   D/F/G COEF',
    ruler,
  ];
  let firstAo = 1;
  system.atoms.forEach((atom, index) => {
    const own = electrons.atoms[index];
    if (own === undefined) return;
    const position = cartesianOf(system, atom.position, vectors);
    const place = position.map((value) => fixed(value / bohrInAngstrom, 8, 3)).join('');
    lines.push(`${integer(index + 1, 4)} ${own.facts.symbol.toUpperCase().padEnd(2)}${place}`);
    own.basis.shells.forEach((shell, place_) => {
      const lastAo = firstAo + aosOfShell[shell] - 1;
      if (atom.irreducible) lines.push(shellLine(shell, firstAo, lastAo), primitiveLine(shell, place_));
      firstAo = lastAo + 1;
    });
  });
  return lines;
}

function shellLine(shell: ShellType, firstAo: number, lastAo: number): string {
  const range = firstAo === lastAo ? integer(firstAo, 35) : `${integer(firstAo, 28)}-${integer(lastAo, 6)}`;
  return `${range} ${shell.padEnd(3)}`;
}

/** One made-up primitive for each shell. */
function primitiveLine(shell: ShellType, index: number): string {
  const exponent = 400 / 4 ** index + 0.12;
  const coefficients = [
    shell === 'S' || shell === 'SP' ? 1 : 0,
    shell === 'P' || shell === 'SP' ? 1 : 0,
    shell === 'D' || shell === 'F' || shell === 'G' ? 1 : 0,
  ];
  return `${' '.repeat(41)}${[exponent, ...coefficients]
    .map((value) => scientific(value, 10, 3))
    .join('')
    .slice(1)}`;
}
