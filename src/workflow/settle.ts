import type { StepRecord } from './records.js';
import { isStepOver, type MaterialState } from './states.js';

export interface Settlement {
  readonly state: Extract<MaterialState, 'succeeded' | 'partial' | 'failed' | 'cancelled'>;
  readonly reason: string | null;
  readonly failureCode: string | null;
}

type StepView = Pick<StepRecord, 'name' | 'state' | 'optional' | 'reason' | 'failureCode'>;

/** The outcome of a material from the outcomes of its steps; undefined while one of them is not over. */
export function settle(steps: readonly StepView[]): Settlement | undefined {
  if (!steps.every((step) => isStepOver(step.state))) return undefined;
  const failed = steps.filter((step) => step.state === 'failed');
  const cancelled = steps.filter((step) => step.state === 'cancelled');
  if (steps.every((step) => step.state === 'succeeded'))
    return { state: 'succeeded', reason: null, failureCode: null };
  const cause = failed.find((step) => !step.optional) ?? failed[0];
  if (cause) {
    const state = cause.optional && steps.some((step) => step.state === 'succeeded') ? 'partial' : 'failed';
    return { state, reason: `${cause.name}: ${cause.reason ?? 'failed'}`, failureCode: cause.failureCode };
  }
  return {
    state:
      cancelled.some((step) => !step.optional) || cancelled.length === steps.length ? 'cancelled' : 'partial',
    reason: `cancelled: ${cancelled.map((step) => step.name).join(', ')}`,
    failureCode: null,
  };
}
