import { withSmear } from '../crystal/d12/deck-patches.js';
import { hasKeyword } from '../crystal/d12/entries.js';
import type { RecoveryRule } from './rule.js';

const widthHartree = 0.005;

/** A Fermi energy that cannot be bracketed: levels are smeared a little (measured on fcc Au; damping did not help). */
export const smearFermi: RecoveryRule = {
  name: 'smear-fermi',
  answers: ['FERMI_NOT_IN_INTERVAL'],
  most: 1,
  propose: ({ deck }) =>
    deck && !hasKeyword(deck.method, 'SMEAR')
      ? { summary: `SMEAR ${widthHartree} hartree`, deck: withSmear(deck, widthHartree) }
      : undefined,
};
