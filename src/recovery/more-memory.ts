import type { RecoveryRule } from './rule.js';

const factor = 1.5;

/** A job that was killed for its memory gets half as much again. */
export const moreMemory: RecoveryRule = {
  name: 'more-memory',
  answers: ['OUT_OF_MEMORY'],
  most: 2,
  propose: ({ resources }) => {
    const memoryMiB = Math.ceil(resources.memoryMiB * factor);
    return {
      summary: `memory ${resources.memoryMiB} -> ${memoryMiB} MiB`,
      resources: { ...resources, memoryMiB },
    };
  },
};
