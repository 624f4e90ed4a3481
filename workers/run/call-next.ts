import { jobIds } from '../../queues/names.js';
import type { WorkerDeps } from '../deps.js';
import { waitAtHalt } from '../halts/submission-halt.js';
import { roundSeconds } from '../schedule-system-jobs.js';
import { isPaused } from './full-cluster.js';
import { roomLeft } from './queue-room.js';

/**
 * Wakes submissions that sleep until their cluster has room: as many as it has room for, those that are to go first in
 * front. Done in each round of the poller, for no more than may be submitted until the next one.
 */
export async function callNext(deps: WorkerDeps, cluster: string): Promise<void> {
  const { store, queues } = deps;
  const waiting = await queues.waitingList(cluster);
  if (waiting.length === 0 || isPaused(cluster)) return;
  const config = deps.config();
  const profile = config.clusters[cluster];
  if (!profile) return;
  const untilNextRound = (profile.limits.maxSubmitPerMinute * roundSeconds(config, profile)) / 60;
  const room = Math.min(await roomLeft(deps, cluster), Math.ceil(untilNextRound));
  if (room === 0) return;
  const inOrder = await store.inOrderOfSubmission(waiting);
  const called: string[] = [];
  for (const attempt of inOrder) {
    if (called.length === room) break;
    // Woken when its halt is over, and it takes no room until then.
    if ((await waitAtHalt(deps, attempt)) === 0) called.push(attempt.id);
  }
  const prepared = new Set(inOrder.map(({ id }) => id));
  const gone = waiting.filter((id) => !prepared.has(id));
  // Before they wake: one that is turned away once more puts itself back.
  await queues.leaveWaitingList(cluster, [...called, ...gone]);
  await queues.promote('run', called.map(jobIds.run));
}
