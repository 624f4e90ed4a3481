/*
 * How fast outputs are read, and in how much memory; part of `npm run bench:text`.
 *
 * Speed (per second of processor time): real outputs where they lie beside the project, else one made here; the Python parser pycrystal reads the same
 * files in the same run where it is installed. Memory: one output of 500 MB, made on the fly.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createOutputReader } from '../src/crystal/output/output-reader.js';

const MEGABYTE = 1e6;
const CHUNK = 256 * 1024;

export interface OutputFigures {
  readonly files: number;
  readonly reading: string;
  /** Undefined: not installed. */
  readonly pycrystal: string | undefined;
  readonly hugeOutput: string;
}

export function measureOutputReading(megabytes: number): OutputFigures {
  const folder = mkdtempSync(join(tmpdir(), 'crystalq-bench-'));
  try {
    const files = realOutputs() ?? [madeOutput(folder)];
    return {
      files: files.length,
      reading: readingSpeed(files),
      pycrystal: peerSpeed(files),
      hugeOutput: readHuge(megabytes),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function realOutputs(): string[] | undefined {
  const root = new URL('../../shared/data/', import.meta.url);
  const list = new URL('expected.json', root);
  if (!existsSync(list)) return undefined;
  const names = Object.keys(JSON.parse(readFileSync(list, 'utf8')) as object);
  return names
    .map((name) => new URL(name, root).pathname)
    .filter((path) => /\.outp?$|OUTPUT$/.test(path) && existsSync(path));
}

function madeOutput(folder: string): string {
  const path = join(folder, 'made.out');
  writeFileSync(path, head + Array.from({ length: 200 }, (_, index) => pointText(index + 1)).join(''));
  return path;
}

/** Best of five passes over all files, after one to warm up. */
function readingSpeed(files: readonly string[]): string {
  const texts = files.map((file) => readFileSync(file));
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const pass = (): number =>
    seconds(() => {
      for (const text of texts) readWhole(text);
    });
  pass();
  const best = Math.min(...Array.from({ length: 10 }, pass));
  return `${(bytes / MEGABYTE / best).toFixed(0)} MB/s (${(bytes / MEGABYTE).toFixed(1)} MB in ${best.toFixed(3)} s of processor time)`;
}

/** Processor time, so that other work on the machine does not count. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function readWhole(text: Buffer): void {
  const reader = createOutputReader();
  for (let from = 0; from < text.length; from += CHUNK) reader.push(text.subarray(from, from + CHUNK));
  reader.finish();
}

const PEER = `
import sys, time, os
from pycrystal import CRYSTOUT
start, size = time.process_time(), 0
for path in sys.argv[1:]:
    try:
        CRYSTOUT(path)
        size += os.path.getsize(path)
    except Exception:
        pass
print(size / 1e6 / (time.process_time() - start))
`;

function peerSpeed(files: readonly string[]): string | undefined {
  try {
    const answer = execFileSync('python3', ['-c', PEER, ...files], { stdio: ['ignore', 'pipe', 'ignore'] });
    const speed = Number(answer.toString());
    return `${speed.toFixed(0)} MB/s (files it can read)`;
  } catch {
    // Not installed: there is nothing to compare with.
    return undefined;
  }
}

/** An optimisation that goes on and on: its memory after every tenth of the way. */
function readHuge(megabytes: number): string {
  const point = Buffer.from(pointText(7), 'latin1');
  const rounds = Math.ceil((megabytes * MEGABYTE) / point.length);
  const reader = createOutputReader();
  const used: number[] = [];
  reader.push(Buffer.from(head, 'latin1'));
  const before = process.cpuUsage();
  for (let round = 1; round <= rounds; round += 1) {
    reader.push(point);
    if (round % Math.ceil(rounds / 10) === 0) used.push(usedMegabytes());
  }
  const { user, system } = process.cpuUsage(before);
  reader.finish();
  const speed = ((rounds * point.length) / (user + system)).toFixed(0);
  return `${speed} MB/s; memory ${used.map((value) => value.toFixed(0)).join(' ')} MB on the way`;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function usedMegabytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGABYTE;
}

const stars = ` ${'*'.repeat(79)}`;
const timer = (label: string): string =>
  ` ${'T'.repeat(30)} ${label.padEnd(11)} TELAPSE        2.79 TCPU        1.25`;
const head = [
  stars,
  ' *                               CRYSTAL17                                     *',
  ' *                      public : 1.0.2 - March 1st, 2018                       *',
  stars,
  ' EEEEEEEEEE STARTING  DATE 14 08 2024 TIME 17:42:09.2',
  ' made for a benchmark',
  ' GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM    3',
  '',
].join('\n');

/** A point of an optimisation with its SCF, geometry, neighbours and gradients: about 30 kB. */
function pointText(point: number): string {
  const atoms = 64;
  const number = (value: number): string => String(value).padStart(4);
  const rows = (count: number, row: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => row(index + 1));
  const cycle = (index: number): string[] => [
    timer('FDIK'),
    ' INSULATING STATE',
    ' TOP OF VALENCE BANDS -    BAND     10; K    1; EIG -1.5202135E-01 AU',
    ' BOTTOM OF VIRTUAL BANDS - BAND     11; K    1; EIG  1.0976891E-01 AU',
    ' DIRECT ENERGY BAND GAP:   7.1237 eV',
    timer('PDIG'),
    ' TOTAL ATOMIC CHARGES:',
    ...rows(11, () => '  10.1256913   9.8743087  10.1256913   9.8743087  10.1256913   9.8743087'),
    timer('SHELLXN'),
    ` CYC${number(index)} ETOT(AU) -2.754485911372E+02 DETOT -1.27E-10 tst  1.09E-11 PX  1.39E-05`,
  ];
  return [
    stars,
    ` COORDINATE AND CELL OPTIMIZATION - POINT ${number(point)}`,
    stars,
    ' LATTICE PARAMETERS (ANGSTROMS AND DEGREES) - BOHR = 0.5291772083 ANGSTROM',
    ' PRIMITIVE CELL - CENTRING CODE 5/0 VOLUME=    19.059213 - DENSITY  3.483 g/cm^3',
    '         A              B              C           ALPHA      BETA       GAMMA ',
    '     2.99828782     2.99828782     2.99828782    60.000000  60.000000  60.000000',
    stars,
    ` ATOMS IN THE ASYMMETRIC UNIT ${number(atoms)} - ATOMS IN THE UNIT CELL: ${number(atoms)}`,
    '     ATOM                 X/A                 Y/B                 Z/C    ',
    stars,
    ...rows(
      atoms,
      (n) => `   ${number(n)} T  12 MG    1.250000000000E-01 -5.000000000000E-01  2.500000000000E-01`,
    ),
    '',
    ...rows(12, (index) => cycle(index).join('\n')),
    '',
    ' == SCF ENDED - CONVERGENCE ON ENERGY      E(AU) -2.7544859113772E+02 CYCLES  12',
    '',
    ' TOTAL ENERGY(DFT)(AU)( 12) -2.7544859113772E+02 DE-1.3E-10 tester 1.1E-11',
    ...rows(120, () => '   1 MG   6     2.1085     3.9845    2 O   -1 0 0    2 O    0-1 0    2 O    0 0-1'),
    ' MAX GRADIENT      0.000031  THRESHOLD              0.000450 CONVERGED YES',
    ' RMS GRADIENT      0.000031  THRESHOLD              0.000300 CONVERGED YES',
    '',
  ].join('\n');
}
