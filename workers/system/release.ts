import type { MaterialRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';

/** Materials let in at once: bounds the size of one transaction and of one message to Redis. */
const portion = 100;

/** Fills the window: only so many materials have a flow in Redis, the rest waits in the store. */
export async function release(deps: WorkerDeps): Promise<number> {
  const { store } = deps;
  let released = 0;
  while (await store.isAnyMaterialPending()) {
    const { windowMaterials } = deps.config().advanced;
    const chosen = await store.releaseMaterials(portion, by(deps, 'room in the window'), windowMaterials);
    if (chosen.length > 0) await addFlows(deps, chosen);
    released += chosen.length;
    if (chosen.length < portion) break;
  }
  return released;
}

/** A crash before this leaves released materials without a flow: the reconciler finds them. */
async function addFlows({ store, queues }: WorkerDeps, released: readonly MaterialRecord[]): Promise<void> {
  await queues.addFlows(await store.materialGraphs(released.map(({ id }) => id)));
}
