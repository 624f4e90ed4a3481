import type { Job } from 'bullmq';
import { taskId, type SystemJob } from '../../queues/payloads.js';
import type { WorkerDeps } from '../deps.js';
import { callNext } from '../run/call-next.js';
import { withLease } from '../lease/with-lease.js';
import { sleep } from '../sleep.js';
import { cancel } from './cancel.js';
import { poll, type PollMemory } from './poll.js';
import { reconcile } from './reconcile.js';
import { release } from './release.js';
import { retention } from './retention.js';
import { tell } from './tell.js';
import { tendHalts } from './tend-halts.js';

/**
 * Housekeeping. A task that two workers would do at a time is done by the one that holds its lease. The one may have
 * looked before the other was asked: what was asked for waits until it is done, what repeats comes again by itself.
 */
export const createSystemProcessor =
  (memory: PollMemory) =>
  (deps: WorkerDeps) =>
  async (job: Job, data: SystemJob, token?: string): Promise<string> => {
    // Most clusters have no jobs most of the time, and a lease is two commits.
    if (data.task === 'poll' && (await hasNoJobs(deps, data.cluster))) return '0';
    const done = await withLease(deps, taskId(data), () => perform(deps, memory, data));
    if (done !== undefined) return String(done);
    return job.repeatJobKey === undefined ? sleep(job, token, untilFreeMs) : 'somebody else does it';
  };

const hasNoJobs = async ({ store, queues }: WorkerDeps, cluster: string): Promise<boolean> =>
  (await store.countLiveAttempts(cluster)) === 0 && (await queues.waitingList(cluster)).length === 0;

/** Most tasks are done within it. */
const untilFreeMs = 500;

async function perform(deps: WorkerDeps, memory: PollMemory, data: SystemJob): Promise<number> {
  switch (data.task) {
    case 'poll': {
      const ended = await poll(deps, memory, data.cluster);
      await callNext(deps, data.cluster);
      return ended;
    }
    case 'release':
      return release(deps);
    case 'reconcile':
      return reconcile(deps);
    case 'cancel':
      return cancel(deps);
    case 'halts':
      return tendHalts(deps);
    case 'retention':
      return retention(deps);
    case 'tell':
      return tell(deps, data.materialId);
    default:
      return data satisfies never;
  }
}
