/*
 *                           AU/CELL             EV/CELL                 KJ/MOL
 *  E0            :       0.050570294031       1.376087659523         132.77228827
 *  AT (T =  298.15 K, P =   0.10132500E+00 MPA):
 *  ET            :       0.013176539994       0.358551881672          34.59500088
 *  EL+E0+ET+PV-TS:    -754.240704101842  -20523.932975201184    -1980258.68955033
 *                       mHARTREE/(CELL*K)     mEV/(CELL*K)              J/(MOL*K)
 *  ENTROPY       :       0.093942612098       2.556308435407         246.64629331
 *
 * With imaginary modes some are NaN. PV is printed for crystals only.
 */
import { NUMBER, numberRow, toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { RunDraft } from '../run-draft.js';

const MOST_STATES = 2000;

interface StateDraft {
  readonly temperatureKelvin: number;
  readonly pressureMegapascal: number;
  readonly line: number;
  thermalHartree: number | null;
  pressureVolumeHartree: number | null;
  entropyTermHartree: number | null;
  freeEnergyHartree: number | null;
  entropyJoulePerMolKelvin: number | null;
  heatCapacityJoulePerMolKelvin: number | null;
}

export interface ThermodynamicsDraft {
  zeroPointHartree: number | null;
  readonly states: StateDraft[];
}

export const newThermodynamics = (): ThermodynamicsDraft => ({ zeroPointHartree: null, states: [] });

const STATE = new RegExp(String.raw`\(T = *(${NUMBER}) K, P = *(${NUMBER}) MPA\)`);

function readState(draft: RunDraft, text: string, line: number): void {
  const match = STATE.exec(text);
  const temperatureKelvin = toNumber(match?.[1]);
  const pressureMegapascal = toNumber(match?.[2]);
  if (temperatureKelvin === undefined || pressureMegapascal === undefined) return;
  const { states } = draft.thermodynamics;
  if (states.length === MOST_STATES) states.shift();
  states.push({
    temperatureKelvin,
    pressureMegapascal,
    line,
    thermalHartree: null,
    pressureVolumeHartree: null,
    entropyTermHartree: null,
    freeEnergyHartree: null,
    entropyJoulePerMolKelvin: null,
    heatCapacityJoulePerMolKelvin: null,
  });
}

type Quantity = Exclude<keyof StateDraft, 'temperatureKelvin' | 'pressureMegapascal' | 'line'>;

/** Hartree (or millihartree) per cell, eV and J/mol: three columns after the colon. */
const threeColumns = (text: string): number[] | undefined =>
  WHOLE.test(text) ? numberRow(text, 3, text.indexOf(':') + 1) : undefined;

/** The last column has eight decimals, and fewer where it was cut. */
const WHOLE = /\.\d{8}\s*$/;

const quantity = (label: string, field: Quantity, column: 0 | 2): Landmark =>
  oneLine(label, (draft, text) => {
    const state = draft.thermodynamics.states.at(-1);
    if (state) state[field] = threeColumns(text)?.[column] ?? null;
  });

function readZeroPoint(draft: RunDraft, text: string, line: number): void {
  const value = threeColumns(text)?.[0];
  // The first one belongs to the first table of modes; a series prints one per volume.
  if (value === undefined || draft.thermodynamics.zeroPointHartree !== null) return;
  draft.thermodynamics.zeroPointHartree = value;
  draft.lines['zeroPointHartree'] = line;
}

export const thermodynamicsLandmarks: readonly Landmark[] = [
  oneLine('E0            :', readZeroPoint),
  oneLine('AT (T =', readState),
  quantity('ET            :', 'thermalHartree', 0),
  quantity('PV            :', 'pressureVolumeHartree', 0),
  quantity('TS            :', 'entropyTermHartree', 0),
  quantity('EL+E0+ET+PV-TS:', 'freeEnergyHartree', 0),
  quantity('EL+E0+ET-TS   :', 'freeEnergyHartree', 0),
  quantity('ENTROPY       :', 'entropyJoulePerMolKelvin', 2),
  quantity('HEAT CAPACITY :', 'heatCapacityJoulePerMolKelvin', 2),
];
