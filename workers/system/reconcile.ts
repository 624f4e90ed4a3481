import type { Queue } from 'bullmq';
import { jobIds } from '../../queues/names.js';
import { renewFlow } from '../../queues/renew-flow.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import { isMaterialSettled, isStepOver } from '../../src/workflow/states.js';
import { by, type WorkerDeps } from '../deps.js';

/** Materials looked at in one go. */
const portion = 500;

/**
 * Compares Redis with the store and repairs Redis: a released material whose flow is missing, broken off or at its end
 * without a settlement gets a new flow of what is left. The store is never changed to fit Redis.
 */
export async function reconcile(deps: WorkerDeps): Promise<number> {
  let repaired = 0;
  for (let offset = 0; ; offset += portion) {
    const released = await deps.store.releasedMaterials({ limit: portion, offset });
    const outcomes = await mapLimit(released, 16, async ({ id, generation }) => {
      if (await isRootAlive(deps.queues.byName.material, jobIds.material(id, generation))) {
        return repairSleepers(deps, id);
      }
      return rebuild(deps, id);
    });
    repaired += outcomes.filter(Boolean).length;
    if (released.length < portion) return repaired;
  }
}

const aliveStates = new Set(['waiting', 'prioritized', 'active', 'delayed', 'waiting-children']);

async function isRootAlive(queue: Queue, jobId: string): Promise<boolean> {
  return aliveStates.has(await queue.getJobState(jobId));
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
      continue;
    }
    const state = await deps.queues.byName.step.getJobState(jobIds.step(step.id, generation));
    if (!aliveStates.has(state)) return rebuild(deps, materialId);
    if (
      state === 'waiting-children' &&
      step.state === 'running' &&
      (await repairRun(deps, step.id, materialId))
    ) {
      return true;
    }
  }
  return false;
}

/**
 * The run of a step that waits for it: the poller may have saved its end and died before waking it, or the run may be
 * gone from Redis while its attempt is alive in the scheduler.
 */
async function repairRun(deps: WorkerDeps, stepId: string, materialId: string): Promise<boolean> {
  const context = await deps.store.stepContext(stepId);
  const attempt = context?.attempts.at(-1);
  if (!attempt) return false;
  if (attempt.state === 'ended' || attempt.state === 'concluded') {
    await deps.queues.promoteRuns([attempt.id]);
    return false;
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
