import { fixed, integer } from '../fortran-format.js';
import type { Electrons } from '../model/electrons.js';
import { bohrInAngstrom, primitiveVectors, reciprocalPerBohr, type System } from '../model/system.js';
import type { CrystalTask } from '../task.js';
import { information, ruler } from './frame.js';

/*
 *  N. OF ATOMS PER CELL         2  COULOMB OVERLAP TOL         (T1) 10**   -7
 *  TYPE OF CALCULATION :  RESTRICTED CLOSED SHELL
 *  (EXCHANGE)[CORRELATION] FUNCTIONAL:(BECKE 88)[LEE-YANG-PARR]
 *  SHRINK. FACT.(MONKH.)   12 12 12  NUMBER OF K POINTS IN THE IBZ     72
 */

export const typeOfCalculation = (isOpenShell: boolean): string =>
  isOpenShell ? 'UNRESTRICTED OPEN SHELL' : 'RESTRICTED CLOSED SHELL';

/** Sizes, Hamiltonian, k points: everything between the basis set and the first cycle. */
export function methodBlock(task: CrystalTask, system: System, electrons: Electrons): string[] {
  return [
    ...notices(task),
    ruler,
    ...sizeLines(task.scf.tolinteg, system, electrons),
    ruler,
    ` TYPE OF CALCULATION :  ${typeOfCalculation(electrons.isOpenShell)}`,
    ...hamiltonianLines(task),
    '',
    ...scfLines(task, system),
    '',
    ...latticeVectors(system),
  ];
}

export function sizeLines(tolinteg: readonly number[], system: System, electrons: Electrons): string[] {
  const tolerance = (index: number): string => `10**${integer(-(tolinteg[index] ?? 7), 5)}`;
  const left = (label: string, value: number): string => ` ${label}${integer(value, 29 - label.length)}  `;
  return [
    `${left('N. OF ATOMS PER CELL', system.atoms.length)}COULOMB OVERLAP TOL         (T1) ${tolerance(0)}`,
    `${left('NUMBER OF SHELLS', electrons.shellCount)}COULOMB PENETRATION TOL     (T2) ${tolerance(1)}`,
    `${left('NUMBER OF AO', electrons.aoCount)}EXCHANGE OVERLAP TOL        (T3) ${tolerance(2)}`,
    `${left('N. OF ELECTRONS PER CELL', electrons.electronCount)}EXCHANGE PSEUDO OVP (F(G))  (T4) ${tolerance(3)}`,
    `${left('CORE ELECTRONS PER CELL', electrons.coreElectronCount)}EXCHANGE PSEUDO OVP (P(G))  (T5) ${tolerance(4)}`,
    `${left('N. OF SYMMETRY OPERATORS', system.operations.length)}POLE ORDER IN MONO ZONE                  4`,
  ];
}

export function hamiltonianLines({ hamiltonian }: Pick<CrystalTask, 'hamiltonian'>): string[] {
  if (!hamiltonian.isDft) return [' HARTREE-FOCK HAMILTONIAN'];
  const names = functionalNames.find(([pattern]) => pattern.test(hamiltonian.functional));
  const [, exchange, correlation, percentage] = names ?? [
    /./,
    hamiltonian.functional,
    hamiltonian.functional,
    0,
  ];
  return [
    ' KOHN-SHAM HAMILTONIAN',
    '',
    ` (EXCHANGE)[CORRELATION] FUNCTIONAL:(${exchange})[${correlation}]`,
    ...(percentage === 0
      ? []
      : ['', ` HYBRID EXCHANGE - PERCENTAGE OF FOCK EXCHANGE${fixed(percentage, 11, 4)}`]),
  ];
}

const perdew = 'PERDEW-BURKE-ERNZERHOF';

/** Pattern of the deck's name, exchange, correlation, percentage of exact exchange. */
const functionalNames: readonly (readonly [RegExp, string, string, number])[] = [
  [/^PBE0/i, perdew, perdew, 25],
  [/^HSESOL/i, 'HSEsol SR/GGA', 'PBEsol', 25],
  [/^HSE/i, 'HSE06 SR/GGA', perdew, 25],
  [/^B3LYP/i, 'BECKE 88', 'LEE-YANG-PARR', 20],
  [/^B3PW/i, 'BECKE 88', 'PERDEW-WANG GGA', 20],
  [/^PBESOL0/i, 'PBEsol', 'PBEsol', 25],
  [/^PBESOL/i, 'PBEsol', 'PBEsol', 0],
  [/^PBE/i, perdew, perdew, 0],
  [/^BLYP/i, 'BECKE 88', 'LEE-YANG-PARR', 0],
  [/^(?:SVWN|LDA)/i, 'DIRAC-SLATER LDA', 'VOSKO-WILK-NUSAIR', 0],
];

