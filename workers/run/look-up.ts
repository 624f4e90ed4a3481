import type { Job } from 'bullmq';
import { foreverMs } from '../../queues/flow.js';
import { readClaim } from '../../src/workdir/claim.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { adopt } from './submit.js';

/**
 * An attempt whose submission is unclear: the job that claimed its run folder, or is found by name, is adopted; after
 * two clean look-ups some time apart it was never taken and may be submitted again, with the same token. A look-up that
 * was not complete decides nothing. Returns how long to sleep, in milliseconds.
 */
export async function lookUp(deps: WorkerDeps, attempt: AttemptRecord, job: Job): Promise<number> {
  const { secondLookUpSeconds, submitSeconds } = deps.config().workflow.timeouts;
  const againMs = secondLookUpSeconds * 1000;
  const scheduler = deps.schedulerOf(attempt.cluster);
  const askedAt = Date.now();
  // Needs no answer of the scheduler; and one that was killed before it saved a job does not know it, though it runs.
  const claimedBy = await readClaim(attempt.folder, attempt.token);
  if (claimedBy !== undefined) {
    await adopt(deps, attempt, claimedBy, `its run folder was claimed by ${claimedBy}, adopted`);
    return foreverMs;
  }
  const found = await scheduler.findByName(attempt.token);
  const first = found.jobs[0];
  if (first) {
    await adopt(deps, attempt, first.jobId, `found by name as ${first.jobId}, adopted`);
    if (found.jobs.length > 1)
      await endDuplicates(
        deps,
        attempt,
        found.jobs.slice(1).map((other) => other.jobId),
      );
    return foreverMs;
  }
  if (!found.complete) return againMs;
  const cleanSince = readCleanSince(job.data);
  if (cleanSince === undefined) {
    await job.updateData({ ...job.data, cleanSince: Date.now() });
    return againMs;
  }
  // An sbatch that outlived its worker may still be trying, for as long as sbatch itself tries, and has to be gone when
  // the look-up begins. Local submissions are one rename: they are there or not.
  const isSubmitterGone =
    scheduler.kind === 'local' || secondsBetween(attempt.intentAt, askedAt) >= submitSeconds;
  if (Date.now() - cleanSince < againMs * 0.9 || !isSubmitterGone) return againMs;
  const { cleanSince: _done, ...data } = job.data as Record<string, unknown>;
  await job.updateData(data);
  await deps.store.apply(
    [{ kind: 'attempt', id: attempt.id, to: 'prepared', from: ['submitting', 'unclear'] }],
    by(deps, 'two clean look-ups: the scheduler never took it'),
  );
  return 0;
}

async function endDuplicates(
  deps: WorkerDeps,
  attempt: AttemptRecord,
  jobIds: readonly string[],
): Promise<void> {
  // The script of a later one finds the claim taken and exits; ending it saves its place in the queue.
  deps.log.warn('more than one job for an attempt', { attemptId: attempt.id, jobIds });
  await deps.schedulerOf(attempt.cluster).cancel(jobIds);
}

function readCleanSince(data: unknown): number | undefined {
  const value = (data as { cleanSince?: unknown }).cleanSince;
  return typeof value === 'number' ? value : undefined;
}

const secondsBetween = (iso: string | null, end: number): number =>
  iso === null ? Number.POSITIVE_INFINITY : (end - Date.parse(iso)) / 1000;
