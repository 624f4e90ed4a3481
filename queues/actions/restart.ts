import type { Author, Change, MaterialGraph, Selector } from '../../src/store/store.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { withDependants } from '../../src/workflow/graph.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import type { StepRecord } from '../../src/workflow/records.js';
import { isMaterialSettled } from '../../src/workflow/states.js';
import { replaceFlow } from '../renew-flow.js';
import {
  countOf,
  describe,
  eachPortionOf,
  most,
  select,
  together,
  type ActionDeps,
  type ActionResult,
  type Chosen,
  type Selection,
} from './action.js';

/**
 * *Retry* goes on where it stopped: failed, cancelled and blocked steps of the selection, and blocked ones that wait
 * for them, become open again with fresh attempts; a calculation that left restart files goes on from them.
 */
export async function retry(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const again = ({ graph, steps }: Chosen): StepRecord[] => {
    const causes = causesOf(graph, steps.filter(isUnsuccessful));
    return graph.steps.filter((step) => causes.has(step.id) && isUnsuccessful(step));
  };
  return restart(deps, selector, again, by, true);
}

/** *Rerun* starts the named steps and all that depends on them anew, from the structure or the step before. */
export async function rerun(deps: ActionDeps, selector: Selector, by: Author): Promise<ActionResult> {
  const again = ({ graph, steps }: Chosen): StepRecord[] => {
    const reached = new Set(steps.flatMap((step) => [...withDependants(step.id, edgesOf(graph))]));
    return graph.steps.filter((step) => reached.has(step.id));
  };
  return restart(deps, selector, again, by, false);
}

const edgesOf = (graph: MaterialGraph) =>
  graph.edges.map(({ producerId, consumerId, kinds }) => ({
    producer: producerId,
    consumer: consumerId,
    kinds,
  }));

const isUnsuccessful = ({ state }: StepRecord): boolean =>
  state === 'failed' || state === 'cancelled' || state === 'blocked';

/** The steps themselves, what blocks them (upwards) and what they block (downwards). */
function causesOf(graph: MaterialGraph, steps: readonly StepRecord[]): Set<string> {
  const down = new Set(steps.flatMap((step) => [...withDependants(step.id, edgesOf(graph))]));
  const upward = graph.edges.map(({ producerId, consumerId, kinds }) => ({
    producer: consumerId,
    consumer: producerId,
    kinds,
  }));
  const up = steps.flatMap((step) => [...withDependants(step.id, upward)]);
  return new Set([...down, ...up]);
}

async function restart(
  deps: ActionDeps,
  selector: Selector,
  again: (chosen: Chosen) => StepRecord[],
  by: Author,
  goesOn: boolean,
): Promise<ActionResult> {
  const selection = await select(deps.store, selector);
  await refuseWhileAnyRuns(deps, selector, selection, again);
  const done = await eachPortionOf(deps.store, selection, async (chosen) => {
    const wanted = chosen
      .map((one) => ({ graph: one.graph, steps: again(one) }))
      .filter(({ steps }) => steps.length > 0);
    await mapLimit(wanted, together, ({ graph, steps }) => reopenMaterial(deps, graph, steps, goesOn, by));
    return countOf(wanted);
  });
  if (done.materials === 0) {
    throw new CrystalqError('SELECTION_EMPTY', `Nothing to start again in ${describe(selector)}.`);
  }
  await deps.queues.request({ v: 1, task: 'release' });
  return done;
}

/**
 * Before anything is changed. What may be started again beside the selected steps is in the same materials; few
 * materials have running steps, and only those are read.
 */
async function refuseWhileAnyRuns(
  { store }: ActionDeps,
  { batch, material }: Selector,
  selection: Selection,
  again: (chosen: Chosen) => StepRecord[],
): Promise<void> {
  const running = await store.steps({ batch, material, state: ['running'] }, { limit: most });
  const materialIds = new Set(running.map(({ materialId }) => materialId));
  const wanted = new Map([...selection].filter(([materialId]) => materialIds.has(materialId)));
  await eachPortionOf(store, wanted, (chosen) => {
    for (const one of chosen) refuseWhileRunning(again(one));
    return Promise.resolve(countOf(chosen));
  });
}

/** Tries before somebody who keeps changing the same material is told of. */
const mostTries = 10;

/**
 * Steps, edges and the material change together or not at all: a material that settles in just that moment is looked
 * at again, and then goes back into the line instead of getting a new flow.
 */
async function reopenMaterial(
  deps: ActionDeps,
  first: MaterialGraph,
  again: readonly StepRecord[],
  goesOn: boolean,
  by: Author,
): Promise<void> {
  const ids = new Set(again.map(({ id }) => id));
  let graph: MaterialGraph | undefined = first;
  for (let tries = 1; graph && tries <= mostTries; tries += 1) {
    const steps = graph.steps.filter(({ id }) => ids.has(id));
    refuseWhileRunning(steps);
    const { applied } = await deps.store.apply(await reopen(deps, graph, steps, goesOn), by);
    if (applied) {
      if (graph.material.state === 'released') await replaceFlow(deps, graph.material.id);
      return;
    }
    graph = await deps.store.materialGraph(first.material.id);
  }
  throw new CrystalqError('STORE_CONFLICT', `${first.material.id} is being changed by somebody else.`);
}

function refuseWhileRunning(steps: readonly StepRecord[]): void {
  const running = steps.find((step) => step.state === 'running');
  if (running) {
    throw new CrystalqError('STORE_CONFLICT', `${running.id} is running.`, {
      hint: 'Cancel it first, or wait for its end.',
    });
  }
}

async function reopen(
  deps: ActionDeps,
  graph: MaterialGraph,
  steps: readonly StepRecord[],
  goesOn: boolean,
): Promise<Change[]> {
  const ids = new Set(steps.map((step) => step.id));
  const attempts = await deps.store.attempts({ material: graph.material.id });
  return [
    ...steps
      .filter(({ state }) => state !== 'waiting')
      .map(({ id }): Change => {
        const ofStep = attempts.filter(({ stepId }) => stepId === id);
        const attemptBase = Math.max(0, ...ofStep.map(({ number }) => number));
        return {
          kind: 'step',
          id,
          to: 'waiting',
          set: { attemptBase, goesOn, cancelRequested: false, reason: null, failureCode: null },
        };
      }),
    ...graph.edges
      .filter((edge) => ids.has(edge.consumerId) && edge.state !== 'waiting')
      .map((edge): Change => ({ kind: 'edge', id: edge.id, to: 'waiting' })),
    ...materialChange(graph.material),
  ];
}

/** A settled material goes back into the line; one in the window gets a new generation, and with it a new flow. */
function materialChange({ id, state, generation }: MaterialGraph['material']): Change[] {
  if (isMaterialSettled(state)) {
    return [{ kind: 'material', id, to: 'pending', from: [state], set: { reason: null, failureCode: null } }];
  }
  if (state !== 'released') return [];
  return [{ kind: 'material', id, from: ['released'], generation, nextGeneration: true }];
}
