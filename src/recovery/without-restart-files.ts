import { withoutRestart } from '../crystal/d12/deck-patches.js';
import { hasKeyword, taskOf } from '../crystal/d12/entries.js';
import type { RecoveryRule } from './rule.js';

/** Restart files that are not there or do not fit: the optimisation or the frequencies begin from the beginning. */
export const withoutRestartFiles: RecoveryRule = {
  name: 'without-restart-files',
  answers: ['RESTART_FILE_MISSING'],
  most: 1,
  propose: ({ deck }) => {
    const entries = deck ? (taskOf(deck)?.entries ?? []) : [];
    const isRestart = hasKeyword(entries, 'RESTART') || hasKeyword(entries, 'RESTART2');
    return deck && isRestart ? { summary: 'RESTART left out', deck: withoutRestart(deck) } : undefined;
  },
};
