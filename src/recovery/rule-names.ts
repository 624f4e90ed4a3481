/** Names of the recovery rules: attempts record them, and the configuration turns rules on and off by them. */
export const ruleNames = [
  'scf-more-cycles',
  'scf-damping',
  'smear-fermi',
  'uniform-shrink',
  'fresh-guess',
  'opt-go-on',
  'opt-fresh-start',
  'without-restart-files',
  'more-walltime',
  'more-memory',
  'after-disk-full',
  'after-no-scratch',
  'try-again',
] as const;
export type RuleName = (typeof ruleNames)[number];
