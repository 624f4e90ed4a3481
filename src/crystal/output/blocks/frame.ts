/*
 *  *******************************************************************************
 *  *                               CRYSTAL17                                     *
 *  *                      public : 1.0.2 - March 1st, 2018                       *
 *  EEEEEEEEEE STARTING  DATE 14 08 2024 TIME 17:42:09.2
 *  MGO BULK - GEOMETRY TEST
 *  TTTTTTTTTTTTTTTTTTTTTTTTTTTTTT END         TELAPSE       44.05 TCPU       42.26
 *  EEEEEEEEEE TERMINATION  DATE 14 08 2024 TIME 17:42:52.7
 * NODE    0 CPU TIME =       127.121
 *     TOTAL CPU TIME =       254.242
 *
 * `EEEEEEEEEE INT_CALC TERMINATION` and `EEEEEEEEEE SCF TERMINATION` are marks of stages, printed early also by runs that fail.
 */
import { detached } from '../detached.js';
import { toNumber } from '../fortran-numbers.js';
import { anywhere, landmark, oneLine, type Landmark, type Table } from '../landmarks.js';
import type { Executable, ProgramVersion, StageTimer } from '../report.js';
import type { RunDraft } from '../run-draft.js';

export interface FrameDraft {
  readonly firstLine: number;
  /** banner: before STARTING; running: between STARTING and the end; over: what follows is not CRYSTAL's. */
  phase: 'banner' | 'running' | 'over';
  program: ProgramVersion | null;
  isRehearsal: boolean;
  executable: Executable | null;
  title: string | null;
  startedAt: string | null;
  endedAt: string | null;
  normalTermination: boolean;
  lastTimer: StageTimer | null;
  endTimer: StageTimer | null;
  stages: Set<string>;
  totalCpuSeconds: number | null;
  memoryMegabytes: number | null;
  mpiProcesses: number | null;
  /** Processes that told their time after the end. */
  nodes: number;
}

export const newFrame = (firstLine: number): FrameDraft => ({
  firstLine,
  phase: 'banner',
  program: null,
  isRehearsal: false,
  executable: null,
  title: null,
  startedAt: null,
  endedAt: null,
  normalTermination: false,
  lastTimer: null,
  endTimer: null,
  stages: new Set(),
  totalCpuSeconds: null,
  memoryMegabytes: null,
  mpiProcesses: null,
  nodes: 0,
});

const BANNER = /^ ?\*\s+CRYSTAL(\d\d)\s+\*\s*$/;

/** The version of a banner line, else undefined. */
export const bannerVersion = (text: string): string | undefined =>
  text.includes('CRYSTAL') ? BANNER.exec(text)?.[1] : undefined;

/** CRYSTAL06 prints `Release 1.0 - v1_0_2` and forgets colon and star. */
const RELEASE = /^ ?\*\s+(?:public|develop|release)\b\s*:?\s*([-\d].*?)[\s*]*$/i;

function readBannerLine(draft: RunDraft, text: string): void {
  const { frame } = draft;
  if (frame.phase !== 'banner') return;
  const version = bannerVersion(text);
  if (version !== undefined) frame.program = { name: 'CRYSTAL', version, release: null };
  const release = RELEASE.exec(text)?.[1]?.replace(/^-\s*/, '');
  if (release && frame.program?.release === null) frame.program = { ...frame.program, release };
  if (text.includes('CRYSTALQ REHEARSAL')) frame.isRehearsal = true;
}

const DATE = /DATE (\d\d) (\d\d) (\d{4}) TIME (\d\d:\d\d:\d\d(?:\.\d+)?)/;

const dateOf = (text: string): string | null => {
  const match = DATE.exec(text);
  return match ? `${match[3]}-${match[2]}-${match[1]}T${match[4]}` : null;
};

/** Lines that may stand where the title of a crystal run is expected. */
const NO_TITLE = /^\s*$|^ (?:INFORMATION|WARNING|ERROR|\*{4,})|^ ?\*{4,}/;

