import { error, warning } from '../../finding.js';
import type { DeckEntry } from '../deck.js';
import { findEntry, hasKeyword, nameOf } from '../entries.js';
import { normalizeBasisName } from '../tables/basis-coverage.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** Internal sets that came with CRYSTAL23 or late builds of 17. */
const lateSets = new Set([
  'POB-DZVP-REV2',
  'POB-TZVP-REV2',
  'SOLDEF2MSVP',
  'SOLMINIX',
  'MTZVP',
  'DEF2-MSVP',
  'DEF2-SVP',
]);

/** What the release that will run does not know; silent where nobody says which one it is. */
export const release: DeckRule = (view) => {
  switch (view.release) {
    case undefined:
      return [];
    case 17:
      return [...functionalOf17(view), ...wordsOf17(view), ...basisOf17(view), ...restartOf17(view)];
    case 23:
      return functionalOf23(view);
  }
};

const wordOf = ({ deck, hamiltonian: { dft, functional } }: DeckView): DeckEntry | undefined =>
  [...(dft?.entries ?? []), ...deck.method].find((entry) => nameOf(entry) === functional?.keyword);

function functionalOf17(view: DeckView): PlacedRemark[] {
  const { functional } = view.hamiltonian;
  if (functional === undefined || functional.since <= 17) return [];
  const message = `${functional.keyword} came with CRYSTAL${functional.since}`;
  return [at(wordOf(view), error('release', message, 'choose a functional that CRYSTAL17 has'))];
}

function functionalOf23(view: DeckView): PlacedRemark[] {
  const { functional } = view.hamiltonian;
  if (functional?.family !== 'double hybrid') return [];
  const message = `CRYSTAL23 refuses ${functional.keyword}`;
  return [at(wordOf(view), error('release', message, 'choose another functional'))];
}

function wordsOf17({ deck }: DeckView): PlacedRemark[] {
  const entry = findEntry(deck.method, 'LDREMO');
  return entry === undefined ? [] : [at(entry, error('release', 'CRYSTAL17 has no LDREMO', 'remove it'))];
}

function basisOf17({ deck: { basis } }: DeckView): PlacedRemark[] {
  if (basis.kind !== 'internal' || !lateSets.has(normalizeBasisName(basis.name))) return [];
  const message = `${basis.name} is in late builds of CRYSTAL17 only`;
  return [at(basis, warning('release', message, 'try it with --run, or use POB-TZVP'))];
}

function restartOf17({ task }: DeckView): PlacedRemark[] {
  const entries = task?.keyword === 'OPTGEOM' ? task.entries : [];
  const restart = findEntry(entries, 'RESTART');
  if (restart === undefined || !hasKeyword(entries, 'ITATOCEL')) return [];
  const message = 'CRYSTAL17 cannot go on with ITATOCEL while it moves atoms (OPTIMIZATION TYPE CHANGED)';
  return [at(restart, warning('release', message, 'restart as ATOMONLY, then optimise the cell'))];
}
