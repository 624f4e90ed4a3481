import { error, warning } from '../../finding.js';
import { findEntry, hasKeyword, nameOf } from '../entries.js';
import { normalizeBasisName } from '../tables/basis-coverage.js';
import { at, type DeckRule, type PlacedRemark } from './rule.js';

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
export const release: DeckRule = ({ deck, hamiltonian, release: number }) => {
  if (number === undefined) return [];
  const { dft, functional } = hamiltonian;
  const remarks: PlacedRemark[] = [];
  const word = [...(dft?.entries ?? []), ...deck.method].find(
    (entry) => nameOf(entry) === functional?.keyword,
  );
  if (functional !== undefined && functional.since > number) {
    remarks.push(
      at(
        word,
        error(
          'release',
          `${functional.keyword} came with CRYSTAL${functional.since}`,
          'choose a functional that CRYSTAL17 has',
        ),
      ),
    );
  }
  if (functional?.family === 'double hybrid' && number === 23) {
    remarks.push(
      at(word, error('release', `CRYSTAL23 refuses ${functional.keyword}`, 'choose another functional')),
    );
  }
  if (number === 17 && hasKeyword(deck.method, 'LDREMO')) {
    remarks.push(
      at(findEntry(deck.method, 'LDREMO'), error('release', 'CRYSTAL17 has no LDREMO', 'remove it')),
    );
  }
  if (number === 17 && deck.basis.kind === 'internal' && lateSets.has(normalizeBasisName(deck.basis.name))) {
    const message = `${deck.basis.name} is in late builds of CRYSTAL17 only`;
    remarks.push(at(deck.basis, warning('release', message, 'try it with --run, or use POB-TZVP')));
  }
  return remarks;
};
