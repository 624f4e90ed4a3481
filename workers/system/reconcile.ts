import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { jobIds, queueNames, type Root } from '../../queues/names.js';
import { taskId } from '../../queues/payloads.js';
import { renewFlow } from '../../queues/renew-flow.js';
import type { MaterialGraph } from '../../src/store/store.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import type { MaterialRecord } from '../../src/workflow/records.js';
import { isMaterialSettled, isStepOver } from '../../src/workflow/states.js';
import { by, type WorkerDeps } from '../deps.js';
import { withLease } from '../lease/with-lease.js';

/** Materials looked at in one go. */
const portion = 500;

/**
 * Compares Redis with the store and repairs Redis: a released material whose flow is missing, broken off or at its end
 * without a settlement gets a new flow of what is left, and flows that nobody waits for go. The store is never changed
 * to fit Redis.
 */
export async function reconcile(deps: WorkerDeps): Promise<number> {
  // Before the store is looked at: that is always changed first, so that what it does not know by then is no newer.
  const roots = await deps.queues.waitingRoots();
  const current = new Set<string>();
  let repaired = 0;
  let afterId: string | undefined = '';
  while (afterId !== undefined) {
    const released = await deps.store.releasedMaterials({ afterId, limit: portion });
    for (const { id, generation } of released) current.add(jobIds.material(id, generation));
    const missing: Released[] = [];
    const outcomes = await mapLimit(released, 16, async (material) => {
      if (await isRootAlive(deps, material)) return repairSleepers(deps, material.id);
      missing.push(material);
      return false;
    });
    repaired += outcomes.filter(Boolean).length + (await rebuildMissing(deps, missing));
    afterId = released.length < portion ? undefined : released.at(-1)?.id;
  }
  return repaired + (await removeStrays(deps, roots, current));
}

/**
 * Flows of a settled material or of an older generation would wait for ever: their worker died before it took them away,
 * or Redis came back as it was a while ago. What another store may know is left alone.
 */
async function removeStrays(
  { store, queues, log }: WorkerDeps,
  roots: readonly Root[],
  current: ReadonlySet<string>,
): Promise<number> {
  const odd = roots.filter(
    ({ materialId, generation }) => !current.has(jobIds.material(materialId, generation)),
  );
  const outcomes = await mapLimit(odd, 16, async ({ materialId, generation }) => {
    const material = (await store.materialGraph(materialId))?.material;
    const isWaitedFor = material?.state === 'released' && material.generation === generation;
    if (!material || isWaitedFor) return false;
    await queues.removeFlow(materialId, generation);
    log.info('a flow that nobody waits for was removed', { materialId, generation });
    return true;
  });
  return outcomes.filter(Boolean).length;
}

type Released = Pick<MaterialRecord, 'id' | 'generation'>;

/**
 * Whoever lets materials in saves that first and adds their flows then: what is missing may be on its way. While
 * nobody lets any in, what still is missing stays so.
 */
async function rebuildMissing(deps: WorkerDeps, missing: readonly Released[]): Promise<number> {
  if (missing.length === 0) return 0;
  const rebuildOne = async (material: Released): Promise<boolean> =>
    !(await isRootAlive(deps, material)) && (await rebuild(deps, material.id));
  const rebuilt = await withLease(deps, taskId({ v: 1, task: 'release' }), () =>
    mapLimit(missing, 16, rebuildOne),
  );
  if (rebuilt) return rebuilt.filter(Boolean).length;
  // The next round looks through the whole window again: not at once.
  await delay(againMs);
  await deps.queues.request({ v: 1, task: 'reconcile' });
  return 0;
}

const againMs = 1000;

const aliveStates = new Set(['waiting', 'prioritized', 'active', 'delayed', 'waiting-children']);

async function isRootAlive({ queues }: WorkerDeps, { id, generation }: Released): Promise<boolean> {
  return aliveStates.has(await queues.byName.material.getJobState(jobIds.material(id, generation)));
}

/** The root is there; a step of it may have been lost (Redis forgets up to a second) or a promotion may be missing. */
async function repairSleepers(deps: WorkerDeps, materialId: string): Promise<boolean> {
  const graph = await deps.store.materialGraph(materialId);
  if (!graph || isMaterialSettled(graph.material.state)) return false;
  const { generation } = graph.material;
  for (const step of graph.steps) {
    if (isStepOver(step.state)) {
      const owed = graph.edges.filter((edge) => edge.producerId === step.id && edge.state === 'waiting');
      await deps.queues.promoteHandovers(owed, generation);
      await wakeOver(deps, graph, step.id);
      continue;
    }
    const state = await deps.queues.byName.step.getJobState(jobIds.step(step.id, generation));
    if (!aliveStates.has(state)) return rebuild(deps, materialId);
    if (state !== 'waiting-children') continue;
    if (step.state === 'running' && (await repairRun(deps, step.id, graph.material))) return true;
    if (step.state === 'waiting' && !waitsForProducers(step.id, graph)) {
      if (await awaitsUnknownRun(deps, step.id, generation)) return rebuild(deps, materialId);
    }
  }
  return false;
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
async function repairRun(
  deps: WorkerDeps,
  stepId: string,
  { id: materialId, generation }: Released,
): Promise<boolean> {
  const context = await deps.store.stepContext(stepId);
  const attempt = context?.attempts.at(-1);
  if (!attempt) return false;
  if (attempt.state === 'ended' || attempt.state === 'concluded') {
    await deps.queues.promoteRuns([attempt.id]);
    return (await awaitsUnknownRun(deps, stepId, generation)) && rebuild(deps, materialId);
  }
  const runState = await deps.queues.byName.run.getJobState(jobIds.run(attempt.id));
  return runState === 'unknown' || runState === 'failed' ? rebuild(deps, materialId) : false;
}

async function rebuild(deps: WorkerDeps, materialId: string): Promise<boolean> {
  const isRebuilt = await renewFlow(
    deps,
    materialId,
    by(deps, 'its flow was missing in Redis and is built anew'),
  );
  if (isRebuilt) deps.log.warn('flow rebuilt', { materialId });
  return isRebuilt;
}
