import type { Author, Change, Selector } from '../../src/store/store.js';
import { settle } from '../../src/workflow/settle.js';
import { isStepOver } from '../../src/workflow/states.js';
import { choose, type ActionDeps, type ActionResult, type Chosen } from './action.js';
import { wake } from './hold.js';

/**
 * Cancels the open steps of a selection. What was not submitted is cancelled at once; what the scheduler has is ended
 * there, and counts as cancelled when the scheduler says so.
 */
export async function cancel(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const chosen = await choose(deps.store, selector);
  let steps = 0;
  for (const one of chosen) steps += await cancelIn(deps, one, by);
  await settlePending(deps, chosen, by);
  await wake(deps, chosen);
  await deps.queues.request({ v: 1, task: 'cancel' });
  return { materials: chosen.length, steps };
}

async function cancelIn({ store }: ActionDeps, { steps }: Chosen, by: Author): Promise<number> {
  const open = steps.filter((step) => !isStepOver(step.state));
  for (const step of open) {
    const now = await store.apply(
      [
        {
          kind: 'step',
          id: step.id,
          to: 'cancelled',
          from: ['waiting'],
          set: { cancelRequested: true, reason: by.reason },
        },
      ],
      by,
    );
    if (!now.applied) await requestCancel({ store }, step.id, by);
  }
  return open.length;
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
  const lastOf = new Map<string, string>();
  for (const { graph } of chosen) {
    const { id, batchId, state } = graph.material;
    if (state === 'pending' && (await settleCancelled(store, id, by))) lastOf.set(batchId, id);
  }
  for (const [batchId, materialId] of lastOf) {
    if ((await store.batch(batchId))?.state === 'settled')
      await queues.request({ v: 1, task: 'tell', materialId });
  }
}

async function settleCancelled(store: ActionDeps['store'], materialId: string, by: Author): Promise<boolean> {
  const graph = await store.materialGraph(materialId);
  const settlement = graph && settle(graph.steps);
  if (settlement?.state !== 'cancelled') return false;
  const { reason } = settlement;
  const { applied } = await store.apply(
    [{ kind: 'material', id: materialId, to: 'cancelled', from: ['pending'], set: { reason } }],
    by,
  );
  return applied;
}
