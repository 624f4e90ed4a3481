/*
 *  SYMMETRIZED ELASTIC CONSTANTS FOR CUBIC        CASE, IN GPa
 *
 *  |    12.076    9.273    9.273    0.000    0.000    0.000 |
 *  |             12.076    9.273    0.000    0.000    0.000 |
 *
 *     K_V     G_V     K_R     G_R     K_H     G_H    E_H      v_H
 *
 *    10.21    1.29   10.21    1.28   10.21    1.29    3.70   0.440
 *
 * Slabs and polymers give HARTREE per cell. Rows are the upper triangle.
 */
import { numberRow, numbersFrom } from '../fortran-numbers.js';
import { landmark, oneLine, type Landmark, type Table } from '../landmarks.js';
import type { RunDraft } from '../run-draft.js';

export interface ElasticDraft {
  isElasticRun: boolean;
  isEquationOfState: boolean;
  crystalSystem: string;
  unit: string;
  upperTriangle: number[][];
  line: number | null;
  /** K_H, G_H, E_H, v_H. */
  hill: readonly number[] | null;
}

export const newElastic = (): ElasticDraft => ({
  isElasticRun: false,
  isEquationOfState: false,
  crystalSystem: '',
  unit: '',
  upperTriangle: [],
  line: null,
  hill: null,
});

/** Of a crystal, a slab and a polymer. */
const FIRST_ROWS: readonly number[] = [6, 3, 1];

const HEADER = /ELASTIC CONSTANTS FOR (.+?) +CASE, IN (\S.*?)\s*$/;

function readConstants(draft: RunDraft, text: string, line: number): Table | undefined {
  const match = HEADER.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  const rows: number[][] = [];
  Object.assign(draft.elastic, {
    isElasticRun: true,
    crystalSystem: match[1],
    unit: match[2],
    line,
    upperTriangle: rows,
  } satisfies Partial<ElasticDraft>);
  return (row) => {
    const inside = /^\s*\|(.*)\|\s*$/.exec(row)?.[1];
    if (inside === undefined) return rows.length === 0 && row.trim() === '';
    const numbers = numbersFrom(inside);
    const before = rows.at(-1);
    if (!numbers || !(before ? [before.length - 1] : FIRST_ROWS).includes(numbers.length)) return false;
    rows.push(numbers);
    return true;
  };
}

function readModuli(draft: RunDraft): Table {
  let isRead = false;
  return (row) => {
    if (isRead) return false;
    if (row.trim() === '') return true;
    isRead = true;
    const numbers = /\.\d{3}\s*$/.test(row) ? numberRow(row, 8) : undefined;
    if (numbers) draft.elastic.hill = numbers.slice(4);
    return numbers !== undefined;
  };
}

const isElastic = (draft: RunDraft): void => {
  draft.elastic.isElasticRun = true;
};

export const elasticLandmarks: readonly Landmark[] = [
  oneLine('ELAELAELAELA', isElastic),
  oneLine('ELASTIC CALCULATION', isElastic),
  oneLine('EQUATION OF STATE', (draft) => {
    draft.elastic.isEquationOfState = true;
  }),
  landmark('SYMMETRIZED ELASTIC CONSTANTS', readConstants),
  landmark('K_V     G_V', readModuli),
];
