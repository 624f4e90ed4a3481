import { parseTimer } from './blocks/frame.js';
import { parseTotalEnergy } from './blocks/energies.js';
import { parseMeasure, parsePoint } from './blocks/optimization.js';
import { parseCycle, parseScfEnd } from './blocks/scf-cycles.js';
import { createLineSplitter } from './line-splitter.js';

/** How far a running job is. Not a verdict: even a job that converged may still fail. */
export interface RunProgress {
  /** Point of the optimisation; null before the first. */
  readonly point: number | null;
  readonly cycle: number | null;
  readonly energyHartree: number | null;
  /** Change of the energy in the last cycle. */
  readonly deltaHartree: number | null;
  readonly maxGradient: number | null;
  readonly maxGradientThreshold: number | null;
  readonly stage: string | null;
  readonly elapsedSeconds: number | null;
  /** The last line of an ordered end was seen. */
  readonly hasEnded: boolean;
}

export interface ProgressReader {
  /** What was appended to the output since the last call, cut anywhere. */
  readonly push: (chunk: Uint8Array | string) => void;
  readonly progress: () => RunProgress;
}

const nothing: RunProgress = {
  point: null,
  cycle: null,
  energyHartree: null,
  deltaHartree: null,
  maxGradient: null,
  maxGradientThreshold: null,
  stage: null,
  elapsedSeconds: null,
  hasEnded: false,
};

/** Follows a growing output from its tail: nothing is read twice, and a line counts when its end has been written. */
export function createProgressReader(): ProgressReader {
  let progress = nothing;
  const { push } = createLineSplitter((text, cut) => {
    if (cut) return;
    const reader = readers.find(([prefix]) => text.startsWith(prefix));
    if (reader) progress = { ...progress, ...reader[1](text) };
    else if (text.includes(' OPTIMIZATION - POINT ')) progress = { ...progress, ...atPoint(text) };
  });
  return { push, progress: () => progress };
}

type Reader = (text: string) => Partial<RunProgress>;

const readers: readonly (readonly [prefix: string, read: Reader])[] = [
  [' TTTTTTTTTT', atStage],
  [' CYC ', atCycle],
  [' == SCF ENDED', atScfEnd],
  [' TOTAL ENERGY(', atTotalEnergy],
  [' MAX GRADIENT', atGradient],
  [' EEEEEEEEEE STARTING', () => ({ ...nothing })],
  [' EEEEEEEEEE TERMINATION', () => ({ hasEnded: true })],
];

function atStage(text: string): Partial<RunProgress> {
  const timer = parseTimer(text);
  return timer ? { stage: timer.label, elapsedSeconds: timer.elapsedSeconds } : {};
}

function atCycle(text: string): Partial<RunProgress> {
  const cycle = parseCycle(text);
  return cycle ? { ...cycle } : {};
}

function atScfEnd(text: string): Partial<RunProgress> {
  const end = parseScfEnd(text, 0);
  return end ? { cycle: end.cycles, energyHartree: end.energyHartree } : {};
}

function atTotalEnergy(text: string): Partial<RunProgress> {
  const total = parseTotalEnergy(text);
  return total ? { energyHartree: total.energyHartree } : {};
}

function atGradient(text: string): Partial<RunProgress> {
  const measure = parseMeasure(text);
  return measure ? { maxGradient: measure.value, maxGradientThreshold: measure.threshold } : {};
}

function atPoint(text: string): Partial<RunProgress> {
  const point = parsePoint(text)?.point;
  return point === undefined ? {} : { point, cycle: null, deltaHartree: null };
}
