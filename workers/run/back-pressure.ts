import type { WorkerDeps } from '../deps.js';

/** When the cluster last said that it is full, per cluster: a hint of this process, never a state. */
const fullUntil = new Map<string, { at: number; waitMs: number }>();

const firstWaitMs = 2_000;
const longestWaitMs = 120_000;

/**
 * How long a submission has to wait, in milliseconds, because the cluster is full. All submissions of this process
 * slow down together; each refusal doubles the wait, each quiet spell forgets it.
 */
export function backPressure(
  deps: Pick<WorkerDeps, 'log'>,
  cluster: string,
  { isFull = false }: { isFull?: boolean } = {},
): number {
  const now = performance.now();
  const last = fullUntil.get(cluster);
  if (isFull) {
    const isStillFull = last !== undefined && now - last.at < 2 * last.waitMs;
    const waitMs =
      isStillFull && now >= last.at
        ? Math.min(last.waitMs * 2, longestWaitMs)
        : (last?.waitMs ?? firstWaitMs);
    if (!last || now >= last.at) {
      fullUntil.set(cluster, { at: now + waitMs, waitMs });
      deps.log.info('cluster is full, submissions wait', { cluster, seconds: Math.round(waitMs / 1000) });
    }
    return waitMs;
  }
  if (!last || now >= last.at) return 0;
  // Spread the waiting ones, so that they do not all knock at once.
  return Math.ceil(last.at - now) + Math.floor(Math.random() * firstWaitMs);
}
