/*
 *  TOTAL ENERGY -2.7544859113743E+02  CONVERGENCE ON ENER       -3.775E-09
 *  N. OF SCF CYCLES                7  FERMI ENERGY              -0.152E+00
 *  *  FROM BAND   1 TO BAND  26                                                  *
 *  *  TOTAL OF1000 K-POINTS ALONG THE PATH                                       *
 *  LINE  1 ( 0.00 0.00 0.00: 0.50 0.00 0.50) IN TERMS OF PRIMITIVE LATTICE VECTORS
 *  ENERGY RANGE (A.U.)  -46.65363 -   6.57089 EFERMI  -0.15202
 *  TOTAL AND PROJECTED DENSITY OF STATES - FOURIER LEGENDRE METHOD
 *  FROM BAND    8 TO BAND   14 ENERGY RANGE -0.70000E+00  0.80000E+00
 *  3D DENSITY, GRID IS  20* 20*136
 *  ENDPROP
 */
import { NUMBER, toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { BandRange, CubeGrid } from '../report.js';
import type { RunDraft } from '../run-draft.js';

export interface PropertiesRunDraft {
  hasEnded: boolean;
  /** Order of the keywords, as found. */
  readonly tasks: Set<string>;
  totalEnergyHartree: number | null;
  scfCycles: number | null;
  fermiHartree: number | null;
  bandRange: BandRange | null;
  kPoints: number | null;
  segments: number;
  bandFermiHartree: number | null;
  dosRange: BandRange | null;
  readonly grids: CubeGrid[];
}

export const newPropertiesRun = (): PropertiesRunDraft => ({
  hasEnded: false,
  tasks: new Set(),
  totalEnergyHartree: null,
  scfCycles: null,
  fermiHartree: null,
  bandRange: null,
  kPoints: null,
  segments: 0,
  bandFermiHartree: null,
  dosRange: null,
  grids: [],
});

const task = (prefix: string, name: string): Landmark =>
  oneLine(prefix, (draft) => {
    draft.properties.tasks.add(name);
  });

const WAVEFUNCTION_ENERGY = new RegExp(String.raw`^\s*TOTAL ENERGY +(${NUMBER}) +CONVERGENCE ON ENER`);

function readEnergy(draft: RunDraft, text: string): void {
  const value = toNumber(WAVEFUNCTION_ENERGY.exec(text)?.[1]);
  if (value !== undefined) draft.properties.totalEnergyHartree = value;
}

const CYCLES = new RegExp(
  String.raw`^\s*N\. OF SCF CYCLES *(\d+) +FERMI ENERGY *(${NUMBER})(?<=E[-+]\d\d)\s*$`,
);

function readCycles(draft: RunDraft, text: string, line: number): void {
  const match = CYCLES.exec(text);
  const fermi = toNumber(match?.[2]);
  if (!match || fermi === undefined) return;
  draft.properties.scfCycles = Number(match[1]);
  draft.properties.fermiHartree = fermi;
  draft.lines['wavefunctionFermiHartree'] = line;
}

const BANDS = /FROM BAND *(\d+) TO BAND *(\d+)/;

function bandRange(text: string, line: number): BandRange | undefined {
  const match = BANDS.exec(text);
  if (!match) return undefined;
  const energies = new RegExp(String.raw`ENERGY RANGE *(${NUMBER}) *(${NUMBER})(?<=E[-+]\d\d)\s*$`).exec(
    text,
  );
  return {
    firstBand: Number(match[1]),
    lastBand: Number(match[2]),
    lowHartree: toNumber(energies?.[1]) ?? null,
    highHartree: toNumber(energies?.[2]) ?? null,
    line,
  };
}

function readBandRange(draft: RunDraft, text: string, line: number): void {
  draft.properties.bandRange = bandRange(text, line) ?? draft.properties.bandRange;
}

function readDosRange(draft: RunDraft, text: string, line: number): void {
  draft.properties.dosRange = bandRange(text, line) ?? draft.properties.dosRange;
}

function readKPoints(draft: RunDraft, text: string): void {
  const digits = /TOTAL OF *(\d+) K-POINTS/.exec(text)?.[1];
  if (digits !== undefined) draft.properties.kPoints = Number(digits);
}

const RANGE = new RegExp(
  String.raw`\(A\.U\.\) *(${NUMBER}) *- *(${NUMBER}) +EFERMI *(${NUMBER})(?<=\.\d{5})\s*$`,
);

function readEnergyRange(draft: RunDraft, text: string): void {
  const match = RANGE.exec(text);
  const low = toNumber(match?.[1]);
  const high = toNumber(match?.[2]);
  const fermi = toNumber(match?.[3]);
  const { properties } = draft;
  if (low === undefined || high === undefined || fermi === undefined) return;
  properties.bandFermiHartree = fermi;
  if (properties.bandRange)
    properties.bandRange = { ...properties.bandRange, lowHartree: low, highHartree: high };
}

function readGrid(draft: RunDraft, text: string, line: number): void {
  const match = /GRID IS *(\d+)\* *(\d+)\* *(\d+)\s*$/.exec(text);
  if (!match || draft.properties.grids.length >= 20) return;
  draft.properties.grids.push({ points: [Number(match[1]), Number(match[2]), Number(match[3])], line });
}

export const propertiesLandmarks: readonly Landmark[] = [
  oneLine('TOTAL ENERGY ', readEnergy),
  oneLine('N. OF SCF CYCLES', readCycles),
  task('*  BAND STRUCTURE', 'BAND'),
  oneLine('*  FROM BAND', readBandRange),
  oneLine('*  TOTAL OF', readKPoints),
  oneLine('LINE ', (draft, text) => {
    if (text.includes('IN TERMS OF PRIMITIVE LATTICE VECTORS')) draft.properties.segments += 1;
  }),
  oneLine('ENERGY RANGE (A.U.)', readEnergyRange),
  task('TOTAL AND PROJECTED DENSITY OF STATES', 'DOSS'),
  oneLine('FROM BAND', readDosRange),
  oneLine('3D DENSITY, GRID IS', readGrid),
  task('ELECTRON CHARGE (AND SPIN) DENSITY - DERIVATIVES', 'ECHG maps'),
  task('*                              T O P O N D', 'TOPO'),
  task('XRD SPECTRUM', 'XRDSPEC'),
  task('THERMOELECTRIC AND ELECTRONIC TRANSPORT', 'BOLTZTRA'),
  oneLine('ENDPROP', (draft) => {
    draft.properties.hasEnded = true;
  }),
];
