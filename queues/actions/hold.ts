import type { Author, Selector } from '../../src/store/store.js';
import { diskHaltId } from '../../src/workflow/halts.js';
import { jobIds } from '../names.js';
import { choose, countOf, type ActionDeps, type ActionResult, type Chosen } from './action.js';
import { liftHalts } from './lift-halts.js';

/**
 * Nothing new of the selection is prepared or submitted; what the scheduler has goes on. The hold is put on whole
 * batches or materials where those are meant, and on single steps else.
 */
export async function pause(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const { store } = deps;
  const chosen = await choose(store, selector);
  for (const { kind, id } of meant(selector, chosen)) {
    await store.apply([{ kind, id, set: { hold: true } }], by);
    // A batch that stood still for a full disk now does so for somebody's wish: room alone does not let it go on.
    if (kind === 'batch') await store.closeHalt(diskHaltId(id));
  }
  return countOf(chosen);
}

/**
 * Takes back every hold within the selection, whichever way it was put there, and wakes what slept on it. A hold on
 * more than the selection stays.
 */
export async function resume(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const { store, queues } = deps;
  const chosen = await choose(store, selector);
  const within = [...batchesIn(selector, chosen), ...materialsIn(selector, chosen), ...stepsIn(chosen)];
  for (const { kind, id, hold } of within)
    if (hold) await store.apply([{ kind, id, set: { hold: false } }], by);
  await liftHalts(deps, chosen, by);
  await wake(deps, chosen);
  await queues.request({ v: 1, task: 'release' });
  return countOf(chosen);
}

interface Holdable {
  readonly kind: 'batch' | 'material' | 'step';
  readonly id: string;
  readonly hold: boolean;
}

/** What a selection names as a whole: batches, else materials, else steps. */
function meant(selector: Selector, chosen: readonly Chosen[]): readonly Holdable[] {
  if (isOfBatches(selector)) return batchesIn(selector, chosen);
  return isOfMaterials(selector) ? materialsIn(selector, chosen) : stepsIn(chosen);
}

const batchesIn = (selector: Selector, chosen: readonly Chosen[]): readonly Holdable[] =>
  isOfBatches(selector)
    ? [
        ...new Map(
          chosen.map(({ graph: { batch } }) => [batch.id, { kind: 'batch' as const, ...batch }]),
        ).values(),
      ]
    : [];

const materialsIn = (selector: Selector, chosen: readonly Chosen[]): readonly Holdable[] =>
  isOfMaterials(selector) ? chosen.map(({ graph }) => ({ kind: 'material', ...graph.material })) : [];

const stepsIn = (chosen: readonly Chosen[]): readonly Holdable[] =>
  chosen.flatMap(({ steps }) => steps.map((step) => ({ kind: 'step' as const, ...step })));

const isOfMaterials = ({ step, state, failure }: Selector): boolean =>
  step === undefined && state === undefined && failure === undefined;

const isOfBatches = (selector: Selector): boolean =>
  isOfMaterials(selector) && selector.material === undefined;

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
