import type { MaterialGraph, Selector, Store } from '../../src/store/store.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { StepRecord } from '../../src/workflow/records.js';
import type { Queues } from '../queues.js';

/** What people do to a campaign. Command line and dashboard call the same functions; each leaves events with its author. */
export interface ActionDeps {
  readonly store: Store;
  readonly queues: Queues;
}

export interface ActionResult {
  readonly materials: number;
  readonly steps: number;
}

/** Materials of a selection with their graphs, and the steps of it that were meant. */
export interface Chosen {
  readonly graph: MaterialGraph;
  readonly steps: readonly StepRecord[];
}

const most = 1_000_000;

/** The steps that a selector names, by material. Nothing found is an error: a typing mistake must not look like success. */
export async function choose(store: Store, selector: Selector): Promise<Chosen[]> {
  const steps = await store.steps(selector, { limit: most });
  const ids = [...new Set(steps.map((step) => step.materialId))];
  const chosen: Chosen[] = [];
  for (const id of ids) {
    const graph = await store.materialGraph(id);
    if (graph)
      chosen.push({
        graph,
        steps: graph.steps.filter((step) => steps.some(({ id: one }) => one === step.id)),
      });
  }
  if (chosen.length === 0) {
    throw new CrystalqError('SELECTION_EMPTY', `No steps match ${describe(selector)}.`);
  }
  return chosen;
}

export const describe = (selector: Selector): string =>
  Object.entries(selector)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ') || 'an empty selection';

export const countOf = (chosen: readonly Chosen[]): ActionResult => ({
  materials: chosen.length,
  steps: chosen.reduce((sum, { steps }) => sum + steps.length, 0),
});
