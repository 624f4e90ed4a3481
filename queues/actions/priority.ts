import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Author } from '../../src/store/store.js';
import { jobIds } from '../names.js';
import type { ActionDeps, ActionResult } from './action.js';

/** Sets the priority of a batch: 1 goes first, 100 last. Jobs that wait in Redis move with it. */
export async function setPriority(
  { store, queues }: ActionDeps,
  batchId: string,
  priority: number,
  by: Author,
): Promise<ActionResult> {
  if (!Number.isInteger(priority) || priority < 1 || priority > 100) {
    throw new CrystalqError('USAGE', `"${priority}" is no priority.`, {
      hint: 'A whole number from 1 (first) to 100 (last).',
    });
  }
  const { applied } = await store.apply([{ kind: 'batch', id: batchId, set: { priority } }], by);
  if (!applied) throw new CrystalqError('SELECTION_EMPTY', `There is no batch ${batchId}.`);
  const released = (await store.releasedMaterials()).filter((material) => material.batchId === batchId);
  let steps = 0;
  for (const { id } of released) {
    const graph = await store.materialGraph(id);
    for (const step of graph?.steps ?? []) {
      const job = await queues.byName.step.getJob(jobIds.step(step.id, graph?.material.generation ?? 0));
      if (!job || (!(await job.isWaiting()) && (await job.getState()) !== 'prioritized')) continue;
      await job.changePriority({ priority });
      steps += 1;
    }
  }
  return { materials: released.length, steps };
}
