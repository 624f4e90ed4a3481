import type { Author, Change, Selector } from '../../src/store/store.js';
import { diskHaltId } from '../../src/workflow/halts.js';
import { jobIds } from '../names.js';
import { choose, countOf, isWholeBatch, type ActionDeps, type ActionResult, type Chosen } from './action.js';
import { liftHalts } from './lift-halts.js';

/** Nothing new of the selection is prepared or submitted; what the scheduler has goes on. */
export async function pause(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const result = await setHold(deps, selector, true, by);
  // A batch that stood still for a full disk now does so for somebody's wish: room alone does not let it go on.
  if (isWholeBatch(selector)) await deps.store.closeHalt(diskHaltId(selector.batch));
  return result;
}

/** Takes a hold back, and wakes what slept on it. */
export async function resume(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const result = await setHold(deps, selector, false, by);
  const chosen = await choose(deps.store, selector);
  await liftHalts(deps, chosen, by);
  await wake(deps, chosen);
  await deps.queues.request({ v: 1, task: 'release' });
  return result;
}

async function setHold(
  { store }: ActionDeps,
  selector: Selector,
  hold: boolean,
  by: Author,
): Promise<ActionResult> {
  const chosen = await choose(store, selector);
  const changes: Change[] = isWholeBatch(selector)
    ? [{ kind: 'batch', id: selector.batch, set: { hold } }]
    : isWholeMaterial(selector)
      ? chosen.map(({ graph }) => ({ kind: 'material', id: graph.material.id, set: { hold } }))
      : chosen.flatMap(({ steps }) =>
          steps.map((step): Change => ({ kind: 'step', id: step.id, set: { hold } })),
        );
  for (const change of changes) await store.apply([change], by);
  return countOf(chosen);
}

const isWholeMaterial = (selector: Selector): boolean =>
  selector.material !== undefined && selector.step === undefined && !selector.state && !selector.failure;

/** Step jobs and runs that sleep look at their records again. */
export async function wake({ queues, store }: ActionDeps, chosen: readonly Chosen[]): Promise<void> {
  for (const { graph, steps } of chosen) {
    if (graph.material.state !== 'released') continue;
    const waiting = steps.filter((step) => step.state === 'waiting' || step.state === 'running');
    await queues.promote(
      'step',
      waiting.map((step) => jobIds.step(step.id, graph.material.generation)),
    );
    const open = await store.attempts(
      { material: graph.material.id, attemptState: ['prepared'] },
      { limit: 1000 },
    );
    await queues.promoteRuns(open.map(({ id }) => id));
  }
}
