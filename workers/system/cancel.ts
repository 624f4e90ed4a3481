import { jobIds } from '../../queues/names.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import type { WorkerDeps } from '../deps.js';

/**
 * Brings wishes to cancel to where they take effect: jobs in the scheduler are ended there (the poller sees it
 * happen), sleeping steps and runs are woken so that they cancel themselves. Repeated until nothing is left.
 */
export async function cancel(deps: WorkerDeps): Promise<number> {
  const attempts = await deps.store.attemptsToCancel();
  const inScheduler = attempts.filter(isInScheduler);
  for (const cluster of new Set(inScheduler.map((attempt) => attempt.cluster))) {
    const theirs = inScheduler.filter((attempt) => attempt.cluster === cluster);
    const ids = theirs.flatMap(({ carrier }) => (carrier ? [carrier.schedulerJobId] : []));
    await deps.schedulerOf(cluster).cancel(ids);
  }
  const waiting = attempts.filter((attempt) => !isInScheduler(attempt));
  await deps.queues.promote(
    'run',
    waiting.map((attempt) => jobIds.run(attempt.id)),
  );
  return attempts.length;
}

const isInScheduler = (attempt: AttemptRecord): boolean =>
  attempt.state === 'queued' || attempt.state === 'running';
