import { keywordTable } from '../keyword-table.js';
import { ints, none } from '../shapes.js';

/** Coupled-perturbed Hartree-Fock/Kohn-Sham; the same words stand in CPHF and in INTCPHF of FREQCALC. */
export const cphfKeywords = keywordTable({
  THIRD: none,
  FOURTH: none,
  FMIXING: ints(1, 'one integer (%)'),
  MAXCYCLE: ints(1, 'one integer'),
  TOLALPHA: ints(1, 'one integer (10^-n)'),
  FMIXING2: ints(1, 'one integer (%)'),
  MAXCYCLE2: ints(1, 'one integer'),
  TOLGAMMA: ints(1, 'one integer (10^-n)'),
  ANDERSON: none,
  RESTART: none,
  PRINT: none,
});
