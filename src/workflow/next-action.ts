import type { AttemptRecord, BatchRecord, MaterialRecord, StepRecord } from './records.js';
import { isStepOver } from './states.js';

export interface StepView {
  readonly batch: Pick<BatchRecord, 'hold'>;
  readonly material: Pick<MaterialRecord, 'hold'>;
  readonly step: Pick<StepRecord, 'state' | 'hold' | 'cancelRequested' | 'attemptBase'>;
  /** Ascending by number. */
  readonly attempts: readonly Pick<AttemptRecord, 'number' | 'state' | 'verdict'>[];
}

export type NextAction =
  /** Over: tell those that wait for it. */
  | 'tell'
  /** On hold: sleep until somebody resumes. */
  | 'sleep'
  /** To be cancelled and nothing of it is in the scheduler. */
  | 'cancel'
  /** Write the deck of the first attempt (since the last retry). */
  | 'prepare'
  /** An attempt is under way. */
  | 'await'
  /** The scheduler has ended the attempt: read what it left. */
  | 'conclude'
  /** The attempt was read and has failed: a rule proposes a change, or the step fails. */
  | 'recover';

/** What a step has to do next, from its records alone: any worker may be asked at any time, and again. */
export function nextAction({ batch, material, step, attempts }: StepView): NextAction {
  if (isStepOver(step.state)) return 'tell';
  const last = attempts.at(-1);
  const isOpen = last !== undefined && last.state !== 'concluded';
  if (isOpen) {
    if (last.state === 'ended') return 'conclude';
    if (step.cancelRequested && last.state === 'prepared') return 'cancel';
    return 'await';
  }
  if (step.cancelRequested) return 'cancel';
  if (isHeld({ batch, material, step })) return 'sleep';
  if (last === undefined || last.number <= step.attemptBase) return 'prepare';
  return 'recover';
}

/** Nothing new is prepared or submitted while any of the three is on hold. */
export const isHeld = ({
  batch,
  material,
  step,
}: Pick<StepView, 'batch' | 'material'> & {
  readonly step: Pick<StepRecord, 'hold' | 'cancelRequested'>;
}): boolean => batch.hold || material.hold || step.hold || step.cancelRequested;
