import { error, warning } from '../../finding.js';
import { findEntry, hasKeyword, nameOf, recordOf } from '../entries.js';
import { correlationFunctionals, exchangeFunctionals, findFunctional } from '../tables/functionals.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** Parts that a functional is made of, and what does not belong into the DFT block. */
export const functionalWords: DeckRule = ({ hamiltonian: { dft } }) => {
  if (dft === undefined) return [];
  const { entries } = dft;
  return [
    ...named(entries, 'EXCHANGE', exchangeFunctionals),
    ...named(entries, 'CORRELAT', correlationFunctionals),
    ...besideWhole(entries),
    ...rangeSeparation(entries),
    ...misplaced(entries),
  ];
};

type Entries = NonNullable<DeckView['hamiltonian']['dft']>['entries'];

/** EXCHANGE and CORRELAT name functionals of their own lists. */
function named(entries: Entries, keyword: string, known: readonly string[]): PlacedRemark[] {
  const name = recordOf(entries, keyword)?.[0];
  if (name === undefined || known.includes(String(name).toUpperCase())) return [];
  const instead = `write one of ${known.join(', ')}`;
  return [at(findEntry(entries, keyword), error('functional', `${keyword} ${name}`, instead))];
}

function besideWhole(entries: Entries): PlacedRemark[] {
  const whole = entries.find((entry) => findFunctional(nameOf(entry)) !== undefined);
  if (whole === undefined) return [];
  return entries
    .filter((entry) => ['EXCHANGE', 'CORRELAT'].includes(nameOf(entry)))
    .map((entry) => {
      const message = `${nameOf(entry)} beside ${nameOf(whole)}, which is a whole functional`;
      return at(entry, warning('functional', message, 'keep one of them'));
    });
}

/** SR-OMEGA and its like shift the ranges of a functional that has them. */
function rangeSeparation(entries: Entries): PlacedRemark[] {
  const separated = entries.some((entry) => findFunctional(nameOf(entry))?.family === 'range-separated');
  if (separated && !hasKeyword(entries, 'HYBRID')) return [];
  return entries
    .filter((entry) => /^[SML]R-OMEGA$/.test(nameOf(entry)))
    .map((entry) => {
      const message = `${nameOf(entry)} acts on range-separated functionals of CRYSTAL's own, without HYBRID`;
      return at(entry, warning('functional', message, 'name one, e.g. HSE06, or use LSRSH-PBE'));
    });
}

function misplaced(entries: Entries): PlacedRemark[] {
  return entries
    .filter((entry) => ['DFTD3', 'GCP'].includes(nameOf(entry)))
    .map((entry) => {
      const name = nameOf(entry);
      return at(entry, error('functional', `${name} inside DFT`, `move ${name} and its END behind ENDDFT`));
    });
}
