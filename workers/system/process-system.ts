import type { Job } from 'bullmq';
import type { SystemJob } from '../../queues/payloads.js';
import type { WorkerDeps } from '../deps.js';
import { withLease } from '../lease/with-lease.js';
import { cancel } from './cancel.js';
import { poll, type PollMemory } from './poll.js';
import { reconcile } from './reconcile.js';
import { release } from './release.js';
import { retention } from './retention.js';
import { tendHalts } from './tend-halts.js';

/** Housekeeping. A task that two workers would do at a time is done by the one that holds its lease. */
export const createSystemProcessor = (memory: PollMemory) => (deps: WorkerDeps) => {
  const tasks = {
    poll: (data: SystemJob) => (data.task === 'poll' ? poll(deps, memory, data.cluster) : Promise.resolve(0)),
    release: () => release(deps),
    reconcile: () => reconcile(deps),
    cancel: () => cancel(deps),
    halts: () => tendHalts(deps),
    retention: () => retention(deps),
  };
  return async (_job: Job, data: SystemJob): Promise<string> => {
    const lease = data.task === 'poll' ? `poll-${data.cluster}` : data.task;
    const done = await withLease(deps, lease, () => tasks[data.task](data));
    return done === undefined ? 'somebody else does it' : String(done);
  };
};
