import type { WorkerDeps } from '../deps.js';

/** When the cluster last said that it is full, per cluster: a hint of this process, never a state. */
const pauses = new Map<string, { readonly until: number; readonly waitMs: number }>();

const firstWaitMs = 2_000;
const longestWaitMs = 120_000;

/**
 * The scheduler has just said that it takes no more: all submissions of this process pause together. Each refusal
 * doubles the pause, each quiet spell forgets it.
 */
export function pause(
  { log }: Pick<WorkerDeps, 'log'>,
  cluster: string,
  now: number = performance.now(),
): void {
  // Those that were under way when another one was refused.
  if (isPaused(cluster, now)) return;
  const last = pauses.get(cluster);
  const isStillFull = last !== undefined && now - last.until < 2 * last.waitMs;
  const waitMs = isStillFull ? Math.min(last.waitMs * 2, longestWaitMs) : firstWaitMs;
  pauses.set(cluster, { until: now + waitMs, waitMs });
  log.info('cluster is full, submissions wait', { cluster, seconds: Math.round(waitMs / 1000) });
}

export const isPaused = (cluster: string, now: number = performance.now()): boolean =>
  now < (pauses.get(cluster)?.until ?? -Infinity);
