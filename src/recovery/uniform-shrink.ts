import { withUniformShrink } from '../crystal/d12/deck-patches.js';
import type { RecoveryRule } from './rule.js';

/** Unequal k factors along related directions: one factor for all, the largest. */
export const uniformShrink: RecoveryRule = {
  name: 'uniform-shrink',
  answers: ['SHRINK_BREAKS_SYMMETRY'],
  most: 1,
  propose: ({ deck }) =>
    deck ? { summary: 'SHRINK equal in all directions', deck: withUniformShrink(deck) } : undefined,
};
