import { expect } from 'chai';
import { silentLog } from '../../../src/log/log.js';
import type { Submission } from '../../../src/store/store.js';
import { refusalClass } from '../../../src/workflow/halts.js';
import type { WorkerDeps } from '../../../workers/deps.js';
import { takeRoom } from '../../../workers/run/queue-room.js';
import { submit } from '../../../workers/run/submit.js';
import { createAttempt } from '../../support/store-examples.js';
import { eventually } from '../../support/eventually.js';

describe('A submission that took room', () => {
  it('gives it back when the store does not answer whether it may probe', async () => {
    const attempt = createAttempt('b-0001', 'OPT');
    const halt = {
      ...refusalClass(attempt.cluster, attempt.resources, 'access'),
      kind: 'submission',
      state: 'open',
      probeAt: new Date(0).toISOString(),
    };
    const deps = {
      log: silentLog,
      config: () => ({ clusters: { here: { limits: { maxQueued: 1 } } } }),
      store: {
        countLiveAttempts: () => Promise.resolve(0),
        halts: () => Promise.resolve([halt]),
        claimProbe: () => Promise.reject(new Error('the store is away')),
      },
    } as unknown as WorkerDeps;
    const failure = await submit(deps, { attempt, step: {} } as Submission).catch((error: unknown) => error);
    expect(failure).to.have.property('message', 'the store is away');
    await eventually('room for another one', () => takeRoom(deps, createAttempt('b-0002', 'OPT')));
  });
});