function notices({ scf }: CrystalTask): string[] {
  return [
    information('READM2', 'NEW DEFAULT: FULL DIRECT SCF MODE'),
    information('TOLINTEG', 'COULOMB AND EXCHANGE SERIES TOLERANCES MODIFIED'),
    information('MAXCYCLE', `MAX NUMBER OF SCF CYCLES SET TO${integer(scf.maxCycles, 12)}`),
    ...(scf.smearHartree === null
      ? []
      : [information('SMEAR', `FERMI SURFACE SMEARING SET TO ${scf.smearHartree.toFixed(5)}`)]),
    ...(scf.hasOwnAccelerator ? [] : [information('DIIS', 'DIIS FOR SCF ACTIVE')]),
    ...(scf.fromGuess ? [information('GUESSP', 'SCF GUESS FROM A PREVIOUS RUN DENSITY MATRIX')] : []),
  ];
}

function scfLines({ scf }: CrystalTask, system: System): string[] {
  const lines = [
    ruler,
    ` MAX NUMBER OF SCF CYCLES${integer(scf.maxCycles, 8)}  CONVERGENCE ON DELTAP        10**-16`,
    ` WEIGHT OF F(I) IN F(I+1)${integer(scf.mixingPercent, 7)}% CONVERGENCE ON ENERGY        10**-${integer(scf.toldee, 2)}`,
  ];
  if (scf.shrink === null) return [...lines, ruler];
  const { mesh, gilat } = scf.shrink;
  const points = irreduciblePoints(mesh, system);
  return [
    ` CAPPA:IS1${integer(mesh[0], 3)};IS2${integer(mesh[1], 3)};IS3${integer(mesh[2], 3)}; K PTS MONK NET${integer(points, 4)}; SYMMOPS:K SPACE${integer(system.operations.length, 4)};G SPACE${integer(system.operations.length, 4)}`,
    '',
    ...lines,
    ` SHRINK. FACT.(MONKH.) ${mesh.map((value) => integer(value, 3)).join('')}  NUMBER OF K POINTS IN THE IBZ${integer(points, 7)}`,
    ` SHRINKING FACTOR(GILAT NET)${integer(gilat, 5)}  NUMBER OF K POINTS(GILAT NET)${integer(Math.ceil((gilat / mesh[0]) ** system.dimensionality * points * 0.8), 7)}`,
    ruler,
  ];
}

/** Points of the mesh that neither the rotations nor time reversal bring onto each other. */
export function irreduciblePoints(mesh: readonly [number, number, number], system: System): number {
  const [n1, n2, n3] = mesh;
  const seen = new Uint8Array(n1 * n2 * n3);
  // k' = k W: in steps of the mesh, row i of W counts n_to / n_from times.
  const steps = system.operations.map(({ rotation }) =>
    rotation.flatMap((row, from) => row.map((entry, to) => (entry * (mesh[to] ?? 1)) / (mesh[from] ?? 1))),
  );
  const place = (value: number, size: number): number => ((Math.round(value) % size) + size) % size;
  let count = 0;
  for (let index = 0; index < seen.length; index++) {
    if (seen[index] === 1) continue;
    count += 1;
    const k1 = Math.floor(index / (n2 * n3));
    const k2 = Math.floor(index / n3) % n2;
    const k3 = index % n3;
    for (const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] of steps) {
      const [x, y, z] = [k1 * a + k2 * d + k3 * g, k1 * b + k2 * e + k3 * h, k1 * c + k2 * f + k3 * i];
      seen[(place(x, n1) * n2 + place(y, n2)) * n3 + place(z, n3)] = 1;
      seen[(place(-x, n1) * n2 + place(-y, n2)) * n3 + place(-z, n3)] = 1;
    }
  }
  return count;
}

/** Factors that no machine could serve, or that are none. */
export const isWrongMesh = (mesh: readonly [number, number, number]): boolean =>
  mesh.some((factor) => !Number.isInteger(factor) || factor < 1) || mesh[0] * mesh[1] * mesh[2] > mostPoints;

const mostPoints = 4_000_000;

/** True where a rotation takes a point of the mesh off the mesh: CRYSTAL stops with SHRINK BREAKS SYMMETRY. */
export function meshBreaksSymmetry(mesh: readonly [number, number, number], system: System): boolean {
  return system.operations.some(({ rotation }) =>
    rotation.some((row, from) =>
      row.some((entry, to) => {
        const steps = (entry * (mesh[to] ?? 1)) / (mesh[from] ?? 1);
        return Math.abs(steps - Math.round(steps)) > 1e-9;
      }),
    ),
  );
}

function latticeVectors(system: System): string[] {
  if (system.dimensionality === 0) return [];
  const back = reciprocalPerBohr(system);
  return [
    ' DIRECT LATTICE VECTORS COMPON. (A.U.)     RECIP. LATTICE VECTORS COMPON. (A.U.) ',
    '        X            Y            Z              X            Y            Z',
    ...primitiveVectors(system).map((row, index) => {
      const left = row.map((value) => fixed(value / bohrInAngstrom, 13, 7)).join('');
      const right = (back[index] ?? row).map((value) => fixed(value, 13, 7)).join('');
      return `${left}  ${right}`;
    }),
    '',
  ];
}
