import type { Job } from 'bullmq';
import { expect } from 'chai';
import type { WorkerDeps } from '../../../workers/deps.js';
import { createPollMemory } from '../../../workers/system/poll.js';
import { createSystemProcessor } from '../../../workers/system/process-system.js';

describe('Housekeeping', () => {
  it('takes no lease to look at a cluster that has no jobs', async () => {
    const leases: string[] = [];
    const deps = {
      store: {
        countLiveAttempts: (cluster: string) => Promise.resolve(cluster === 'idle' ? 0 : 1),
        liveAttempts: () => Promise.resolve([]),
        acquireLease: (name: string) => Promise.resolve({ fence: leases.push(name) }),
        releaseLease: () => Promise.resolve(),
      },
      queues: { waitingList: () => Promise.resolve([]) },
    } as unknown as WorkerDeps;
    const perform = createSystemProcessor(createPollMemory())(deps);
    const job = {} as unknown as Job;
    await perform(job, { v: 1, task: 'poll', cluster: 'idle' });
    await perform(job, { v: 1, task: 'poll', cluster: 'busy' });
    expect(leases).to.deep.equal(['poll-busy']);
  });
});
