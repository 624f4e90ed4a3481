import { functionals } from '../tables/functionals.js';
import { grids } from '../tables/grids.js';
import { keywordTable, type KeywordRule } from '../keyword-table.js';
import { numericLines, ints, none, numbers, reals, word, type Shape } from '../shapes.js';

/** `N`, N - 1 or N limits, N values: zones of the integration grid. */
const zones: Shape = (cursor, context) => {
  const [count = 0] = cursor.takeNumbers(['int'], `the number of zones after ${context.keyword}`);
  if (count < 1 || count > 100) throw cursor.failure(`from 1 to 100 zones after ${context.keyword}`);
  const limits = cursor.takeNumbers(
    Array(count).fill('real') as 'real'[],
    `${count} limits after ${context.keyword}`,
  );
  const values = cursor.takeNumbers(
    Array(count).fill('int') as 'int'[],
    `${count} values after ${context.keyword}`,
  );
  return [[count], limits, values];
};

const functionalNames = Object.fromEntries(functionals.map(({ keyword }) => [keyword, none]));
const gridNames = Object.fromEntries(grids.map((name) => [name, none]));

const composition = {
  SPIN: none,
  COLLINEAR: none,
  NONCOLC: none,
  NONCOLSF: none,
  EXCHANGE: word('the name of an exchange functional'),
  CORRELAT: word('the name of a correlation functional'),
  HYBRID: reals(1, 'one real number (% of Hartree-Fock exchange)'),
  NONLOCAL: reals(2, 'the weights of the non-local exchange and correlation'),
  'LSRSH-PBE': reals(3, 'omega, c_SR and c_LR'),
  'SR-OMEGA': reals(1, 'one real number (1/bohr)'),
  'MR-OMEGA': reals(1, 'one real number (1/bohr)'),
  'LR-OMEGA': reals(1, 'one real number (1/bohr)'),
  'SR-HYB-WB97X': reals(1, 'one real number'),
  DHYBRID: numericLines,
};

const integration = {
  RADIAL: zones,
  ANGULAR: zones,
  BECKE: none,
  SAVIN: none,
  TOLLDENS: ints(1, 'one integer (10^-n)'),
  TOLLGRID: ints(1, 'one integer (10^-n)'),
  LIMBEK: ints(1, 'one integer'),
  BATCHPNT: ints(1, 'one integer'),
  BASIS: numericLines,
  TOLM: numericLines,
  RADSAFE: numericLines,
  CHUNKS: numericLines,
  DISTGRID: numericLines,
  RADIUS: numericLines,
  FCHARGE: numericLines,
};

const oneReal: KeywordRule = { records: reals(1, 'one real number'), sameLine: true };
const oneRadius: KeywordRule = { records: reals(1, 'one real number (bohr)'), sameLine: true };

/** Dispersion outside the DFT block. Real decks write `VERSION 3` on one line, and it runs. */
export const dispersionKeywords = keywordTable({
  VERSION: { records: ints(1, 'one integer (2, 3 or 4)'), sameLine: true },
  FUNC: word('the name of a functional'),
  ABC: none,
  S6: oneReal,
  S8: oneReal,
  A1: oneReal,
  A2: oneReal,
  RS6: oneReal,
  RS8: oneReal,
  RADIUS: oneRadius,
  CNRADIUS: oneRadius,
  ABCRADIUS: oneRadius,
  PRINTC6: none,
});

export const counterpoiseKeywords = keywordTable({
  METHOD: word('the name of a method'),
  SIGMA: reals(1, 'one real number'),
  ALPHA: reals(1, 'one real number'),
  BETA: reals(1, 'one real number'),
  ETA: reals(1, 'one real number'),
  RADIUS: reals(1, 'one real number'),
  PRINTEMISS: none,
});

/** Blocks that belong beside DFT; read where they are written, so that their END does not close DFT. */
const misplaced = {
  DFTD3: { records: none, block: dispersionKeywords },
  GCP: { records: none, block: counterpoiseKeywords },
};

/** CRYSTAL manual, "DFT Hamiltonian". */
export const dftKeywords = keywordTable(functionalNames, gridNames, composition, integration, misplaced);

export const compositeKeywords = keywordTable({
  RESCALES8: reals(1, 'one real number'),
  SCALEGCP: reals(1, 'one real number'),
});

export const twoComponentKeywords = keywordTable({
  SOC: none,
  GUESSPAT: none,
  GUESSPATNC: none,
  GUESSPNOSO: none,
  GUESSPSO: none,
  GCOREROT: reals(2, 'the angles theta and phi (degrees)'),
  '2NDVARIAT': numericLines,
  SPINORLOCK: numbers(['int', 'int'], 'difference and cycles'),
  PRTENESOC: none,
});
