import type { RecoveryRule } from './rule.js';

/**
 * The disk had no room for what the calculation wrote. Its batch was on hold until there was room again; what it left
 * is not trusted, since it may have been cut anywhere. Such an attempt does not count against the limit of the step,
 * and the rule has one of its own: a scratch disk that is too small for the calculation stays too small.
 */
export const afterDiskFull: RecoveryRule = {
  name: 'after-disk-full',
  answers: ['DISK_FULL'],
  most: 2,
  propose: () => ({ summary: 'the same again: the disk was full, not the calculation wrong' }),
};
