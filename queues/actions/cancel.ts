import type { Author, Change, MaterialGraph, Selector } from '../../src/store/store.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import type { StepRecord } from '../../src/workflow/records.js';
import { settle } from '../../src/workflow/settle.js';
import { isStepOver } from '../../src/workflow/states.js';
import { eachPortion, together, type ActionDeps, type ActionResult, type Chosen } from './action.js';
import { wake } from './hold.js';

/**
 * Cancels the open steps of a selection. What was not submitted is cancelled at once; what the scheduler has is ended
 * there, and counts as cancelled when the scheduler says so.
 */
export async function cancel(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const done = await eachPortion(deps.store, selector, async (chosen) => {
    const open = chosen.flatMap(({ steps }) => steps.filter((step) => !isStepOver(step.state)));
    await mapLimit(open, together, (step) => cancelStep(deps, step, by));
    await settlePending(deps, chosen, by);
    await wake(deps, chosen);
    return { materials: new Set(open.map(({ materialId }) => materialId)).size, steps: open.length };
  });
  await deps.queues.request({ v: 1, task: 'cancel' });
  return done;
}

async function cancelStep({ store }: ActionDeps, { id }: StepRecord, by: Author): Promise<void> {
  const set = { cancelRequested: true, reason: by.reason };
  const now = await store.apply([{ kind: 'step', id, to: 'cancelled', from: ['waiting'], set }], by);
  if (!now.applied) await requestCancel({ store }, id, by);
}

async function requestCancel(
  { store }: Pick<ActionDeps, 'store'>,
  stepId: string,
  by: Author,
): Promise<void> {
  await store.apply([{ kind: 'step', id: stepId, from: ['running'], set: { cancelRequested: true } }], by);
  const [attempt] = (await store.attempts({ step: stepId }, { limit: 100 })).filter(
    ({ state }) => state === 'prepared',
  );
  if (!attempt) return;
  // Not in the scheduler yet: either this comes first, or the submission does and the job is ended there.
  const change: Change = {
    kind: 'attempt',
    id: attempt.id,
    to: 'concluded',
    from: ['prepared'],
    set: { verdict: 'cancelled' },
  };
  await store.apply([change], by);
}

/**
 * Materials outside the window have no flow that would settle them. With the last one of a batch the batch is settled,
 * and a worker tells people.
 */
async function settlePending(
  { store, queues }: ActionDeps,
  chosen: readonly Chosen[],
  by: Author,
): Promise<void> {
  const pending = chosen.filter(({ graph }) => graph.material.state === 'pending');
  const now = await store.materialGraphs(pending.map(({ graph }) => graph.material.id));
  const lastOf = new Map<string, string>();
  await mapLimit(now, together, async (graph) => {
    if (await settleCancelled(store, graph, by)) lastOf.set(graph.batch.id, graph.material.id);
  });
  for (const [batchId, materialId] of lastOf) {
    if ((await store.batch(batchId))?.state === 'settled')
      await queues.request({ v: 1, task: 'tell', materialId });
  }
}

async function settleCancelled(
  store: ActionDeps['store'],
  { material: { id }, steps }: MaterialGraph,
  by: Author,
): Promise<boolean> {
  const settlement = settle(steps);
  if (settlement?.state !== 'cancelled') return false;
  const { reason } = settlement;
  const { applied } = await store.apply(
    [{ kind: 'material', id, to: 'cancelled', from: ['pending'], set: { reason } }],
    by,
  );
  return applied;
}
