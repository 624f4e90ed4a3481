import type { NumberKind } from '../record-cursor.js';
import { keywordTable } from '../keyword-table.js';
import {
  counted,
  countedInts,
  ints,
  none,
  numbers,
  numericLines,
  reals,
  sequence,
  type Shape,
} from '../shapes.js';
import { cphfKeywords } from './cphf.js';
import { preoptgeom } from './optgeom.js';

const spectrumKeywords = keywordTable({
  /** cm^-1. */
  RANGE: reals(2, 'lower and upper wavenumber'),
  LENSTEP: reals(1, 'one real number (step, cm^-1)'),
  DAMPFAC: numericLines,
  VOIGT: numericLines,
  GAUSS: numericLines,
  REFRIND: none,
  DIELFUN: none,
});

/** Overtones and combinations of modes. */
const combinationKeywords = keywordTable({
  ALL: none,
  IR: none,
  RAMAN: none,
  IRRAMAN: none,
  FREQ: none,
  IRREP: none,
  FREQRANGE: { records: reals(2, 'lower and upper wavenumber'), sameLine: true },
});

/** `NMO INI IFI STEP`, then the numbers of the modes; NMO is negative where only geometries are wanted. */
const scannedModes: Shape = (cursor, context) => {
  const head = cursor.takeNumbers(
    ['int', 'int', 'int', 'real'],
    `"NMO INI IFI STEP" after ${context.keyword}`,
  );
  const count = Math.abs(head[0] ?? 0);
  if (count > mostModes) throw cursor.failure(`at most ${mostModes} modes after ${context.keyword}`);
  const kinds = Array<NumberKind>(count).fill('int');
  return [head, cursor.takeNumbers(kinds, `the numbers of ${count} modes after ${context.keyword}`)];
};
const mostModes = 100_000;

/** Highest wavenumber and bins, then a choice: two records, written on one line by some. */
const histogram =
  (choice: string): Shape =>
  (cursor, context) => {
    const head = `highest wavenumber and number of bins after ${context.keyword}`;
    if (cursor.peekRecord() !== undefined && cursor.countNumbersAhead() > 2)
      return [cursor.takeNumbers(['real', 'int', 'int'], `${head}, ${choice}`)];
    return [
      cursor.takeNumbers(['real', 'int'], head),
      cursor.takeNumbers(['int'], `${choice} after ${context.keyword}`),
    ];
  };

/** `ISS NSUB`, the number of segments, then two points per segment in units of ISS: two numbers per direction. */
const bands: Shape = (cursor, context) => {
  const head = cursor.takeNumbers(['int', 'int'], `"ISS NSUB" after ${context.keyword}`);
  const [lines = 0] = cursor.takeNumbers(['int'], `the number of segments after ${context.keyword}`);
  const width = 2 * (context.dimensionality ?? Math.max(1, Math.floor(cursor.countNumbersAhead() / 2)));
  const kinds = Array<NumberKind>(width).fill('int');
  const rows: (readonly number[])[] = [head, [lines]];
  for (let row = 0; row < lines; row += 1) {
    rows.push(
      cursor.takeNumbers(
        kinds,
        `segment ${row + 1} of ${lines} (${width} integers) after ${context.keyword}`,
      ),
    );
  }
  return rows;
};

const derivatives = {
  /** 1: one-sided differences, 2: central. */
  NUMDERIV: ints(1, '1 or 2'),
  STEPSIZE: reals(1, 'one real number (Angstrom)'),
  NOOPTGEOM: none,
  PREOPTGEOM: preoptgeom,
  RESTART: none,
  TESTFREQ: none,
  FRAGMENT: countedInts(1, 'atom label'),
  ISOTOPES: counted(['int', 'real'], 'atom label and mass (u)'),
};

const thermodynamics = {
  TEMPERAT: numbers(['int', 'real', 'real'], 'the number of temperatures, the first and the last (K)'),
  PRESSURE: numbers(['int', 'real', 'real'], 'the number of pressures, the first and the last (MPa)'),
};

const intensities = {
  MODES: none,
  NOMODES: none,
  INTENS: none,
  NOINTENS: none,
  INTPOL: none,
  INTLOC: none,
  INTCPHF: { records: none, block: cphfKeywords },
  INTRAMAN: none,
  RAMANEXP: reals(2, 'temperature (K) and wavelength (nm)'),
  IRSPEC: { records: none, block: spectrumKeywords },
  RAMSPEC: { records: none, block: spectrumKeywords },
  DIELISO: reals(1, 'one real number (dielectric constant)'),
  DIELTENS: reals(9, 'the nine numbers of the dielectric tensor'),
};

const dispersion = {
  DISPERSION: none,
  NOKSYMDISP: none,
  BANDS: bands,
  INTERPHESS: sequence(ints(3, 'three integers (expansion)'), ints(1, 'one integer (printing)')),
  WANG: sequence(
    reals(3, 'row 1 of the dielectric tensor'),
    reals(3, 'row 2 of the dielectric tensor'),
    reals(3, 'row 3 of the dielectric tensor'),
  ),
  PDOS: histogram('0 or 1 (projections)'),
  INS: histogram('one integer (weighting)'),
};

/** Beyond harmonic modes: CRYSTAL manual, "Anharmonic calculation of frequencies". */
const anharmonic = {
  ANHAPES: sequence(countedInts(1, 'mode'), numbers(['int', 'real'], 'the scheme (1-4) and the step')),
  RESTPES: none,
  VSCF: none,
  VSCFTOL: ints(1, 'one integer (10^-n cm^-1)'),
  VSCFMIX: ints(1, 'one integer (%)'),
  VCI: sequence(ints(2, 'the quanta and the modes of a configuration'), ints(1, '0 or 1 (guess)')),
  SCANMODE: scannedModes,
  COMBMODE: { records: none, block: combinationKeywords },
  BETAVIB: reals(1, 'one real number (wavelength, nm)'),
  ADP: ints(2, 'the algorithm and the number of modes to leave out'),
};

const printing = { ANALYSIS: none, PRINT: none, NOANALYSIS: none };

/** CRYSTAL manual, "Vibrational frequencies". */
export const freqcalcKeywords = keywordTable(
  derivatives,
  thermodynamics,
  intensities,
  dispersion,
  anharmonic,
  printing,
);
