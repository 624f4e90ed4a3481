import type { AttemptRecord, Resources, StepRecord } from './records.js';

const access = ['account', 'partition', 'qos'] as const satisfies readonly (keyof Resources)[];

/**
 * Whether an attempt that is not submitted asks for something else than its step does by now: somebody has changed that
 * meanwhile. Recovery may have asked for more time, memory or cores than the step, and never for other access.
 */
export function isOutdated(
  { resources, change }: Pick<AttemptRecord, 'resources' | 'change'>,
  step: Pick<StepRecord, 'resources'>,
): boolean {
  const names = change === null ? (Object.keys(resources) as (keyof Resources)[]) : access;
  return names.some((name) => resources[name] !== step.resources[name]);
}
