import { UnrecoverableError, type Job } from 'bullmq';
import { foreverMs } from '../queues/flow.js';
import type { HandoverJob } from '../queues/payloads.js';
import type { StepContext } from '../src/store/store.js';
import { stageInputs } from '../src/workdir/inputs.js';
import { isStepOver } from '../src/workflow/states.js';
import { by, type WorkerDeps } from './deps.js';
import { sleep } from './sleep.js';

/**
 * Carries an edge. The producer succeeded: its files are staged into the consumer's folder and verified. The producer
 * ended in another way: the consumer is blocked, and so is what depends on it. Safe to run twice.
 */
export function createHandoverProcessor(deps: WorkerDeps) {
  return async (job: Job, data: HandoverJob, token: string | undefined): Promise<string> => {
    const context = await deps.store.stepContext(data.consumerId);
    if (context?.material.generation !== data.generation) return 'superseded';
    const incoming = context.incoming.find(({ edge }) => edge.id === data.edgeId);
    if (!incoming) return 'superseded';
    if (!isStepOver(incoming.producer.state)) return sleep(job, token, foreverMs);
    if (incoming.producer.state !== 'succeeded' || !incoming.attempt)
      return block(deps, context, data.edgeId);
    await stageInputs(deps.config().paths.workDir, context, incoming);
    await deps.store.apply(
      [{ kind: 'edge', id: data.edgeId, to: 'delivered', from: ['waiting', 'refused'] }],
      by(deps, `${incoming.producer.name} handed over to ${context.step.name}`),
    );
    return 'delivered';
  };
}

async function block(deps: WorkerDeps, context: StepContext, edgeId: string): Promise<never> {
  const producer = context.incoming.find(({ edge }) => edge.id === edgeId)?.producer;
  const reason = `${producer?.name ?? 'the step before'} ${producer?.state ?? 'is gone'}${producer?.reason ? `: ${producer.reason}` : ''}`;
  await deps.store.apply(
    [
      { kind: 'edge', id: edgeId, to: 'refused' },
      { kind: 'step', id: context.step.id, to: 'blocked', set: { reason } },
    ],
    by(deps, reason),
  );
  await deps.queues.promoteHandovers(context.outgoing, context.material.generation);
  // The step job fails with this hand-over (failParentOnFailure): it never runs.
  throw new UnrecoverableError(reason);
}
