import type { Job } from 'bullmq';
import type { MaterialJob } from '../queues/payloads.js';
import { isMaterialSettled } from '../src/workflow/states.js';
import { settle } from '../src/workflow/settle.js';
import { by, type WorkerDeps } from './deps.js';
import { tellSettled } from './notify/tell-settled.js';

/** The root of a material's flow: runs when all of its steps are over, and lets the next material in. */
export function createMaterialProcessor(deps: WorkerDeps) {
  return async (_job: Job, data: MaterialJob): Promise<string> => {
    const graph = await deps.store.materialGraph(data.materialId);
    if (graph?.material.generation !== data.generation) return 'superseded';
    let outcome: string = graph.material.state;
    if (!isMaterialSettled(graph.material.state)) {
      const settlement = settle(graph.steps);
      // A step whose job failed for want of the store or of Redis: the reconciler builds the flow anew.
      if (!settlement) return 'not over yet';
      const { state, reason, failureCode } = settlement;
      outcome = state;
      const { applied } = await deps.store.apply(
        [
          {
            kind: 'material',
            id: data.materialId,
            to: state,
            generation: data.generation,
            set: { reason, failureCode },
          },
        ],
        by(deps, reason ?? 'all steps succeeded'),
      );
      if (applied) await tellSettled(deps, graph.material, state, reason);
    }
    // Who adds materials or takes them off hold asks for it, too.
    if (await deps.store.isAnyMaterialPending()) await deps.queues.request({ v: 1, task: 'release' });
    return outcome;
  };
}
