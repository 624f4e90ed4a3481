import { jobIds, type Root } from '../../queues/names.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import type { WorkerDeps } from '../deps.js';

/**
 * Flows of a settled material or of an older generation would wait for ever: their worker died before it took them away,
 * or Redis came back as it was a while ago. What another store may know is left alone.
 */
export async function removeStrays(
  { store, queues, log }: WorkerDeps,
  roots: readonly Root[],
  current: ReadonlySet<string>,
): Promise<number> {
  const odd = roots.filter(
    ({ materialId, generation }) => !current.has(jobIds.material(materialId, generation)),
  );
  const outcomes = await mapLimit(odd, 16, async ({ materialId, generation }) => {
    const material = (await store.materialGraph(materialId))?.material;
    const isWaitedFor = material?.state === 'released' && material.generation === generation;
    if (!material || isWaitedFor) return false;
    await queues.removeFlow(materialId, generation);
    log.info('a flow that nobody waits for was removed', { materialId, generation });
    return true;
  });
  return outcomes.filter(Boolean).length;
}
