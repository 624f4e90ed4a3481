import { withoutRestart } from '../crystal/d12/deck-patches.js';
import type { RecoveryRule } from './rule.js';

/** A restart that found itself at its minimum (PXK TOO SMALL in fort.87) starts over without the old trust radius. */
export const optFreshStart: RecoveryRule = {
  name: 'opt-fresh-start',
  answers: ['TRUST_RADIUS_VANISHED'],
  most: 1,
  propose: ({ deck }) => (deck ? { summary: 'RESTART left out', deck: withoutRestart(deck) } : undefined),
};
