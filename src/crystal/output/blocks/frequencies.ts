/*
 *     MODES         EIGV          FREQUENCIES     IRREP  IR   INTENS    RAMAN
 *              (HARTREE**2)   (CM**-1)     (THZ)             (KM/MOL)
 *     1-   3    0.2379E-21      0.0000    0.0000  (Fu )   A (     0.00)   I
 *     4-   6    0.4884E-05    485.0276   14.5408  (Fu )   A (  1045.07)   I
 *
 *   DISPERSION K POINT NUMBER     2 COORD:  C(   2   2   0 )    WEIGHT:    1.
 *
 * Degenerate modes share a row. A negative wave number is imaginary. Between the heading of a k point and its table may
 * stand the legend of the table, or nothing but the rows.
 */
import { toNumber } from '../fortran-numbers.js';
import { landmark, oneLine, type Landmark, type Table } from '../landmarks.js';
import type { PhononPoint, Vector3, VibrationalMode } from '../report.js';
import type { RunDraft } from '../run-draft.js';

const MOST_MODES = 30_000;
const MOST_POINTS = 5000;

type PhononDraft = PhononPoint & { frequenciesPerCm: number[] };

export interface FrequenciesDraft {
  isFrequencyRun: boolean;
  isRestarted: boolean;
  hasIntensities: boolean;
  isCphf: boolean;
  hasRaman: boolean;
  isDispersion: boolean;
  hasPhononBands: boolean;
  isQuasiHarmonic: boolean;
  tables: number;
  modes: VibrationalMode[];
  bands: PhononDraft[];
  /** The k point whose table comes next. */
  nextPoint: PhononDraft | null;
  imaginaryModes: number | null;
}

export const newFrequencies = (): FrequenciesDraft => ({
  isFrequencyRun: false,
  isRestarted: false,
  hasIntensities: false,
  isCphf: false,
  hasRaman: false,
  isDispersion: false,
  hasPhononBands: false,
  isQuasiHarmonic: false,
  tables: 0,
  modes: [],
  bands: [],
  nextPoint: null,
  imaginaryModes: null,
});

const MODE =
  /^\s*(\d+)- *(\d+) +(-?\d*\.\d+E[-+]\d+) *(-?\d+\.\d+) *(-?\d+\.\d+)(?: +\( *([^)]*?) *\))?(?: +([AI]))?(?: +\( *(-?\d+\.\d+)\))?(?: +([AI]))?\s*$/;

function modeOf(text: string, line: number): VibrationalMode | undefined {
  const match = MODE.exec(text);
  const eigenvalueHartree2 = toNumber(match?.[3]);
  const frequencyPerCm = toNumber(match?.[4]);
  const frequencyThz = toNumber(match?.[5]);
  if (!match || eigenvalueHartree2 === undefined) return undefined;
  if (frequencyPerCm === undefined || frequencyThz === undefined) return undefined;
  return {
    first: Number(match[1]),
    last: Number(match[2]),
    eigenvalueHartree2,
    frequencyPerCm,
    frequencyThz,
    irrep: match[6] ?? null,
    irActive: match[7] === undefined ? null : match[7] === 'A',
    irIntensityKmPerMol: toNumber(match[8]) ?? null,
    ramanActive: match[9] === undefined ? null : match[9] === 'A',
    line,
  };
}

const HEADING = /^\s+(?:MODES +EIGV|\(HARTREE\*\*2\))/;

/** Rows of one table. Mode numbers go on without a gap from 1: a row that does not fit ends the table. */
function modeTable(accept: (mode: VibrationalMode) => void): Table {
  let next = 1;
  return (text, line) => {
    const mode = modeOf(text, line);
    if (!mode) return next === 1 && (HEADING.test(text) || text.trim() === '');
    if (mode.first !== next || mode.last < mode.first || mode.last > MOST_MODES) return false;
    next = mode.last + 1;
    accept(mode);
    return true;
  };
}

