import type { Job } from 'bullmq';
import { foreverMs } from '../../queues/flow.js';
import type { RunJob } from '../../queues/payloads.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Submission } from '../../src/store/store.js';
import { writtenAnew } from '../../src/store/written-anew.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { isHeld } from '../../src/workflow/next-action.js';
import { isOutdated } from '../../src/workflow/outdated.js';
import { sleep, untilWokenMs } from '../sleep.js';
import { lookUp } from './look-up.js';
import { answerMissingFiles, looksForFiles } from './missing-files.js';
import { submit } from './submit.js';

/**
 * The life of one submission: intent, sbatch, id, sleep. The poller wakes it when the scheduler has ended the job.
 * At most one job per attempt: whatever is unclear is looked up by name before anything is submitted again.
 */
export function createRunProcessor(deps: WorkerDeps) {
  return async (job: Job, data: RunJob, token: string | undefined): Promise<string> => {
    const submission = await deps.store.submission(data.attemptId);
    if (!submission) return 'gone';
    const { attempt } = submission;
    switch (attempt.state) {
      case 'prepared':
        if (submission.step.cancelRequested) return cancelPrepared(deps, attempt);
        // `resume` and `cancel` wake it.
        if (isHeld(submission)) return sleep(job, token, untilWokenMs());
        if (isOutdated(attempt, submission.step)) return rewrite(deps, attempt);
        return sleep(job, token, await submitOrRewrite(deps, submission, job));
      case 'submitting':
      case 'unclear':
        return sleep(job, token, await lookUp(deps, attempt, job));
      case 'queued':
      case 'running':
        return sleep(job, token, foreverMs);
      case 'ended':
      case 'concluded':
        return attempt.state;
      default:
        return attempt.state satisfies never;
    }
  };
}

/** Its step was told to ask for other resources while it was written or under way. */
async function rewrite(deps: WorkerDeps, attempt: AttemptRecord): Promise<string> {
  await deps.store.apply(
    writtenAnew(attempt, ['prepared']),
    by(deps, 'its step asks for other resources now'),
  );
  return 'cancelled';
}

/** How long to sleep, in milliseconds. */
async function submitOrRewrite(deps: WorkerDeps, submission: Submission, job: Job): Promise<number> {
  try {
    return await submit(deps, submission);
  } catch (error) {
    if (!isMissingFile(error) || job.attemptsMade < looksForFiles) throw error;
    await answerMissingFiles(deps, submission.attempt, error);
    return 0;
  }
}

const isMissingFile = (error: unknown): error is CrystalqError =>
  error instanceof CrystalqError && error.code === 'FILE_MISSING';

/** Cancelled while nobody knew whether the scheduler had it, and it had not: the step hears of it as its parent. */
async function cancelPrepared(deps: WorkerDeps, attempt: AttemptRecord): Promise<string> {
  await deps.store.apply(
    [
      {
        kind: 'attempt',
        id: attempt.id,
        to: 'concluded',
        from: ['prepared'],
        set: { verdict: 'cancelled' },
      },
    ],
    by(deps, 'cancelled before it was submitted'),
  );
  return 'cancelled';
}
