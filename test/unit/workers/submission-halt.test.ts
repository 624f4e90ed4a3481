import { expect } from 'chai';
import { silentLog } from '../../../src/log/log.js';
import { refusalClass, type HaltRecord } from '../../../src/workflow/halts.js';
import type { AttemptRecord } from '../../../src/workflow/records.js';
import { claimProbe, waitAtHalt } from '../../../workers/halts/submission-halt.js';
import type { WorkerDeps } from '../../../workers/deps.js';
import { createAttempt } from '../../support/store-examples.js';

const minuteMs = 60_000;
const attempt = createAttempt('b-0001', 'OPT') as AttemptRecord;

/** A store with one halt, whose next probe is due in so many milliseconds and is given to the first who claims it. */
function depsWith(dueMs: number, changes: Partial<HaltRecord> = {}): WorkerDeps {
  const halt = {
    ...refusalClass(attempt.cluster, attempt.resources, 'access'),
    kind: 'submission',
    state: 'open',
    probeAt: new Date(Date.now() + dueMs).toISOString(),
    ...changes,
  };
  let claims = 0;
  const store = {
    halts: () => Promise.resolve([halt]),
    claimProbe: () => Promise.resolve(claims++ === 0),
  };
  return { store, log: silentLog } as unknown as WorkerDeps;
}

describe('A submission at a halt', () => {
  const rows: readonly [title: string, deps: () => WorkerDeps, waits: boolean][] = [
    ['waits until the next probe is due', () => depsWith(minuteMs), true],
    ['goes on when it is', () => depsWith(-1), false],
    ['goes on where it closes', () => depsWith(minuteMs, { state: 'closing' }), false],
    ['goes on where it is for another cluster', () => depsWith(minuteMs, { cluster: 'elsewhere' }), false],
    ['goes on where it is a full disk', () => depsWith(minuteMs, { kind: 'disk' }), false],
  ];
  for (const [title, deps, waits] of rows) {
    it(title, async () => expect((await waitAtHalt(deps(), attempt)) > 0).to.equal(waits));
  }

  it('is the probe where it is the first of those that come when it is due; the others wait', async () => {
    const deps = depsWith(-1);
    const waits = await Promise.all([1, 2, 3].map(() => claimProbe(deps, attempt)));
    expect(waits.map((waitMs) => waitMs > 0)).to.deep.equal([false, true, true]);
  });

  it('needs no probe where nothing is in its way', async () => {
    const deps = depsWith(-1, { state: 'closing' });
    expect([await claimProbe(deps, attempt), await claimProbe(deps, attempt)]).to.deep.equal([0, 0]);
  });
});
