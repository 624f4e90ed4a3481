/*
 *  SPACE GROUP (CENTROSYMMETRIC)        :  F M 3 M
 *  TWO-SIDED PLANE GROUP N. 77          :  P 6 M M
 *  POINT  GROUP  N.  1                  :  1      OR  C1
 *
 *  ****   48 SYMMOPS - TRANSLATORS IN FRACTIONAL UNITS
 *    V INV                    ROTATION MATRICES                   TRANSLATORS
 *    2   2  0.00  1.00 -0.00  1.00  0.00  0.00 -1.00 -1.00 -1.00  0.00  0.00  0.00
 *
 * The group lines describe the input: a slab cut from a bulk still prints the bulk's group.
 */
import { numberRow } from '../fortran-numbers.js';
import { landmark, oneLine, type Landmark, type Table } from '../landmarks.js';
import type { SymmetryGroup, SymmetryOperator } from '../report.js';
import type { RunDraft } from '../run-draft.js';

export interface SymmetryDraft {
  group: SymmetryGroup | null;
  operators: SymmetryOperator[];
}

export const newSymmetry = (): SymmetryDraft => ({ group: null, operators: [] });

const GROUP_LINE = /^\s*(.*?)(?:N\.\s*(\d+))?\s*:\s*(\S.*?)\s*$/;

function readGroup(kind: SymmetryGroup['kind']) {
  return (draft: RunDraft, text: string, line: number): void => {
    const match = GROUP_LINE.exec(text);
    if (!match?.[3]) return;
    const inversion = /\((NON)?CENTROSYMMETRIC\)/.exec(text);
    draft.symmetry.group = {
      kind,
      symbol: match[3].replace(/\s+/g, ' '),
      number: match[2] ? Number(match[2]) : null,
      centrosymmetric: inversion ? inversion[1] === undefined : null,
      line,
    };
  };
}

const MOST_OPERATORS = 4096;

function readOperators(draft: RunDraft, text: string): Table | undefined {
  const count = Number(/^\s*\*{4}\s*(\d+) +SYMMOPS/.exec(text)?.[1] ?? 0);
  if (count < 1 || count > MOST_OPERATORS) return undefined;
  const operators: SymmetryOperator[] = [];
  return (row) => {
    if (operators.length === count) return false;
    const numbers = numberRow(row, 14);
    if (!numbers) return operators.length === 0 && /ROTATION MATRICES|REFERENCE FRAME/.test(row);
    if (numbers[0] !== operators.length + 1) return false;
    operators.push(operatorOf(numbers));
    if (operators.length === count) draft.symmetry.operators = operators;
    return true;
  };
}

function operatorOf(numbers: readonly number[]): SymmetryOperator {
  const at = (index: number): number => (numbers[index] ?? 0) + 0;
  const row = (first: number): [number, number, number] => [at(first), at(first + 1), at(first + 2)];
  return { rotation: [row(2), row(5), row(8)], translation: row(11) };
}

export const symmetryLandmarks: readonly Landmark[] = [
  oneLine('SPACE GROUP (', readGroup('space group')),
  oneLine('TWO-SIDED PLANE GROUP', readGroup('two-sided plane group')),
  oneLine('PLANE GROUP', readGroup('two-sided plane group')),
  oneLine('POLYMER GROUP', readGroup('rod group')),
  oneLine('LINE GROUP', readGroup('rod group')),
  oneLine('ROD GROUP', readGroup('rod group')),
  oneLine('POINT  GROUP', readGroup('point group')),
  oneLine('POINT GROUP', readGroup('point group')),
  landmark('****  ', readOperators),
];
