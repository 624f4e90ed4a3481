import type { Author, Store } from '../src/store/store.js';
import type { Queues } from './queues.js';

/**
 * Gives a released material a new flow of what is left: the generation grows, the old flow goes, jobs of it that are
 * in a worker's hands find that they are superseded. False where the material is not in the window.
 */
export async function renewFlow(
  { store, queues }: { readonly store: Store; readonly queues: Queues },
  materialId: string,
  by: Author,
): Promise<boolean> {
  const { applied } = await store.apply(
    [{ kind: 'material', id: materialId, from: ['released'], nextGeneration: true }],
    by,
  );
  return applied && replaceFlow({ store, queues }, materialId);
}

/** The second half: the store has the new generation already, Redis the flow of the one before. */
export async function replaceFlow(
  { store, queues }: { readonly store: Store; readonly queues: Queues },
  materialId: string,
): Promise<boolean> {
  const graph = await store.materialGraph(materialId);
  if (graph?.material.state !== 'released') return false;
  await queues.removeFlow(materialId, graph.material.generation - 1);
  await queues.addFlows([graph]);
  return true;
}
