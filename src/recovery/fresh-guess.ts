import { withoutGuessp } from '../crystal/d12/deck-patches.js';
import { hasKeyword } from '../crystal/d12/entries.js';
import type { RecoveryRule } from './rule.js';

/** A density matrix that is not there or belongs to another deck: the SCF starts from the atoms. */
export const freshGuess: RecoveryRule = {
  name: 'fresh-guess',
  answers: ['GUESS_MISMATCH'],
  most: 1,
  propose: ({ deck }) =>
    deck && hasKeyword(deck.method, 'GUESSP')
      ? { summary: 'GUESSP left out', deck: withoutGuessp(deck) }
      : undefined,
};
