import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import type { OutputReport } from '../../../src/crystal/output/report.js';

/** Reads a text as an output, in pieces of `size` characters. */
export function readText(text: string, size = 65536): OutputReport {
  const reader = createOutputReader('test.out');
  for (let from = 0; from < text.length; from += size) reader.push(text.slice(from, from + size));
  return reader.finish();
}

export const stars = ` ${'*'.repeat(79)}`;

export const banner = (version = '17', release = '1.0.2 - March 1st, 2018'): string =>
  [
    stars,
    ` *${' '.repeat(77)}*`,
    ` *                               CRYSTAL${version}                                     *`,
    ` *                      public : ${release.padEnd(45)}*`,
    ' *(12) MPI FUER CHEMISCHE ENERGIEKONVERSION - MUELHEIM AN DER RUHR (GERMANY)   *',
    stars,
  ].join('\n');

const timer = (label: string, elapsed: string, cpu: string): string =>
  ` ${'T'.repeat(30)} ${label.padEnd(11)} TELAPSE ${elapsed.padStart(11)} TCPU ${cpu.padStart(11)}`;

export const started = (title = 'a title'): string =>
  ` EEEEEEEEEE STARTING  DATE 03 06 2022 TIME 18:42:38.6\n ${title.padEnd(80)}\n`;

export const ended = [
  timer('END', '8.56', '8.51'),
  ' EEEEEEEEEE TERMINATION  DATE 03 06 2022 TIME 18:42:47.1',
].join('\n');

export const failedTimer = timer('ERR', '2.58', '0.58');

export const cycle = (number: number, energy: string): string =>
  ` CYC ${String(number).padStart(3)} ETOT(AU) ${energy} DETOT -1.27E-10 tst  1.09E-11 PX  1.39E-05`;

export const scfEnded = (reason: string, energy: string, cycles: number): string =>
  `\n == SCF ENDED - ${reason.padEnd(25)} E(AU) ${energy} CYCLES ${String(cycles).padStart(3)}\n`;

export const totalEnergy = (energy: string): string =>
  ` TOTAL ENERGY(DFT)(AU)(  7) ${energy} DE-1.3E-10 tester 1.1E-11`;

export const point = (number: number, kind = 'COORDINATE AND CELL'): string =>
  ` ${kind} OPTIMIZATION - POINT ${String(number).padStart(4)}`;

export const optEnd = (word: 'CONVERGED' | 'FAILED   ', energy: string, points: number): string =>
  ` * OPT END - ${word} * E(AU):  ${energy}  POINTS ${String(points).padStart(4)} *`;

/** The energy of `convergedScf`, as CRYSTAL writes it. */
export const energy = '-2.7544859113743E+02';

/** The lines of an SCF that converged in seven cycles, from the last one on. */
export const convergedScf: readonly string[] = [
  cycle(7, '-2.754485911374E+02'),
  scfEnded('CONVERGENCE ON ENERGY', energy, 7),
  totalEnergy(energy),
];

/** The lines of an SCF that used up its fifty cycles. */
export const unconvergedScf: readonly string[] = [
  cycle(50, '-2.7E+02'),
  scfEnded('TOO MANY CYCLES', energy, 50),
  totalEnergy(energy),
];

/** What every output begins with. */
export const head: readonly string[] = [banner(), started()];

/** A file: lines joined, with a line end after the last. */
export const lines = (...parts: readonly string[]): string => `${parts.join('\n')}\n`;
