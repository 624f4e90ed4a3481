/*
 *  CYC   7 ETOT(AU) -2.754485911372E+02 DETOT -1.27E-10 tst  1.09E-11 PX  1.39E-05
 *  == SCF ENDED - CONVERGENCE ON ENERGY      E(AU) -2.7544859113772E+02 CYCLES   7
 *
 * Cycles are counted from 0. The reason is CONVERGENCE ON ENERGY, CONVERGENCE ON TESTER or TOO MANY CYCLES.
 * In an optimisation only the first point's SCF is in the file; the others are in SCFOUT.LOG.
 */
import { detached } from '../detached.js';
import { NUMBER, toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { ScfCycle, ScfEnd } from '../report.js';
import type { RunDraft } from '../run-draft.js';
import { confirmReport } from './band-edges.js';
import { addFailure, withdrawFailure } from './messages.js';

const MOST_CYCLES = 500;
const MOST_ENDS = 5000;

export interface ScfDraft {
  history: ScfCycle[];
  readonly ends: ScfEnd[];
  cycleCount: number;
  /** A cycle was printed after the last SCF ENDED line: an SCF is under way or was cut. */
  isOpen: boolean;
  lastCycleLine: number | null;
}

export const newScf = (): ScfDraft => ({
  history: [],
  ends: [],
  cycleCount: 0,
  isOpen: false,
  lastCycleLine: null,
});

const CYCLE = new RegExp(String.raw`^\s*CYC *(\d+) ETOT\(AU\) *(${NUMBER}) DETOT *(${NUMBER}) +tst\b`);

export function parseCycle(text: string): ScfCycle | undefined {
  const match = CYCLE.exec(text);
  const energyHartree = toNumber(match?.[2]);
  const deltaHartree = toNumber(match?.[3]);
  if (!match || energyHartree === undefined || deltaHartree === undefined) return undefined;
  return { cycle: Number(match[1]), energyHartree, deltaHartree };
}

function readCycle(draft: RunDraft, text: string, line: number): void {
  const cycle = parseCycle(text);
  if (!cycle) return;
  confirmReport(draft);
  const { scf } = draft;
  const last = scf.history.at(-1);
  if (!scf.isOpen || (last && cycle.cycle <= last.cycle)) scf.history = [];
  if (scf.history.length === MOST_CYCLES) scf.history.shift();
  scf.history.push(cycle);
  scf.cycleCount += 1;
  scf.isOpen = true;
  scf.lastCycleLine = line;
}

const END = new RegExp(String.raw`^\s*== SCF ENDED - (\S.*?) +E\(AU\) *(${NUMBER}) +CYCLES *(\d+)\s*$`);

export function parseScfEnd(text: string, line: number): ScfEnd | undefined {
  const match = END.exec(text);
  const energyHartree = toNumber(match?.[2]);
  if (!match?.[1] || energyHartree === undefined) return undefined;
  const reason = detached(match[1]);
  return {
    converged: reason.startsWith('CONVERGENCE'),
    reason,
    cycles: Number(match[3]),
    energyHartree,
    line,
  };
}

function readEnd(draft: RunDraft, text: string, line: number): void {
  const end = parseScfEnd(text, line);
  if (!end) return;
  confirmReport(draft);
  const { scf } = draft;
  if (scf.ends.length === MOST_ENDS) scf.ends.shift();
  scf.ends.push(end);
  scf.isOpen = false;
  if (!draft.energies.isDisplaced) Object.assign(draft.energies, { correctedHartree: null, corrections: '' });
  if (end.converged) withdrawFailure(draft.messages, 'SCF_NOT_CONVERGED');
  else
    addFailure(draft.messages, {
      code: 'SCF_NOT_CONVERGED',
      routine: null,
      message: `SCF ENDED - ${end.reason}`,
      line,
    });
}

export const scfLandmarks: readonly Landmark[] = [
  oneLine('CYC ', readCycle),
  oneLine('== SCF ENDED', readEnd),
];
