import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { silentLog } from '../../../src/log/log.js';
import type { AttemptState } from '../../../src/workflow/states.js';
import type { WorkerDeps } from '../../../workers/deps.js';
import { tendHalts } from '../../../workers/system/tend-halts.js';

describe('A halt for lack of scratch whose batch tries', () => {
  for (const [title, states, closes] of [
    ['stays while its jobs wait in the queue of the cluster', ['queued', 'concluded'], false],
    ['is over when one of them runs', ['queued', 'running'], true],
    ['is over when none waits any more', ['concluded'], true],
  ] as const satisfies readonly [string, readonly AttemptState[], boolean][]) {
    it(title, async () => {
      const closed: string[] = [];
      const halt = {
        id: 'disk b',
        kind: 'disk',
        state: 'open',
        code: 'SCRATCH_UNWRITABLE',
        batchId: 'b',
        probeAt: new Date(0).toISOString(),
      };
      const deps = {
        actor: 'worker test',
        log: silentLog,
        config: () => ({ paths: { workDir: tmpdir() } }),
        store: {
          halts: () => Promise.resolve([halt]),
          claimProbe: () => Promise.resolve(true),
          batch: () => Promise.resolve({ id: 'b', hold: false }),
          apply: () => Promise.resolve({ applied: true }),
          attempts: ({ attemptState }: { attemptState: readonly AttemptState[] }) =>
            Promise.resolve(states.filter((state) => attemptState.includes(state))),
          steps: () => Promise.resolve([{ id: 's', materialId: 'm' }]),
          materialGraphs: () => Promise.resolve([]),
          closeHalt: (id: string) => Promise.resolve(closed.push(id)),
          forgetHalt: () => Promise.resolve(),
        },
        queues: { request: () => Promise.resolve() },
      } as unknown as WorkerDeps;
      await tendHalts(deps);
      expect(closed).to.deep.equal(closes ? [halt.id] : []);
    });
  }
});
