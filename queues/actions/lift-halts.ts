import type { Author } from '../../src/store/store.js';
import type { ActionDeps, Chosen } from './action.js';

/**
 * Somebody resumes what halts stand in the way of. A batch that was on hold for a full disk goes on, all of it; where a
 * scheduler refuses jobs, the next submission is tried at once, and the others follow when it is taken.
 */
export async function liftHalts(deps: ActionDeps, chosen: readonly Chosen[], by: Author): Promise<void> {
  const { store } = deps;
  const batches = new Set(chosen.map(({ graph }) => graph.batch.id));
  for (const { id, kind, batchId } of await store.halts()) {
    if (kind !== 'disk' || batchId === null || !batches.has(batchId)) continue;
    await store.apply([{ kind: 'batch', id: batchId, set: { hold: false } }], by);
    await store.closeHalt(id);
  }
  await hastenProbes(deps, chosen);
}

/** What was refused is tried anew at once, and workers look after all halts. */
export async function hastenProbes({ store, queues }: ActionDeps, chosen: readonly Chosen[]): Promise<void> {
  const halts = await store.halts();
  if (halts.length === 0) return;
  const clusters = new Set(chosen.map(({ graph }) => graph.batch.cluster));
  for (const { id, kind, cluster } of halts)
    if (kind === 'submission' && cluster !== null && clusters.has(cluster)) await store.hastenProbe(id);
  await queues.request({ v: 1, task: 'halts' });
}
