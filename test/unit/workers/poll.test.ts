import { expect } from 'chai';
import { silentLog } from '../../../src/log/log.js';
import type { Change } from '../../../src/store/store.js';
import type { JobPhase } from '../../../src/workflow/job-report.js';
import type { AttemptRecord } from '../../../src/workflow/records.js';
import type { WorkerDeps } from '../../../workers/deps.js';
import { createPollMemory, poll } from '../../../workers/system/poll.js';
import { createAttempt } from '../../support/store-examples.js';

describe('The poller of a cluster', () => {
  /** A round in which the scheduler says that its one job, without an end record, is in this phase: where it goes. */
  async function round(memory: ReturnType<typeof createPollMemory>, phase: JobPhase): Promise<unknown[]> {
    const attempt = {
      ...createAttempt('b-0001', 'OPT'),
      state: 'running',
      submittedAt: new Date().toISOString(),
      carrier: { schedulerJobId: '7' },
    } as AttemptRecord;
    const report = {
      jobId: '7',
      jobName: attempt.token,
      phase,
      state: phase.toUpperCase(),
      witness: 'queue',
    };
    const changes: Change[] = [];
    const deps = {
      actor: 'worker test',
      log: silentLog,
      config: () => ({
        advanced: { pollIntervalSeconds: { slurm: 0 } },
        workflow: { timeouts: { settleSeconds: 30 } },
      }),
      schedulerOf: () => ({ kind: 'slurm', report: () => Promise.resolve(new Map([['7', report]])) }),
      store: {
        liveAttempts: () => Promise.resolve([attempt]),
        apply: (some: readonly Change[]) => Promise.resolve(changes.push(...some)),
      },
      queues: { promoteRuns: () => Promise.resolve() },
    } as unknown as WorkerDeps;
    await poll(deps, memory, attempt.cluster);
    return changes.map((change) => 'to' in change && change.to);
  }

  it('gives the end record of a job time that was requeued, though it was seen over in its first life', async () => {
    const memory = createPollMemory();
    const { cluster, id } = createAttempt('b-0001', 'OPT');
    const anHourAgo = performance.now() - 3600_000;
    const seenOver = (): void => void memory.overSince.set(cluster, new Map([[id, anHourAgo]]));
    seenOver();
    expect(await round(memory, 'completed'), 'had its time').to.deep.equal(['ended']);
    seenOver();
    expect(await round(memory, 'running')).to.deep.equal([]);
    expect(await round(memory, 'completed'), 'has just ended').to.deep.equal([]);
  });
});
