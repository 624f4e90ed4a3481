import type { Scheduler } from '../src/scheduler/scheduler.js';
import type { WorkerDeps } from './deps.js';
import { createPollMemory, poll } from './system/poll.js';

/**
 * A scheduler that knows at once when a job ends (local) need not be asked: its ends are looked at together, as fast
 * as one round after the other goes. Returns the way to stop.
 */
export function wakeOnEnd(deps: WorkerDeps, cluster: string, scheduler: Scheduler): () => Promise<void> {
  const memory = createPollMemory();
  let ended = new Set<string>();
  let round: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    while (ended.size > 0) {
      const now = ended;
      ended = new Set();
      try {
        await poll(deps, memory, cluster, now);
      } catch (error) {
        // The regular poll sees them a little later.
        deps.log.warn('ended jobs could not be looked at', { cluster, error });
      }
    }
    round = undefined;
  };

  const stop = scheduler.onEnded((jobId) => {
    if (!deps.config().advanced.featureFlags.wakeOnEnd) return;
    ended.add(jobId);
    round ??= run();
  });
  return async () => {
    stop();
    await round;
  };
}
