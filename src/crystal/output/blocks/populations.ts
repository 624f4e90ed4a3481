/*
 *  TOTAL ATOMIC CHARGES:
 *   26.4311114  26.4311181  15.5688853  15.5688853
 *  SUMMED SPIN DENSITY           0.00001523
 *  TOTAL ATOMIC SPINS  :
 *    1.6822584  -1.6822403  -0.0000015  -0.0000015
 *
 *      ALPHA+BETA ELECTRONS
 *  MULLIKEN POPULATION ANALYSIS - NO. OF ELECTRONS   26.000000
 *   ATOM    Z CHARGE  A.O. POPULATION
 *
 *    1 FE  26 26.000  2.000  1.923  2.057  2.057
 *
 * TOTAL ATOMIC CHARGES are electrons per atom. Rows are printed in every cycle: the last ones count.
 */
import { numbersFrom, toNumber } from '../fortran-numbers.js';
import { landmark, oneLine, type Landmark, type Table } from '../landmarks.js';
import type { RunDraft } from '../run-draft.js';

const MOST_ATOMS = 100_000;

interface MullikenRow {
  readonly atom: number;
  readonly atomicNumber: number;
  readonly electrons: number;
}

export interface PopulationsDraft {
  atomicElectrons: number[];
  atomicSpins: number[];
  totalSpin: number | null;
  mullikenSum: MullikenRow[];
  mullikenDifference: MullikenRow[];
  isDifference: boolean;
}

export const newPopulations = (): PopulationsDraft => ({
  atomicElectrons: [],
  atomicSpins: [],
  totalSpin: null,
  mullikenSum: [],
  mullikenDifference: [],
  isDifference: false,
});

/** A last number with fewer decimals was cut where the program was killed. */
const SEVEN_DECIMALS = /\.\d{7}\s*$/;

const rows =
  (field: 'atomicElectrons' | 'atomicSpins') =>
  (draft: RunDraft, _text: string, line: number): Table => {
    let values: number[] = [];
    draft.lines[field] = line;
    draft.populations[field] = values;
    return (text) => {
      const numbers = text.trim() === '' ? undefined : numbersFrom(text);
      if (!numbers || numbers.length > 10 || values.length > MOST_ATOMS) return false;
      if (!SEVEN_DECIMALS.test(text)) return false;
      values = draft.populations[field];
      values.push(...numbers);
      return true;
    };
  };

function readTotalSpin(draft: RunDraft, text: string, line: number): void {
  const value = toNumber(/SUMMED SPIN DENSITY +([-+]?\d+\.\d{8})\s*$/.exec(text)?.[1]);
  if (value === undefined) return;
  draft.populations.totalSpin = value + 0;
  draft.lines['totalSpin'] = line;
}

const MULLIKEN_ROW = /^\s*(\d+) +[A-Z]{1,2}\d{0,3} +(\d+) *(-?\d+\.\d{3})(?=[-\s])/;

function readMulliken(draft: RunDraft): Table {
  const atoms: MullikenRow[] = [];
  const { populations } = draft;
  if (populations.isDifference) populations.mullikenDifference = atoms;
  else {
    populations.mullikenSum = atoms;
    populations.mullikenDifference = [];
  }
  let isBody = false;
  return (text) => {
    if (!isBody) {
      isBody = /A\.O\. POPULATION/.test(text);
      return isBody || text.trim() === '';
    }
    const match = MULLIKEN_ROW.exec(text);
    const electrons = toNumber(match?.[3]);
    if (match && electrons !== undefined && Number(match[1]) === atoms.length + 1) {
      atoms.push({ atom: Number(match[1]), atomicNumber: Number(match[2]) % 100, electrons });
      return true;
    }
    // Continued rows and blank lines; the table of shells repeats the same numbers.
    return text.trim() === '' || /^ {15,}[-\d]/.test(text);
  };
}

const spinBlock = (isDifference: boolean) => (draft: RunDraft) => {
  draft.populations.isDifference = isDifference;
};

export const populationLandmarks: readonly Landmark[] = [
  landmark('TOTAL ATOMIC CHARGES', rows('atomicElectrons')),
  landmark('TOTAL ATOMIC SPINS', rows('atomicSpins')),
  oneLine('SUMMED SPIN DENSITY', readTotalSpin),
  oneLine('SPIN POLARIZED SYSTEM: SUMMED SPIN DENSITY', readTotalSpin),
  oneLine('ALPHA+BETA ELECTRONS', spinBlock(false)),
  oneLine('ALPHA-BETA ELECTRONS', spinBlock(true)),
  landmark('MULLIKEN POPULATION ANALYSIS', readMulliken),
];
