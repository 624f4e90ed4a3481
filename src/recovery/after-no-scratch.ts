import type { RecoveryRule } from './rule.js';

/**
 * No scratch folder of the node took the inputs. The program was not started, so nothing but time is lost; its batch
 * was on hold meanwhile, longer each time. Such an attempt does not count against the limit of the step. The rule has
 * one of its own, some hours: folders that are named wrongly stay wrong.
 */
export const afterNoScratch: RecoveryRule = {
  name: 'after-no-scratch',
  answers: ['SCRATCH_UNWRITABLE'],
  most: 10,
  propose: () => ({ summary: 'the same again: the program was not started' }),
};
