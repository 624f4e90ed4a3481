import { withFmixing, withoutGuessp } from '../crystal/d12/deck-patches.js';
import { numberOf } from '../crystal/d12/entries.js';
import type { RecoveryRule } from './rule.js';

/** CRYSTAL17 and 23 keep 30 % of the old matrix where the deck says nothing. */
const defaultPercent = 30;
const stepPercent = 20;
const mostPercent = 90;

/** An SCF that still oscillates is damped: more of the old Fock matrix is kept, from a fresh guess. */
export const scfDamping: RecoveryRule = {
  name: 'scf-damping',
  answers: ['SCF_NOT_CONVERGED', 'SCF_FAILED_IN_OPT'],
  most: 2,
  propose: ({ deck }) => {
    if (!deck) return undefined;
    const before = numberOf(deck.method, 'FMIXING') ?? defaultPercent;
    const after = Math.min(mostPercent, before + stepPercent);
    if (after <= before) return undefined;
    return { summary: `FMIXING ${before} -> ${after} %`, deck: withFmixing(withoutGuessp(deck), after) };
  },
};
