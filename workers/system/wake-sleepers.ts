import type { Job } from 'bullmq';
import { jobIds, queueNames } from '../../queues/names.js';
import type { MaterialGraph } from '../../src/store/store.js';
import { isMaterialSettled, isStepOver } from '../../src/workflow/states.js';
import type { WorkerDeps } from '../deps.js';

const aliveStates = ['waiting', 'prioritized', 'active', 'delayed', 'waiting-children'];

/** Of a job of BullMQ: it will be done, or waits for something. */
export const isAlive = (jobState: string): boolean => aliveStates.includes(jobState);

/**
 * Wakes what nobody else will in the flow of a material whose root is there. A step of it may have been lost all the same
 * (Redis forgets up to a second): it is `broken` then, and has to be built anew.
 */
export async function wakeSleepers(deps: WorkerDeps, materialId: string): Promise<'broken' | 'whole'> {
  const graph = await deps.store.materialGraph(materialId);
  if (!graph || isMaterialSettled(graph.material.state)) return 'whole';
  const { generation } = graph.material;
  for (const step of graph.steps) {
    if (isStepOver(step.state)) {
      const owed = graph.edges.filter((edge) => edge.producerId === step.id && edge.state === 'waiting');
      await deps.queues.promoteHandovers(owed, generation);
      await wakeOver(deps, graph, step.id);
      continue;
    }
    const state = await deps.queues.byName.step.getJobState(jobIds.step(step.id, generation));
    if (!isAlive(state)) return 'broken';
    if (state !== 'waiting-children') continue;
    if (step.state === 'running' && (await isRunLost(deps, step.id, generation))) return 'broken';
    if (step.state === 'waiting' && !waitsForProducers(step.id, graph)) {
      if (await awaitsUnknownRun(deps, step.id, generation)) return 'broken';
    }
  }
  return 'whole';
}

/**
 * The store knows that a step is over, and Redis has forgotten it: its job sleeps, or waits for a run or a hand-over that
 * sleeps, and the root waits for that. What is woken finds in the records that there is nothing left to do.
 */
async function wakeOver({ queues, store }: WorkerDeps, graph: MaterialGraph, stepId: string): Promise<void> {
  const { generation } = graph.material;
  const jobId = jobIds.step(stepId, generation);
  const state = await queues.byName.step.getJobState(jobId);
  if (state === 'delayed') await queues.promote('step', [jobId]);
  if (state !== 'waiting-children') return;
  const over = new Set(graph.steps.filter((step) => isStepOver(step.state)).map(({ id }) => id));
  const incoming = graph.edges.filter((edge) => edge.consumerId === stepId && over.has(edge.producerId));
  await queues.promoteHandovers(incoming, generation);
  const context = await store.stepContext(stepId);
  await queues.promoteRuns((context?.attempts ?? []).map(({ id }) => id));
}

/** As most steps do; only what is left is worth a question to Redis. */
function waitsForProducers(stepId: string, { steps, edges }: MaterialGraph): boolean {
  const open = new Set(steps.filter(({ state }) => !isStepOver(state)).map(({ id }) => id));
  return edges.some(({ consumerId, producerId }) => consumerId === stepId && open.has(producerId));
}

/**
 * Redis may be ahead of a store that went back to a backup: the step waits for the run of an attempt that is no more,
 * and nobody would ever wake it. An attempt is saved before its run is added, so the store is read last.
 */
async function awaitsUnknownRun(
  { queues, store }: WorkerDeps,
  stepId: string,
  generation: number,
): Promise<boolean> {
  const job = (await queues.byName.step.getJob(jobIds.step(stepId, generation))) as Job | undefined;
  const { unprocessed = [] } = (await job?.getDependencies({ unprocessed: {} })) ?? {};
  const runs = unprocessed
    .map((key) => key.split(':').slice(-2))
    .filter(([queue]) => queue === queueNames.run);
  if (runs.length === 0) return false;
  const context = await store.stepContext(stepId);
  const known = new Set(context?.attempts.map(({ id }) => jobIds.run(id)));
  return runs.some(([, id]) => id !== undefined && !known.has(id));
}

/**
 * The run of a step that waits for it: the poller may have saved its end and died before waking it, or the run may be
 * gone from Redis while its attempt is alive in the scheduler.
 */
async function isRunLost(deps: WorkerDeps, stepId: string, generation: number): Promise<boolean> {
  const context = await deps.store.stepContext(stepId);
  const attempt = context?.attempts.at(-1);
  if (!attempt) return false;
  if (attempt.state === 'ended' || attempt.state === 'concluded') {
    await deps.queues.promoteRuns([attempt.id]);
    return awaitsUnknownRun(deps, stepId, generation);
  }
  const runState = await deps.queues.byName.run.getJobState(jobIds.run(attempt.id));
  return runState === 'unknown' || runState === 'failed';
}
