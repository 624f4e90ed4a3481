import { keywordTable } from '../keyword-table.js';
import { counted, ints, none, numbers, numericLines, reals } from '../shapes.js';
import { cphfKeywords } from './cphf.js';
import { freqcalcKeywords } from './freqcalc.js';
import { optgeomKeywords, preoptgeom } from './optgeom.js';

const range = numbers(['real', 'real', 'int'], 'lower limit, upper limit and number of points');

const elasticKeywords = keywordTable({
  PREOPTGEOM: preoptgeom,
  NUMDERIV: ints(1, 'one integer (number of points)'),
  STEPSIZE: reals(1, 'one real number (strain)'),
  CLAMPION: none,
  PRINT: none,
  PRESSURE: reals(1, 'one real number (GPa)'),
  RESTART: none,
  RESTART2: none,
  TOLDEG: reals(1, 'one real number (hartree/bohr)'),
  TOLDEX: reals(1, 'one real number (bohr)'),
  TOLDEE: ints(1, 'one integer (10^-n hartree)'),
  MAXCYCLE: ints(1, 'one integer'),
  SEISMDIR: numericLines,
});

const eosKeywords = keywordTable({
  PREOPTGEOM: preoptgeom,
  RANGE: range,
  PRANGE: range,
  PRINT: none,
  RESTART: none,
});

const qhaKeywords = keywordTable({
  PREOPTGEOM: preoptgeom,
  STEP: reals(1, 'one real number (% of the volume)'),
  POINTS: ints(1, '4, 7 or 13'),
  TEMPERAT: numbers(['int', 'real', 'real'], 'the number of temperatures, the first and the last (K)'),
  VRANGE: numbers(['real', 'real', 'int'], 'lower volume, upper volume and number of points'),
  RESTART: none,
  RESTART2: none,
});

const anharmKeywords = keywordTable({
  KEEPSYMM: none,
  POINTS26: none,
  NOGUESS: none,
  ISOTOPES: counted(['int', 'real'], 'atom label and mass (u)'),
  TESTANHA: none,
  TEST: none,
  PRINT: none,
});

/** Task blocks of the geometry section: one of them, and last. CRYSTAL manual, chapters on each task. */
export const taskKeywords = {
  OPTGEOM: { records: none, block: optgeomKeywords },
  FREQCALC: { records: none, block: freqcalcKeywords },
  CPHF: { records: none, block: cphfKeywords },
  CPKS: { records: none, block: cphfKeywords },
  ELASTCON: { records: none, block: elasticKeywords },
  ELAPIEZO: { records: none, block: elasticKeywords },
  PIEZOCON: { records: none, block: elasticKeywords },
  PHOTOELA: { records: none, block: elasticKeywords },
  EOS: { records: none, block: eosKeywords },
  QHA: { records: none, block: qhaKeywords },
  ANHARM: { records: ints(1, 'the label of the atom'), block: anharmKeywords },
};
export const taskNames: ReadonlySet<string> = new Set(Object.keys(taskKeywords));
