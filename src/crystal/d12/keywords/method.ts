import { keywordTable } from '../keyword-table.js';
import { counted, countedInts, ints, none, numbers, numericLines, reals, type Shape } from '../shapes.js';
import {
  compositeKeywords,
  counterpoiseKeywords,
  dftKeywords,
  dispersionKeywords,
  twoComponentKeywords,
} from './dft.js';

/** `IS ISP`, or `0 ISP` and three factors. */
const shrink: Shape = (cursor, context) => {
  const head = cursor.takeNumbers(['int', 'int'], `"IS ISP" (two integers) after ${context.keyword}`);
  if (head[0] !== 0) return [head];
  return [head, cursor.takeNumbers(['int', 'int', 'int'], `"IS1 IS2 IS3" after ${context.keyword}`)];
};

const hamiltonian = {
  RHF: none,
  UHF: none,
  // Older releases read the number of unpaired electrons.
  ROHF: numericLines,
  DFT: { records: none, block: dftKeywords },
  DFTD3: { records: none, block: dispersionKeywords },
  GCP: { records: none, block: counterpoiseKeywords },
  GCPAUTO: none,
  GRIMME: numericLines,
  HF3C: { records: none, block: compositeKeywords, optionalBlock: true },
  HFSOL3C: { records: none, block: compositeKeywords, optionalBlock: true },
  TWOCOMPON: { records: none, block: twoComponentKeywords },
} as const;

const tolerances = {
  TOLINTEG: ints(5, 'five integers'),
  TOLDEE: ints(1, 'one integer (10^-n hartree)'),
  TOLDEP: ints(1, 'one integer (10^-n)'),
  TOLPSEUD: ints(1, 'one integer (10^-n)'),
  BIPOLAR: ints(2, 'two integers'),
  NOBIPOLA: none,
  NOBIPCOU: none,
  NOBIPEXCH: none,
  POLEORDR: ints(1, 'one integer from 0 to 6'),
  MADELIND: ints(1, 'one integer'),
  ILASIZE: ints(1, 'one integer'),
  INTGPACK: ints(1, 'one integer'),
  BIPOSIZE: ints(1, 'one integer (words)'),
  EXCHSIZE: ints(1, 'one integer (words)'),
  EXCHPERM: none,
  LDREMO: ints(1, 'one integer (10^-n)'),
  SCFDIR: none,
  NODIRECT: none,
};

const convergence = {
  MAXCYCLE: ints(1, 'one integer (largest number of SCF cycles)'),
  FMIXING: ints(1, 'one integer (% of the previous matrix)'),
  LEVSHIFT: ints(2, 'the shift (0.1 hartree) and the lock (0 or 1)'),
  DIIS: none,
  NODIIS: none,
  DIISALLK: none,
  SLOSHING: none,
  SLOSHFAC: reals(1, 'one real number'),
  HISTDIIS: ints(1, 'one integer'),
  THREDIIS: reals(1, 'one real number'),
  THRKDIIS: reals(1, 'one real number'),
  PRTDIIS: none,
  ANDERSON: none,
  BROYDEN: numbers(['real', 'int', 'int'], 'W0, IMIX and ISTART'),
  SMEAR: reals(1, 'one real number (hartree)'),
  GUESSP: none,
  GUESSPAT: none,
  EIGSHIFT: numericLines,
  EIGSHROT: numericLines,
  FDOCCUP: numericLines,
  FDAOSYM: numericLines,
};

const electrons = {
  SHRINK: shrink,
  SPINLOCK: ints(2, 'the difference of alpha and beta electrons and the number of cycles'),
  SPINLOC2: numbers(['real', 'int'], 'the difference of electrons and the number of cycles'),
  BETALOCK: ints(2, 'the number of beta electrons and the number of cycles'),
  ATOMSPIN: countedInts(2, 'atom label and spin (1, 0, -1)'),
};

const output = {
  PPAN: none,
  SAVEWF: none,
  SAVEPRED: none,
  NOFMWF: none,
  POSTSCF: none,
  EXCHGENE: none,
  GRADCAL: none,
  FULLTIME: none,
  SETPRINT: counted(['int', 'int'], 'option and value'),
  SETINF: numericLines,
  TESTPDIM: none,
  TESTRUN: none,
  TEST: none,
  STOP: none,
  EIGS: none,
};

const machine = {
  MPP: none,
  NOMPP: none,
  CMPLXFAC: reals(1, 'one real number'),
  REPLDATA: none,
  STDIAG: none,
  SYMADAPT: none,
  NOSYMADA: none,
  NEIGHBOR: ints(1, 'one integer (number of stars of neighbours)'),
  MAXNEIGHB: ints(1, 'one integer'),
  QVRSGDIM: ints(1, 'one integer'),
  FIXINDEX: none,
};

/** Block 3 of a deck: Hamiltonian, tolerances, SCF. CRYSTAL manual, "Hamiltonian and SCF". */
export const methodKeywords = keywordTable(hamiltonian, tolerances, convergence, electrons, output, machine);

/** Written only where the user asks for them by name: their records are known from one source or none. */
export const unverifiedMethod: ReadonlySet<string> = new Set([
  'EIGSHIFT',
  'EIGSHROT',
  'FDOCCUP',
  'FDAOSYM',
  'GRIMME',
  'CHEMOD',
  'BREAKELAS',
]);
