import type { FailureKind, FailureRule } from './seeded-failures.js';
import type { CrystalTask } from './task.js';

/**
 * True where this run has what cures the failure, so that a recovery can be seen to work: a changed deck, or for
 * failures of the machine simply another attempt (with more memory, more time, on another node). Wrong input is never
 * cured, and neither is a failure marked with `!`.
 */
export function isHealed(rule: FailureRule, attempt: number, task?: CrystalTask): boolean {
  if (rule.stubborn) return false;
  const remedy = task === undefined ? undefined : remedies[rule.kind];
  return (attempt > 1 && accidents.has(rule.kind)) || (task !== undefined && remedy?.(task) === true);
}

const accidents: ReadonlySet<FailureKind> = new Set([
  'walltime',
  'oom',
  'node',
  'truncated',
  'fort87',
  'disk',
  'mpi',
]);

const remedies: Partial<Record<FailureKind, (task: CrystalTask) => boolean>> = {
  scf: ({ scf }) =>
    scf.maxCycles >= manyCycles ||
    scf.mixingPercent >= heavyMixing ||
    scf.hasOwnAccelerator ||
    scf.smearHartree !== null ||
    scf.fromGuess,
  fermi: ({ scf }) => scf.smearHartree !== null,
  opt: (task) => task.kind !== 'OPT' || task.optimization.restart,
  walltime: (task) => {
    if (task.kind === 'SP') return task.scf.fromGuess;
    return task.kind === 'OPT' ? task.optimization.restart : task.frequencies.restart;
  },
};

const manyCycles = 1000;
const heavyMixing = 40;
