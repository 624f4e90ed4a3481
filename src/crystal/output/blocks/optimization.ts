/*
 *  COORDINATE AND CELL OPTIMIZATION - POINT    4
 *  MAX GRADIENT      0.000031  THRESHOLD              0.000450 CONVERGED YES
 *  RMS DISPLAC.      0.000015  THRESHOLD              0.001200 CONVERGED YES
 *  CONVERGENCE TESTS SATISFIED AFTER   4 ENERGY AND GRADIENT CALCULATIONS
 *  * OPT END - CONVERGED * E(AU):  -2.754486980727E+02  POINTS    4 *
 *  * OPT END - FAILED    * E(AU):  -3.323077458663E+03  POINTS  100 *
 *
 * Only OPT END is a verdict: tests that are not satisfied may be followed by a FINALRUN restart, and a flat surface
 * ends converged although its tests are not satisfied. Series (QHA, EOS) hold several optimisations.
 */
import { detached } from '../detached.js';
import { NUMBER, toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { OptimizationEnd } from '../report.js';
import type { RunDraft } from '../run-draft.js';
import { expectPointGeometry } from './geometry.js';
import { addFailure, addWarning, withdrawFailure } from './messages.js';

const MOST_POINTS = 2000;

interface PointDraft {
  readonly point: number;
  readonly kind: string;
  readonly line: number;
  energyHartree: number | null;
  maxGradient: number | null;
  rmsGradient: number | null;
  maxDisplacement: number | null;
  rmsDisplacement: number | null;
}

export interface OptimizationDraft {
  /** Number of the last point; starts again at 1 in a series. */
  points: number;
  history: PointDraft[];
  readonly ends: OptimizationEnd[];
  /** A point was begun after the last OPT END. */
  isOpen: boolean;
  isStored: boolean;
}

export const newOptimization = (): OptimizationDraft => ({
  points: 0,
  history: [],
  ends: [],
  isOpen: false,
  isStored: false,
});

const POINT = /^\s*((?:COORDINATE|CELL|COORDINATE AND CELL|[A-Z ]+?)) OPTIMIZATION - POINT *(\d+)\s*$/;

export function parsePoint(text: string): { kind: string; point: number } | undefined {
  const match = POINT.exec(text);
  return match?.[1] === undefined ? undefined : { kind: detached(match[1].trim()), point: Number(match[2]) };
}

function readPoint(draft: RunDraft, text: string, line: number): void {
  const found = parsePoint(text);
  if (!found) return;
  const { optimization } = draft;
  if (!optimization.isOpen) optimization.history = [];
  optimization.points = found.point;
  optimization.isOpen = true;
  draft.energies.isDisplaced = false;
  expectPointGeometry(draft.geometry, found.point);
  if (optimization.history.length === MOST_POINTS) optimization.history.shift();
  optimization.history.push({
    ...found,
    line,
    energyHartree: null,
    maxGradient: null,
    rmsGradient: null,
    maxDisplacement: null,
    rmsDisplacement: null,
  });
}

type Measure = 'maxGradient' | 'rmsGradient' | 'maxDisplacement' | 'rmsDisplacement';

const MEASURE = new RegExp(String.raw`^\s*[A-Z]{3} [A-Z.]+ +(${NUMBER}) +THRESHOLD +(${NUMBER})`);

export function parseMeasure(text: string): { value: number; threshold: number } | undefined {
  const match = MEASURE.exec(text);
  const value = toNumber(match?.[1]);
  const threshold = toNumber(match?.[2]);
  return value === undefined || threshold === undefined ? undefined : { value, threshold };
}

const measure = (prefix: string, field: Measure): Landmark =>
  oneLine(prefix, (draft, text) => {
    const point = draft.optimization.history.at(-1);
    const found = parseMeasure(text);
    if (point && found) point[field] = found.value;
  });

const END = new RegExp(
  String.raw`^\s*\* OPT END - (CONVERGED|FAILED) *\* E\(AU\): *(${NUMBER}) +POINTS *(\d+) *\*`,
);

function readEnd(draft: RunDraft, text: string, line: number): void {
  const match = END.exec(text);
  const energyHartree = toNumber(match?.[2]);
  if (!match || energyHartree === undefined) return;
  const { optimization } = draft;
  const converged = match[1] === 'CONVERGED';
  optimization.ends.push({ converged, points: Number(match[3]), energyHartree, line });
  optimization.isOpen = false;
  if (converged) withdrawFailure(draft.messages, 'OPT_NOT_CONVERGED');
  else
    addFailure(draft.messages, {
      code: 'OPT_NOT_CONVERGED',
      routine: null,
      message: `OPT END - FAILED after ${match[3]} points`,
      line,
    });
}

function readTests(draft: RunDraft, text: string, line: number): void {
  if (/NOT SATISFIED|UNSATISFIED/.test(text)) addWarning(draft.messages, null, text.trim(), line);
}

/** OPTINFO.DAT is there: the optimisation can be restarted. */
function noteStored(draft: RunDraft): void {
  draft.optimization.isStored = true;
}

export const optimizationLandmarks: readonly Landmark[] = [
  oneLine('COORDINATE OPTIMIZATION - POINT', readPoint),
  oneLine('CELL OPTIMIZATION - POINT', readPoint),
  oneLine('COORDINATE AND CELL OPTIMIZATION - POINT', readPoint),
  oneLine('INTERNAL COORDINATE OPTIMIZATION - POINT', readPoint),
  oneLine('REDUNDANT COORDINATE OPTIMIZATION - POINT', readPoint),
  oneLine('ATOM OPTIMIZATION - POINT', readPoint),
  oneLine('ATOMS OPTIMIZATION - POINT', readPoint),
  measure('MAX GRADIENT', 'maxGradient'),
  measure('RMS GRADIENT', 'rmsGradient'),
  measure('MAX DISPLAC.', 'maxDisplacement'),
  measure('RMS DISPLAC.', 'rmsDisplacement'),
  oneLine('* OPT END - ', readEnd),
  oneLine('CONVERGENCE TESTS ', readTests),
  oneLine('GEOMETRY OPTIMIZATION INFORMATION STORED IN OPTINFO.DAT', noteStored),
  oneLine('RESTARTING FROM A PREVIOUS GEOMETRY OPTIMIZATION RUN', noteStored),
];