function readTable(draft: RunDraft): Table {
  const { frequencies } = draft;
  frequencies.tables += 1;
  frequencies.isFrequencyRun = true;
  const isFirst = frequencies.tables === 1;
  const keep = keeperOf(frequencies);
  return modeTable((mode) => {
    keep(mode);
    if (isFirst) frequencies.modes.push(mode);
  });
}

/** A k point counts from the first row of its table on. */
function keeperOf(frequencies: FrequenciesDraft): (mode: VibrationalMode) => void {
  const point = frequencies.nextPoint;
  frequencies.nextPoint = null;
  return (mode) => {
    if (!point) return;
    if (point.frequenciesPerCm.length === 0) frequencies.bands.push(point);
    point.frequenciesPerCm.push(...repeated(mode));
  };
}

const DISPERSION = /NUMBER *(\d+) +COORD: +[CR]\( *(-?\d+) *(-?\d+) *(-?\d+) *\) +WEIGHT: *(\d+\.?\d*)/;

function readPhononPoint(draft: RunDraft, text: string): Table | undefined {
  const { frequencies } = draft;
  const match = DISPERSION.exec(text);
  frequencies.isDispersion = true;
  if (!match || frequencies.bands.length >= MOST_POINTS) return undefined;
  const k: Vector3 = [Number(match[2]), Number(match[3]), Number(match[4])];
  frequencies.nextPoint = { point: Number(match[1]), k, weight: Number(match[5]), frequenciesPerCm: [] };
  let keep: ((mode: VibrationalMode) => void) | undefined;
  const rows = modeTable((mode) => {
    keep ??= keeperOf(frequencies);
    keep(mode);
  });
  return (row, line) => !/^\s+MODES +EIGV/.test(row) && rows(row, line);
}

/** One value per mode of a row. */
export const repeated = (mode: VibrationalMode): number[] =>
  new Array<number>(mode.last - mode.first + 1).fill(mode.frequencyPerCm);

type Flag = {
  [K in keyof FrequenciesDraft]: FrequenciesDraft[K] extends boolean ? K : never;
}[keyof FrequenciesDraft];

const flag = (prefix: string, ...fields: Flag[]): Landmark =>
  oneLine(prefix, (draft) => {
    for (const field of fields) draft.frequencies[field] = true;
  });

function readFrequencyOption(draft: RunDraft, text: string): void {
  const { frequencies } = draft;
  frequencies.isFrequencyRun = true;
  if (text.includes('FREQUENCY CALCULATION RESTART')) frequencies.isRestarted = true;
  if (text.includes('IR INTENSITIES')) frequencies.hasIntensities = true;
  if (text.includes('CPHF')) frequencies.isCphf = true;
  if (text.includes('RAMAN')) frequencies.hasRaman = true;
  if (text.includes('DISPERSION')) frequencies.isDispersion = true;
}

function readImaginary(draft: RunDraft, text: string): void {
  const digits = /FREQS +(\d+)\s*$/.exec(text)?.[1];
  if (digits !== undefined) draft.frequencies.imaginaryModes = Number(digits);
}

export const frequencyLandmarks: readonly Landmark[] = [
  landmark('MODES         EIGV', readTable),
  landmark('DISPERSION K POINT NUMBER', readPhononPoint),
  oneLine('INFORMATION **** INPFREQ ****', readFrequencyOption),
  flag('* CALCULATION OF PHONON FREQUENCIES AT THE GAMMA POINT', 'isFrequencyRun'),
  flag('FREQUENCY CALCULATION', 'isFrequencyRun'),
  flag('* INTENSITIES COMPUTED VIA', 'hasIntensities'),
  flag('* INTENSITIES COMPUTED VIA THE CPHF', 'hasIntensities', 'isCphf'),
  flag('* PHONON BANDS', 'hasPhononBands', 'isDispersion'),
  flag('*                              PHONON BANDS', 'hasPhononBands', 'isDispersion'),
  flag('PHONONS ALONG PATH', 'hasPhononBands', 'isDispersion'),
  flag('<RAMAN>', 'hasRaman'),
  flag('QUASI-HARMONIC APPROXIMATION', 'isQuasiHarmonic'),
  oneLine('ESTIMATED NUMBER OF IMAGINARY FREQS', readImaginary),
];
