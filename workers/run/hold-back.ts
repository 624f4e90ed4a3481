import type { HoldReason } from '../../queues/held-back.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import type { WorkerDeps } from '../deps.js';
import { claimProbe, waitAtHalt } from '../halts/submission-halt.js';
import { backPressure } from './back-pressure.js';
import { leaveLine, waitForRoom } from './queue-room.js';

/** How long a submission has to wait, in milliseconds, whatever keeps it back; 0: it may go on. No attempt is used up. */
export async function holdBack(deps: WorkerDeps, attempt: AttemptRecord): Promise<number> {
  const gates: readonly (readonly [HoldReason, () => number | Promise<number>])[] = [
    ['halt', () => waitAtHalt(deps, attempt)],
    ['full', () => backPressure(deps, attempt.cluster)],
    ['room', () => waitForRoom(deps, attempt)],
    // Last: the one that may probe has nothing else in its way.
    ['halt', () => claimProbe(deps, attempt)],
  ];
  for (const [reason, gate] of gates) {
    const waitMs = await gate();
    if (waitMs === 0) continue;
    leaveLine(deps.store, attempt);
    await count(deps, attempt.cluster, reason);
    return waitMs;
  }
  return 0;
}

/** The scheduler has just said that it takes no more: this submission waits, and so do the others. */
export async function holdBackAll(deps: WorkerDeps, cluster: string): Promise<number> {
  await count(deps, cluster, 'full');
  return backPressure(deps, cluster, { isFull: true });
}

async function count({ queues, log }: WorkerDeps, cluster: string, reason: HoldReason): Promise<void> {
  try {
    await queues.countHeldBack(cluster, reason);
  } catch (error) {
    // A number of a chart is not worth a failure.
    log.debug('a submission that waits could not be counted', { cluster, reason, error });
  }
}
