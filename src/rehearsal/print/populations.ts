import { fixed, inRows, integer } from '../fortran-format.js';
import { aosOfShell } from '../model/basis.js';
import type { AtomElectrons, Electrons } from '../model/electrons.js';
import { bohrInAngstrom, cartesianOf, primitiveVectors, type System } from '../model/system.js';

/*
 *      ALPHA+BETA ELECTRONS
 *  MULLIKEN POPULATION ANALYSIS - NO. OF ELECTRONS   20.000000
 *
 *   ATOM    Z CHARGE  A.O. POPULATION
 *
 *    1 MG  12 10.124  2.000  1.923  2.057 ...
 */

/** Mulliken populations at the end of the SCF, for PPAN; with those of the spin for open shells. */
export function mullikenBlock(system: System, electrons: Electrons): string[] {
  const sum = table('ALPHA+BETA', electrons.electronCount, system, electrons, (atom) => atom.population);
  if (!electrons.isOpenShell) return sum;
  return [...sum, ...table('ALPHA-BETA', electrons.totalSpin, system, electrons, (atom) => atom.spin)];
}

function table(
  title: string,
  total: number,
  system: System,
  electrons: Electrons,
  valueOf: (atom: AtomElectrons) => number,
): string[] {
  return [
    `      ${title} ELECTRONS`,
    ` MULLIKEN POPULATION ANALYSIS - NO. OF ELECTRONS${fixed(total, 12, 6)}`,
    '',
    '  ATOM    Z CHARGE  A.O. POPULATION',
    '',
    ...electrons.atoms.flatMap((atom, index) => {
      const head = `${integer(index + 1, 4)} ${atom.facts.symbol.toUpperCase().padEnd(2)}${integer(system.atoms[index]?.number ?? 0, 4)}${fixed(valueOf(atom), 7, 3)}`;
      const [first = '', ...more] = inRows(
        orbitalsOf(atom, valueOf(atom)).map((value) => fixed(value, 7, 3)),
        8,
      );
      return [`${head}${first}`, ...more.map((row) => `${' '.repeat(18)}${row}`)];
    }),
    '',
  ];
}

/** PPAN.DAT; alpha + beta first, then alpha - beta. */
export function renderPpan(system: System, electrons: Electrons): string {
  const vectors = primitiveVectors(system);
  const block = (valueOf: (atom: AtomElectrons) => number): string[] =>
    electrons.atoms.flatMap((atom, index) => {
      const place = system.atoms[index];
      const position = place ? cartesianOf(system, place.position, vectors) : [0, 0, 0];
      const orbitals = orbitalsOf(atom, valueOf(atom));
      return [
        `${integer(place?.number ?? 0, 10)}${integer(atom.basis.shells.length, 11)}`,
        position.map((value) => fixed(value / bohrInAngstrom, 10, 3)).join(''),
        ...inRows([valueOf(atom), ...shellsOf(atom, orbitals)].map(cell), 8),
        integer(orbitals.length, 10),
        ...inRows(orbitals.map(cell), 8),
      ];
    });
  return `${[
    '# Mulliken Populations: ',
    '# NSPIN,NATOM',
    '# IAT,NSHELL',
    '# Xiat,Yiat,Ziat (AU)',
    '# QTOT shell charges',
    '# NORB',
    '# orbital charges',
    `${integer(electrons.isOpenShell ? 2 : 1, 10)}${integer(electrons.atoms.length, 11)}`,
    ...block((atom) => atom.population),
    ...(electrons.isOpenShell ? block((atom) => atom.spin) : []),
  ].join('\n')}\n`;
}

const cell = (value: number): string => fixed(value, 10, 3);

/** The atom's electrons, dealt out evenly. */
const orbitalsOf = ({ basis }: AtomElectrons, total: number): number[] =>
  Array<number>(basis.aoCount).fill(total / Math.max(1, basis.aoCount));

function shellsOf({ basis }: AtomElectrons, orbitals: readonly number[]): number[] {
  let first = 0;
  return basis.shells.map((shell) => {
    const own = orbitals.slice(first, first + aosOfShell[shell]);
    first += aosOfShell[shell];
    return own.reduce((sum, value) => sum + value, 0);
  });
}