function readStart(draft: RunDraft, text: string): Table {
  const { frame } = draft;
  frame.phase = 'running';
  frame.startedAt = dateOf(text);
  let waiting = true;
  return (next) => {
    if (!waiting || NO_TITLE.test(next)) return false;
    waiting = false;
    frame.title = detached(next.trim());
    return true;
  };
}

function readTermination(draft: RunDraft, text: string, line: number): void {
  const { frame } = draft;
  frame.normalTermination = true;
  frame.phase = 'over';
  frame.endedAt = dateOf(text);
  draft.lines['normalTermination'] = line;
}

/** All digits to the end: a line may be cut within its last number. */
const SECONDS = String.raw`(\d+\.\d\d|\d*\.\d+E[-+]\d\d)`;
/** A label of twelve letters touches the word behind it. */
const TIMER = new RegExp(String.raw`^ ?T{30} (.{1,12}?) *TELAPSE *${SECONDS} *TCPU *${SECONDS}\s*$`);

export function parseTimer(text: string): Omit<StageTimer, 'line'> | undefined {
  const match = TIMER.exec(text);
  const elapsedSeconds = toNumber(match?.[2]);
  const cpuSeconds = toNumber(match?.[3]);
  if (!match?.[1] || elapsedSeconds === undefined || cpuSeconds === undefined) return undefined;
  return { label: match[1], elapsedSeconds, cpuSeconds };
}

function readTimer(draft: RunDraft, text: string, line: number): void {
  const { frame } = draft;
  // A report of band edges never goes on across a timer line.
  draft.bands.spin = null;
  const timer = parseTimer(text);
  if (!timer) return;
  frame.lastTimer = { ...timer, line };
  if (frame.stages.size < 200) frame.stages.add(timer.label);
  if (timer.label !== 'END' && timer.label !== 'ERR') return;
  frame.endTimer = frame.lastTimer;
  if (timer.label === 'ERR') frame.phase = 'over';
}

const PROCESSORS = /^\s*(\d+) +PROCESSORS? +WORKING/;

/** Number of MPI processes, printed before the banner. */
export const processorsOf = (text: string): number | undefined => toNumber(PROCESSORS.exec(text)?.[1]);

const PROCESS = /^\s*PROCESS +\d+ +OF +(\d+) +WORKING\s*$/;

/** The number of MPI processes, as each of them says when it starts: late ones even within a table. */
export const processesOf = (text: string): number | undefined => toNumber(PROCESS.exec(text)?.[1]);

/** `NODE    3 CPU TIME =  71.487`, a line per process after the end, in their order. */
function readNode(draft: RunDraft, text: string): void {
  const { frame } = draft;
  const node = toNumber(/^NODE +(\d+) CPU TIME =/.exec(text)?.[1]);
  if (frame.phase === 'over' && node === frame.nodes) frame.nodes += 1;
}

function readTotalCpu(draft: RunDraft, text: string): void {
  draft.frame.totalCpuSeconds =
    toNumber(/=\s*(\d+\.\d{3})\s*$/.exec(text)?.[1]) ?? draft.frame.totalCpuSeconds;
}

function readMemory(draft: RunDraft, text: string): void {
  const megabytes = toNumber(/MAX MEM(?:\(MB\))?\s*[:=]?\s*(\d+(?:\.\d+)?)/.exec(text)?.[1]);
  const before = draft.frame.memoryMegabytes ?? 0;
  if (megabytes !== undefined) draft.frame.memoryMegabytes = Math.max(before, megabytes);
}

export const frameLandmarks: readonly Landmark[] = [
  oneLine('* ', readBannerLine),
  landmark('EEEEEEEEEE STARTING', readStart),
  oneLine('EEEEEEEEEE TERMINATION', readTermination),
  oneLine('TTTTTTTTTT', readTimer),
  anywhere(oneLine('NODE ', readNode)),
  anywhere(oneLine('TOTAL CPU TIME =', readTotalCpu)),
  oneLine('MMMMM ', readMemory),
];
