import { by, type WorkerDeps } from '../deps.js';

/** Materials let in at once: bounds the size of one transaction and of one message to Redis. */
const portion = 100;

/** Fills the window: only so many materials have a flow in Redis, the rest waits in the store. */
export async function release(deps: WorkerDeps): Promise<number> {
  let released = 0;
  for (;;) {
    const window = await deps.store.window();
    const room = deps.config().advanced.windowMaterials - window.released;
    if (room <= 0 || !window.isAnyWaiting) return released;
    const chosen = await deps.store.releaseMaterials(Math.min(room, portion), by(deps, 'room in the window'));
    if (chosen.length === 0) return released;
    const graphs = await deps.store.materialGraphs(chosen.map(({ id }) => id));
    // A crash here leaves released materials without a flow: the reconciler finds them.
    await deps.queues.addFlows(graphs);
    released += chosen.length;
  }
}
