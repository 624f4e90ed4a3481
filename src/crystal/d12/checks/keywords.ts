import { error, warning } from '../../finding.js';
import type { DeckEntry } from '../deck.js';
import { nameOf } from '../entries.js';
import { unverifiedEdits } from '../keywords/geometry-edits.js';
import { unverifiedMethod } from '../keywords/method.js';
import { at, type DeckRule, type PlacedRemark } from './rule.js';

/** Comments, unknown words, and words whose records nobody has confirmed. */
export const keywords: DeckRule = ({ deck }) => {
  const basis = deck.basis.kind === 'none' ? [] : deck.basis.entries;
  return [...deck.edits, ...basis, ...deck.method].flatMap(inEntry);
};

function inEntry(entry: DeckEntry): PlacedRemark[] {
  const name = nameOf(entry);
  // The functional rule speaks of words inside DFT.
  const inside = entry.kind === 'block' && name !== 'DFT' ? entry.entries.flatMap(inEntry) : [];
  if (/^[#!]/.test(name)) {
    return [
      at(
        entry,
        error(
          'keywords',
          'a comment line inside a deck stops CRYSTAL',
          'remove the line; comments may follow numbers',
        ),
      ),
    ];
  }
  if (entry.kind === 'verbatim') {
    return [
      at(
        entry,
        warning(
          'keywords',
          `${name} is a keyword that crystalq does not know here`,
          'check its spelling and its block',
        ),
      ),
    ];
  }
  if (unverifiedEdits.has(name) || unverifiedMethod.has(name)) {
    return [
      at(
        entry,
        warning(
          'keywords',
          `the records of ${name} are not established`,
          'try the deck with TESTGEOM or TESTPDIM first',
        ),
      ),
    ];
  }
  return inside;
}
