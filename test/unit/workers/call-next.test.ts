import { expect } from 'chai';
import type { WorkerDeps } from '../../../workers/deps.js';
import { callNext } from '../../../workers/run/call-next.js';
import { builtInConfig } from '../../support/built-in-config.js';
import { createAttempt } from '../../support/store-examples.js';

describe('Submissions that wait for room', () => {
  it('are called as fast as they may be submitted, however seldom the poller comes', async () => {
    const config = await builtInConfig();
    const [profile] = Object.values(config.clusters);
    const limits = { ...profile!.limits, maxQueued: 1000, maxSubmitPerMinute: 120 };
    const waiting = Array.from({ length: 40 }, (_, index) => createAttempt(`b-${index}`, 'OPT'));
    const woken: string[] = [];
    const deps = {
      config: () => ({
        clusters: { here: { ...profile, scheduler: 'slurm', limits } },
        advanced: { pollIntervalSeconds: { slurm: 30 }, endRecordIntervalSeconds: 5 },
      }),
      store: {
        countLiveAttempts: () => Promise.resolve(0),
        halts: () => Promise.resolve([]),
        inOrderOfSubmission: () => Promise.resolve(waiting),
      },
      queues: {
        waitingList: () => Promise.resolve(waiting.map(({ id }) => id)),
        leaveWaitingList: () => Promise.resolve(),
        promote: (_queue: string, ids: readonly string[]) => Promise.resolve(woken.push(...ids)),
      },
    } as unknown as WorkerDeps;
    await callNext(deps, 'here');
    expect(woken, 'those of five seconds').to.have.length(10);
  });
});
