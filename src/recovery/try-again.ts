import type { RecoveryRule } from './rule.js';

/** Faults of machines, not of the calculation: the same once more. */
export const tryAgain: RecoveryRule = {
  name: 'try-again',
  answers: ['NODE_FAILURE', 'OUTPUT_TRUNCATED', 'LOST', 'PREEMPTED', 'KILLED', 'OUTPUT_FILE_MISSING'],
  most: 2,
  propose: () => ({ summary: 'the same again: the machine failed, not the calculation' }),
};
