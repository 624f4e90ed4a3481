import { withGuessp, withScfMaxcycle } from '../crystal/d12/deck-patches.js';
import { numberOf } from '../crystal/d12/entries.js';
import type { RecoveryRule } from './rule.js';

/** CRYSTAL's own limit where the deck names none. */
const defaultCycles = 50;
const moreCycles = 1000;

/** An SCF that ran out of cycles goes on from its density matrix with more of them. */
export const scfMoreCycles: RecoveryRule = {
  name: 'scf-more-cycles',
  answers: ['SCF_NOT_CONVERGED'],
  most: 1,
  propose: ({ deck, leftRoles, stepType }) => {
    if (!deck) return undefined;
    const before = numberOf(deck.method, 'MAXCYCLE') ?? defaultCycles;
    const after = before + moreCycles;
    const longer = withScfMaxcycle(deck, after);
    const summary = `SCF MAXCYCLE ${before} -> ${after}`;
    // Only a single point has one density matrix: inside an optimisation it belongs to another geometry.
    if (stepType !== 'SP' || !leftRoles.has('wavefunction')) return { summary, deck: longer };
    return {
      summary: `${summary}, from the density matrix of the last attempt`,
      deck: withGuessp(longer),
      carry: [{ role: 'wavefunction', to: 'fort.20' }],
    };
  },
};
