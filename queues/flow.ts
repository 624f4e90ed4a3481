import type { FlowJob, JobsOptions } from 'bullmq';
import type { MaterialGraph } from '../src/store/store.js';
import { isStepOver } from '../src/workflow/states.js';
import { jobTitle } from './job-title.js';
import { jobIds, queueNames } from './names.js';
import type { HandoverJob, MaterialJob, StepJob } from './payloads.js';

/** Hand-overs sleep until their producer is done and promotes them. */
export const foreverMs = 365 * 24 * 3600 * 1000;

export interface JobPolicies {
  readonly material: JobsOptions;
  readonly step: JobsOptions;
  readonly handover: JobsOptions;
}

/**
 * The one place that turns a graph, less what is already over, into a BullMQ flow. Enqueue, resume, retry, rerun and
 * the rebuilding after a loss of Redis all come here.
 *
 * BullMQ knows trees only: material (root) <- steps <- hand-overs. A hand-over stands for one incoming edge of its
 * step and carries the files of the producer; it is added asleep and promoted when the producer is over. So any
 * directed acyclic graph becomes trees (docs/architecture.md).
 */
export function materialFlow(graph: MaterialGraph, policies: JobPolicies): FlowJob {
  const { material, batch, steps, edges } = graph;
  const { generation } = material;
  const stateOf = new Map(steps.map((step) => [step.id, step.state]));
  const nameOf = new Map(steps.map((step) => [step.id, step.name]));
  const root: MaterialJob = { v: 1, materialId: material.id, generation };
  return {
    name: jobTitle(material.label),
    queueName: queueNames.material,
    data: root,
    opts: { ...policies.material, jobId: jobIds.material(material.id, generation) },
    children: steps
      .filter((step) => !isStepOver(step.state))
      .map((step) => {
        const data: StepJob = { v: 1, stepId: step.id, materialId: material.id, generation };
        return {
          name: jobTitle(material.label, step.name),
          queueName: queueNames.step,
          data,
          opts: {
            ...policies.step,
            jobId: jobIds.step(step.id, generation),
            priority: batch.priority,
            // A step that failed must not keep the root from settling the material.
            ignoreDependencyOnFailure: true,
          },
          children: edges
            .filter((edge) => edge.consumerId === step.id && edge.state !== 'delivered')
            .map((edge) => {
              const handover: HandoverJob = {
                v: 1,
                edgeId: edge.id,
                producerId: edge.producerId,
                consumerId: edge.consumerId,
                materialId: material.id,
                generation,
              };
              const producerIsOver = isStepOver(stateOf.get(edge.producerId) ?? 'waiting');
              return {
                name: jobTitle(material.label, `${nameOf.get(edge.producerId) ?? '?'} → ${step.name}`),
                queueName: queueNames.handover,
                data: handover,
                opts: {
                  ...policies.handover,
                  jobId: jobIds.handover(edge.id, generation),
                  delay: producerIsOver ? 0 : foreverMs,
                  // What depends on a step that failed fails with it, branch by branch.
                  failParentOnFailure: true,
                },
              };
            }),
        };
      }),
  };
}
