import { bannerVersion, frameLandmarks, processesOf, processorsOf } from './blocks/frame.js';
import { basisLandmarks } from './blocks/basis-functions.js';
import { bandLandmarks } from './blocks/band-edges.js';
import { coarseCellLandmarks } from './blocks/coarse-cell.js';
import { elasticLandmarks } from './blocks/elastic.js';
import { energyLandmarks } from './blocks/energies.js';
import { frequencyLandmarks } from './blocks/frequencies.js';
import { geometryLandmarks } from './blocks/geometry.js';
import { hamiltonianLandmarks } from './blocks/hamiltonian.js';
import { messageLandmarks } from './blocks/messages.js';
import { neighborLandmarks } from './blocks/neighbors.js';
import { optimizationLandmarks } from './blocks/optimization.js';
import { populationLandmarks } from './blocks/populations.js';
import { propertiesLandmarks } from './blocks/properties-run.js';
import { responseLandmarks } from './blocks/response.js';
import { scfLandmarks } from './blocks/scf-cycles.js';
import { sizeLandmarks } from './blocks/sizes.js';
import { symmetryLandmarks } from './blocks/symmetry.js';
import { thermodynamicsLandmarks } from './blocks/thermodynamics.js';
import { composeReport } from './compose-report.js';
import { indexLandmarks, type Table } from './landmarks.js';
import { createLineSplitter } from './line-splitter.js';
import type { OutputReport } from './report.js';
import { newRunDraft, type RunDraft } from './run-draft.js';

const landmarks = [
  ...frameLandmarks,
  ...messageLandmarks,
  ...symmetryLandmarks,
  ...coarseCellLandmarks,
  ...geometryLandmarks,
  ...basisLandmarks,
  ...sizeLandmarks,
  ...hamiltonianLandmarks,
  ...scfLandmarks,
  ...energyLandmarks,
  ...bandLandmarks,
  ...populationLandmarks,
  ...optimizationLandmarks,
  ...neighborLandmarks,
  ...frequencyLandmarks,
  ...responseLandmarks,
  ...thermodynamicsLandmarks,
  ...elasticLandmarks,
  ...propertiesLandmarks,
];

const inside = indexLandmarks(landmarks);
const outside = indexLandmarks(landmarks.filter((entry) => entry.anywhere));

export interface OutputReader {
  /** Bytes (latin-1) or text, cut anywhere. */
  readonly push: (chunk: Uint8Array | string) => void;
  readonly finish: () => OutputReport;
}

/**
 * Reads an output of CRYSTAL or properties in one pass, in constant memory, whatever its size and state. Each line is
 * looked up by how it begins; the reader of the table that is open gets it first. Lines before the banner and after the
 * end of a program belong to wrappers: only messages of failures are read there.
 */
export function createOutputReader(file = ''): OutputReader {
  const runs: RunDraft[] = [];
  const stray = newRunDraft(1);
  let run: RunDraft | undefined;
  let table: Table | undefined;
  let lineCount = 0;
  let hasText = false;
  let afterStars = false;

  const start = (line: number): RunDraft => {
    run = newRunDraft(line);
    run.frame.mpiProcesses = stray.frame.mpiProcesses;
    run.frame.isRehearsal = stray.frame.isRehearsal;
    stray.frame.mpiProcesses = null;
    stray.frame.isRehearsal = false;
    table = undefined;
    runs.push(run);
    return run;
  };

  const readLine = (text: string, cut: boolean): void => {
    lineCount += 1;
    const begin = firstInk(text);
    if (isFromProcess(text, begin)) return;
    if (run && table) {
      if (begin === 0 && !cut && FOREIGN.test(text)) {
        readWithin(table, text);
        return;
      }
      if (!cut && table(text, lineCount)) return;
      table = undefined;
    }
    if (begin === text.length) return;
    hasText = true;
    splitPrograms(text, begin);
    if (!cut || isWholeWithoutEnd(text)) readLandmark(text, begin);
  };

  const readLandmark = (text: string, begin: number): void => {
    const found = (isOpen(run) ? inside : outside).find(text, begin);
    const isTitle = afterStars && run?.frame.title === text.trim();
    afterStars = text.startsWith('****', begin);
    if (found && !isTitle) table = found.read(run ?? stray, text, lineCount);
  };

  /** Errors of the machine may fall into any table, which goes on behind them. */
  const readWithin = (open: Table, text: string): void => {
    readLandmark(text, 0);
    table = open;
  };

  /** The greeting of an MPI process may come late and fall into any table: it is taken out of the text. */
  const isFromProcess = (text: string, begin: number): boolean => {
    const processes = text.startsWith('PROCESS ', begin) ? processesOf(text) : undefined;
    if (processes === undefined) return false;
    hasText = true;
    const current = run !== undefined && isOpen(run) ? run : stray;
    current.frame.mpiProcesses = processes;
    return true;
  };

  /** A banner, or a STARTING line without one, begins a run; what comes before the first is kept aside. */
  const splitPrograms = (text: string, begin: number): void => {
    const first = text.charCodeAt(begin);
    if (first === STAR) {
      if (bannerVersion(text) !== undefined) start(lineCount);
      else if (!isRunning(run) && text.includes('CRYSTALQ REHEARSAL'))
        (bannerOf(run) ?? stray).frame.isRehearsal = true;
    } else if (first === LETTER_E && text.startsWith('EEEEEEEEEE STARTING', begin)) {
      if (run?.frame.phase !== 'banner') start(lineCount);
    } else if (!isRunning(run)) {
      const processes = processorsOf(text);
      if (processes !== undefined) (bannerOf(run) ?? stray).frame.mpiProcesses = processes;
      else if (runs.length === 0 && HEADLESS.test(text)) start(lineCount).frame.phase = 'running';
    }
  };

  const splitter = createLineSplitter(readLine);
  const finish = (): OutputReport => {
    splitter.finish();
    return composeReport({ file, runs, stray, lineCount, hasText });
  };
  return { push: splitter.push, finish };
}

/** Other programs write these to the same file at any time. */
const FOREIGN =
  /^(?:Note: The following floating-point|forrtl: |srun: |slurmstepd: |mpirun: |mpiexec: |libibverbs: |\[[\w.-]+:\d+\])/;

const STAR = 42;
const LETTER_E = 69;
const BLANK = 32;

const isOpen = (run: RunDraft | undefined): boolean => run !== undefined && run.frame.phase !== 'over';
const isRunning = (run: RunDraft | undefined): boolean => run?.frame.phase === 'running';
const bannerOf = (run: RunDraft | undefined): RunDraft | undefined =>
  run?.frame.phase === 'banner' ? run : undefined;

/** Only CRYSTAL prints these: they show an output whose head is missing. */
const HEADLESS =
  /^ (?:T{30} |CYC +\d+ ETOT|== SCF ENDED|\* OPT END|CRYSTAL - (?:SCF|PROPERTIES) - TYPE OF CALCULATION)/;

/** The last line of a file that does not end with a line end may be cut in the middle of a number. */
const isWholeWithoutEnd = (text: string): boolean =>
  /^\s*(?:EEEEEEEEEE TERMINATION +DATE .{10} TIME \d\d:\d\d:\d\d|ERROR \*{4} |slurmstepd|application called|MPI_ABORT|forrtl)/.test(
    text,
  );

function firstInk(text: string): number {
  let index = 0;
  while (text.charCodeAt(index) <= BLANK) index += 1;
  return index;
}
