import type { Author, Selector } from '../../src/store/store.js';
import { writtenAnew } from '../../src/store/written-anew.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import type { Resources, StepRecord } from '../../src/workflow/records.js';
import { countOf, eachPortion, together, type ActionDeps, type ActionResult } from './action.js';
import { wake } from './hold.js';
import { hastenProbes } from './lift-halts.js';

/**
 * Changes what the steps of a selection ask of the scheduler, from their next attempt on. An attempt that waits to be
 * submitted ends, does not count, and is written anew; what the scheduler has already goes on as it was submitted.
 */
export async function setResources(
  deps: ActionDeps,
  selector: Selector,
  wanted: Partial<Resources>,
  by: Author,
): Promise<ActionResult> {
  return eachPortion(deps.store, selector, async (chosen) => {
    const steps = chosen.flatMap((one) => one.steps);
    await mapLimit(steps, together, (step) => change(deps, step, wanted, by));
    await wake(deps, chosen);
    await hastenProbes(deps, chosen);
    return countOf(chosen);
  });
}

async function change(
  { store, queues }: ActionDeps,
  { id, resources }: StepRecord,
  wanted: Partial<Resources>,
  by: Author,
): Promise<void> {
  const waiting = (await store.attempts({ step: id, attemptState: ['prepared'] }, { limit: 100 })).at(-1);
  // Recovery may have asked for more than the step did.
  const set = { resources: { ...(waiting?.resources ?? resources), ...wanted } };
  await store.apply([{ kind: 'step', id, set }], by);
  if (!waiting) return;
  // A submission that is faster keeps the resources it was written with, unless it is refused (submission-halt.ts).
  const { applied } = await store.apply(writtenAnew(waiting, ['prepared']), by);
  if (applied) await queues.promoteRuns([waiting.id]);
}
