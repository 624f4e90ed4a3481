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
  PDOS: sequence(
    numbers(['real', 'int'], 'highest wavenumber and number of bins'),
    ints(1, '0 or 1 (projections)'),
  ),
  INS: sequence(
    numbers(['real', 'int'], 'highest wavenumber and number of bins'),
    ints(1, 'one integer (weighting)'),
  ),
};

const printing = { ANALYSIS: none, PRINT: none, NOANALYSIS: none };

/** CRYSTAL manual, "Vibrational frequencies". */
export const freqcalcKeywords = keywordTable(derivatives, thermodynamics, intensities, dispersion, printing);
