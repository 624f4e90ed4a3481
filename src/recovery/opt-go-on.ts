import { withOptMaxcycle } from '../crystal/d12/deck-patches.js';
import { numberOf, taskOf } from '../crystal/d12/entries.js';
import { restartOf } from './more-walltime.js';
import type { RecoveryRule } from './rule.js';

const moreSteps = 200;
const defaultSteps = 100;

/** An optimisation that ran out of steps goes on from its last point with more of them. */
export const optGoOn: RecoveryRule = {
  name: 'opt-go-on',
  answers: ['OPT_NOT_CONVERGED'],
  most: 1,
  propose: (situation) => {
    const { deck } = situation;
    if (!deck) return undefined;
    const before = numberOf(taskOf(deck)?.entries ?? [], 'MAXCYCLE') ?? defaultSteps;
    const restart = restartOf(situation);
    return {
      summary: [`OPTGEOM MAXCYCLE ${before} -> ${before + moreSteps}`, restart?.summary]
        .filter(Boolean)
        .join(', '),
      deck: withOptMaxcycle(restart?.deck ?? deck, before + moreSteps),
      ...(restart?.carry ? { carry: restart.carry } : {}),
    };
  },
};
