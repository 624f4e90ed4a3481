import type { WorkerDeps } from '../deps.js';

/** Removes what is older than it has to be kept. Results, errors and states are never removed. */
export async function retention(deps: WorkerDeps): Promise<number> {
  const days = deps.config().advanced.retention.eventsDays;
  const before = new Date(Date.now() - days * 24 * 3600 * 1000).toISOString();
  const removed = await deps.store.pruneEvents(before);
  if (removed > 0) deps.log.info('old events removed', { removed, before });
  return removed;
}
