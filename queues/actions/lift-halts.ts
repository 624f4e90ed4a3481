import type { Author } from '../../src/store/store.js';
import type { ActionDeps, Chosen } from './action.js';

/**
 * Somebody resumes what halts stand in the way of. A batch that was on hold for a full disk goes on; where a scheduler
 * refuses jobs, the next submission is tried at once, and the others follow when it is taken.
 */
export async function liftHalts(
  { store, queues }: ActionDeps,
  chosen: readonly Chosen[],
  by: Author,
): Promise<void> {
  const halts = await store.halts();
  if (halts.length === 0) return;
  const batches = new Set(chosen.map(({ graph }) => graph.batch.id));
  const clusters = new Set(chosen.map(({ graph }) => graph.batch.cluster));
  for (const { id, kind, batchId, cluster } of halts) {
    if (kind === 'disk' && batchId !== null && batches.has(batchId)) {
      await store.apply([{ kind: 'batch', id: batchId, set: { hold: false } }], by);
      await store.closeHalt(id);
    }
    if (kind === 'submission' && cluster !== null && clusters.has(cluster)) await store.hastenProbe(id);
  }
  await queues.request({ v: 1, task: 'halts' });
}
