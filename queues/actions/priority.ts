import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Author } from '../../src/store/store.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
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
  if (!applied)
    throw new CrystalqError('SELECTION_EMPTY', `There is no batch "${batchId}".`, {
      hint: '`crystalq status` lists the batches.',
    });
  const released = (await store.releasedMaterials()).filter((material) => material.batchId === batchId);
  let steps = 0;
  const graphs = await store.materialGraphs(released.map(({ id }) => id));
  await mapLimit(graphs, 16, async ({ material: { generation }, steps: ofMaterial }) => {
    for (const { id } of ofMaterial) {
      const job = await queues.byName.step.getJob(jobIds.step(id, generation));
      if (!job || !['waiting', 'prioritized'].includes(await job.getState())) continue;
      await job.changePriority({ priority });
      steps += 1;
    }
  });
  return { materials: released.length, steps };
}
