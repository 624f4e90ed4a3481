import { keywordTable } from '../keyword-table.js';
import { countedInts, ints, none, numbers, reals, sequence } from '../shapes.js';

/** What is optimised; one of them, FULLOPTG when none is written (CRYSTAL14 and later). */
export const optimizationTypes = [
  'FULLOPTG',
  'CELLONLY',
  'ATOMONLY',
  'ITATOCEL',
  'INTREDUN',
  'CVOLOPT',
] as const;

const types = Object.fromEntries(optimizationTypes.map((name) => [name, none]));

const convergence = {
  /** RMS gradient, hartree/bohr; the largest component may be 1.5 times as large. */
  TOLDEG: reals(1, 'one real number (RMS gradient, hartree/bohr)'),
  /** RMS displacement, bohr. */
  TOLDEX: reals(1, 'one real number (RMS displacement, bohr)'),
  /** Energy between two steps, 10^-n hartree. */
  TOLDEE: ints(1, 'one integer (10^-n hartree between steps)'),
  MAXCYCLE: ints(1, 'one integer (largest number of optimisation steps)'),
  FINALRUN: ints(1, 'one integer from 0 to 4'),
};

const steps = {
  MAXTRADIUS: reals(1, 'one real number (largest trust radius, bohr)'),
  TRUSTRADIUS: reals(1, 'one real number (first trust radius, bohr)'),
  ALLOWTRUSTR: none,
  NOTRUSTR: none,
  HESSIDEN: none,
  HESSMOD1: none,
  HESSMOD2: none,
  HESSNUM: none,
  HESSOPT: none,
  NUMGRATO: none,
  NUMGRCEL: none,
  NUMGRALL: none,
  FIXCELL: none,
  CRYDEF: none,
  FRAGMENT: countedInts(1, 'atom label'),
  RESTART: none,
};

const load = {
  /** Hartree/bohr^3; 1 GPa is 3.3989e-5. */
  EXTPRESS: reals(1, 'one real number (pressure, hartree/bohr^3)'),
  EXTSTRESS: sequence(
    reals(3, 'row 1 of the stress'),
    reals(3, 'row 2 of the stress'),
    reals(3, 'row 3 of the stress'),
  ),
};

const printing = {
  ONELOG: none,
  NOXYZ: none,
  NOSYMMOPS: none,
  PRINTFORCES: none,
  PRINTHESS: none,
  PRINTOPT: none,
  PRINT: none,
};

const transitionStates = {
  TSOPT: none,
  MODEFOLLOW: ints(1, 'one integer (mode)'),
  PATHFOLLOW: ints(1, 'one integer (mode)'),
  FITTOPATH: numbers(['int', 'real'], 'a mode and a weight'),
  CHNGTSFOL: none,
  SCANATOM: numbers(['int', 'real', 'int'], 'atom, target and number of points'),
  SCANREDU: numbers(['int', 'real', 'int'], 'coordinate, end and number of points'),
};

/** CRYSTAL manual, "Geometry optimization". */
export const optgeomKeywords = keywordTable(types, convergence, steps, load, printing, transitionStates);

/** The same words before frequencies, elastic constants or an equation of state. */
export const preoptgeom = { records: none, block: optgeomKeywords, mayShareEnd: true } as const;
