import type { HoldReason } from '../../queues/held-back.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import type { WorkerDeps } from '../deps.js';
import { claimProbe, waitAtHalt } from '../halts/submission-halt.js';
import { isPaused, pause } from './full-cluster.js';
import { takeRoom } from './queue-room.js';

/** How long a submission has to wait, in milliseconds, whatever keeps it back; 0: it may go on. No attempt is used up. */
export async function holdBack(deps: WorkerDeps, attempt: AttemptRecord): Promise<number> {
  const { cluster } = attempt;
  const halted = await waitAtHalt(deps, attempt);
  if (halted > 0) return heldBack(deps, cluster, 'halt', halted);
  if (isPaused(cluster)) return untilCalled(deps, attempt, 'full');
  if (!(await takeRoom(deps, attempt))) return untilCalled(deps, attempt, 'room');
  // Last: the one that may probe has nothing else in its way.
  const probing = await claimProbe(deps, attempt);
  return probing === 0 ? 0 : heldBack(deps, cluster, 'halt', probing);
}

/** The scheduler has just said that it takes no more: this submission waits, and so do the others. */
export async function holdBackAll(deps: WorkerDeps, attempt: AttemptRecord): Promise<number> {
  pause(deps, attempt.cluster);
  return untilCalled(deps, attempt, 'full');
}

/** How long it sleeps where nobody calls it (`callNext`): a call may be lost. */
async function untilCalled(
  deps: WorkerDeps,
  { id, cluster }: AttemptRecord,
  reason: HoldReason,
): Promise<number> {
  await deps.queues.joinWaitingList(cluster, id);
  return heldBack(deps, cluster, reason, Math.round((1 + Math.random()) * 120_000));
}

async function heldBack(
  { queues, log }: WorkerDeps,
  cluster: string,
  reason: HoldReason,
  waitMs: number,
): Promise<number> {
  try {
    await queues.countHeldBack(cluster, reason);
  } catch (error) {
    // A number of a chart is not worth a failure.
    log.debug('a submission that waits could not be counted', { cluster, reason, error });
  }
  return waitMs;
}
