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

export const most = 1_000_000;

/** Materials that are read, and changed, together: few enough to be held in memory with their structures. */
const portion = 200;

/** As many calls of the store as share one of its transactions, which costs a commit to disk each. */
export const together = 200;

/** Ids of steps by their materials. */
export type Selection = ReadonlyMap<string, ReadonlySet<string>>;

/** Does `work` to the steps that a selector names, some hundred materials at a time, and adds up what it says to have done. */
export const eachPortion = async (
  store: Store,
  selector: Selector,
  work: (chosen: readonly Chosen[]) => Promise<ActionResult>,
): Promise<ActionResult> => eachPortionOf(store, await select(store, selector), work);

export async function eachPortionOf(
  store: Store,
  wanted: Selection,
  work: (chosen: readonly Chosen[]) => Promise<ActionResult>,
): Promise<ActionResult> {
  const materialIds = [...wanted.keys()];
  let sum: ActionResult = { materials: 0, steps: 0 };
  for (let first = 0; first < materialIds.length; first += portion) {
    const graphs = await store.materialGraphs(materialIds.slice(first, first + portion));
    const done = await work(
      graphs.map((graph) => ({
        graph,
        steps: graph.steps.filter(({ id, materialId }) => wanted.get(materialId)?.has(id)),
      })),
    );
    sum = { materials: sum.materials + done.materials, steps: sum.steps + done.steps };
  }
  return sum;
}

/** The steps that a selector names. Nothing found is an error: a typing mistake must not look like success. */
export async function select(store: Store, selector: Selector): Promise<Selection> {
  const wanted = new Map<string, Set<string>>();
  for (const { id, materialId } of await store.steps(selector, { limit: most })) {
    const ids = wanted.get(materialId);
    if (ids) ids.add(id);
    else wanted.set(materialId, new Set([id]));
  }
  if (wanted.size === 0) {
    throw new CrystalqError('SELECTION_EMPTY', `No steps match ${describe(selector)}.`);
  }
  return wanted;
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
