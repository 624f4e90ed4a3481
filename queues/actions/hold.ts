import type { Author, Selector } from '../../src/store/store.js';
import { diskHaltId } from '../../src/workflow/halts.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import { jobIds } from '../names.js';
import { countOf, eachPortion, together, type ActionDeps, type ActionResult, type Chosen } from './action.js';
import { liftHalts } from './lift-halts.js';

/**
 * Nothing new of the selection is prepared or submitted; what the scheduler has goes on. The hold is put on whole
 * batches or materials where those are meant, and on single steps else.
 */
export async function pause(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const { store } = deps;
  const batches = new Set<string>();
  return eachPortion(store, selector, async (chosen) => {
    const unheld = meant(selector, chosen).filter(({ id }) => !batches.has(id));
    await mapLimit(unheld, together, async ({ kind, id }) => {
      await store.apply([{ kind, id, set: { hold: true } }], by);
      if (kind !== 'batch') return;
      batches.add(id);
      // One that stood still for a full disk now does so for somebody's wish: room alone does not let it go on.
      await store.closeHalt(diskHaltId(id));
    });
    return countOf(chosen);
  });
}

/**
 * Takes back every hold within the selection, whichever way it was put there, and wakes what slept on it. A hold on
 * more than the selection stays, and what it holds is not counted.
 */
export async function resume(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const { store, queues } = deps;
  const done = await eachPortion(store, selector, async (chosen) => {
    const within = [...batchesIn(selector, chosen), ...materialsIn(selector, chosen), ...stepsIn(chosen)];
    const held = within.filter(({ hold }) => hold);
    await mapLimit(held, together, ({ kind, id }) => store.apply([{ kind, id, set: { hold: false } }], by));
    await liftHalts(deps, chosen, by);
    await wake(deps, chosen);
    return countOf(await free(deps, selector, chosen));
  });
  await queues.request({ v: 1, task: 'release' });
  return done;
}

/** Those on which no hold of their material or batch stays that is on more than the selection. */
async function free(
  { store }: ActionDeps,
  selector: Selector,
  chosen: readonly Chosen[],
): Promise<readonly Chosen[]> {
  const held = new Set((await store.batches()).filter(({ hold }) => hold).map(({ id }) => id));
  return chosen.filter(
    ({ graph: { batch, material } }) => !held.has(batch.id) && (isOfMaterials(selector) || !material.hold),
  );
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
  const released = chosen.filter(({ graph }) => graph.material.state === 'released');
  await mapLimit(released, 16, async ({ graph, steps }) => {
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
  });
}
