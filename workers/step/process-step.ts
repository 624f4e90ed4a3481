import { WaitingChildrenError, type Job } from 'bullmq';
import type { StepJob } from '../../queues/payloads.js';
import type { NewAttempt, StepContext } from '../../src/store/store.js';
import { toCrystalqError } from '../../src/errors/crystalq-error.js';
import { nextAction } from '../../src/workflow/next-action.js';
import type { AttemptState } from '../../src/workflow/states.js';
import { by, type JobDeps, type WorkerDeps } from '../deps.js';
import { sleep, untilWokenMs } from '../sleep.js';
import { continuationOf } from './continuation.js';
import { concludeAttempt } from './conclude-attempt.js';
import { failStep } from './fail-step.js';
import { prepareAttempt } from './prepare-attempt.js';
import { recoverStep } from './recover-step.js';

/**
 * Drives a step: prepares an attempt, waits for its run, reads what it left, and goes on until the step is over.
 * The records decide what is next; each action saves its result before the next one is looked for.
 */
export function createStepProcessor(deps: JobDeps) {
  return async (job: Job, data: StepJob, token: string | undefined): Promise<string> => {
    for (;;) {
      const context = await deps.store.stepContext(data.stepId);
      if (context?.material.generation !== data.generation) return 'superseded';
      const action = nextAction(context);
      switch (action) {
        case 'tell':
          await deps.queues.promoteHandovers(context.outgoing, data.generation);
          return context.step.state;
        case 'sleep':
          return sleep(job, token, untilWokenMs());
        case 'await': {
          const last = context.attempts.at(-1);
          if (last) await awaitRun(deps, job, context, last, token);
          break;
        }
        case 'cancel':
        case 'prepare':
        case 'conclude':
        case 'recover': {
          const outcome = await act(deps, context, action);
          if (outcome === 'succeeded') {
            await deps.queues.promoteHandovers(context.outgoing, data.generation);
            return outcome;
          }
          // As it was just recorded: whatever else has happened since, its run looks at the records before it submits.
          if (outcome) await awaitRun(deps, job, context, { ...outcome, state: 'prepared' }, token);
          break;
        }
        default:
          return action satisfies never;
      }
    }
  };
}

/** Returns where the run is over already and the records have to be looked at again. */
async function awaitRun(
  deps: WorkerDeps,
  job: Job,
  context: StepContext,
  attempt: NewAttempt & { readonly state: AttemptState },
  token: string | undefined,
): Promise<void> {
  const title = `${context.material.label} · ${context.step.name}`;
  const { capSeconds, delaySeconds } = deps.config().workflow.retry.submit;
  // Whoever has it in hand below the step's job of before goes on; it soon sleeps or ends, and is this one's then.
  if (!(await deps.queues.addRun(attempt, job, title, context.batch.priority)))
    await sleep(job, token, delaySeconds * 1000);
  if (await job.moveToWaitingChildren(token ?? '')) throw new WaitingChildrenError();
  const now = await deps.store.attempt(attempt.id);
  if (now?.state !== attempt.state) return;
  // The run gave up (the scheduler was away for longer than all of its tries): a new one starts after a while.
  await deps.queues.removeRun(attempt.id);
  await sleep(job, token, capSeconds * 1000);
}

/** `succeeded`: nothing but telling is left. An attempt: it was prepared. Else the records say what is next. */
async function act(
  deps: JobDeps,
  context: StepContext,
  action: 'cancel' | 'prepare' | 'conclude' | 'recover',
): Promise<'succeeded' | NewAttempt | undefined> {
  try {
    switch (action) {
      case 'cancel':
        await cancelStep(deps, context);
        return undefined;
      case 'prepare':
        return await prepareAttempt(deps, context, await continuationOf(deps, context));
      case 'conclude':
        return (await concludeAttempt(deps, context)) ? 'succeeded' : undefined;
      case 'recover':
        return await recoverStep(deps, context);
    }
  } catch (thrown) {
    const error = toCrystalqError(thrown);
    // What fails again for certain ends the step, with its reason; the rest is tried again by the queue.
    if (error.retry !== 'never') throw thrown;
    await failStep(deps, context, error);
    return undefined;
  }
}

async function cancelStep(deps: WorkerDeps, context: StepContext): Promise<void> {
  const open = context.attempts.at(-1);
  await deps.store.apply(
    [
      ...(open?.state === 'prepared'
        ? [
            {
              kind: 'attempt',
              id: open.id,
              to: 'concluded',
              // A submission that was faster: its job is ended in the scheduler.
              from: ['prepared'],
              set: { verdict: 'cancelled' },
            } as const,
          ]
        : []),
      {
        kind: 'step',
        id: context.step.id,
        to: 'cancelled',
        set: { reason: 'cancelled before it was submitted' },
      },
    ],
    by(deps, 'cancelled before it was submitted'),
  );
}
