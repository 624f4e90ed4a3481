import * as z from 'zod';

/**
 * What jobs carry: ids, never state and never secrets. Jobs outlive a deployment, so each payload has a version;
 * it is checked when it is written and when it is read.
 */
const versioned = { v: z.literal(1) };
const id = z.string().min(1).max(120);
const generation = z.number().int().min(0);

export const MaterialJob = z.object({ ...versioned, materialId: id, generation });
export type MaterialJob = z.infer<typeof MaterialJob>;

export const StepJob = z.object({ ...versioned, stepId: id, materialId: id, generation });
export type StepJob = z.infer<typeof StepJob>;

export const HandoverJob = z.object({
  ...versioned,
  edgeId: id,
  producerId: id,
  consumerId: id,
  materialId: id,
  generation,
});
export type HandoverJob = z.infer<typeof HandoverJob>;

export const RunJob = z.object({ ...versioned, attemptId: id, stepId: id, materialId: id });
export type RunJob = z.infer<typeof RunJob>;

export const SystemJob = z.discriminatedUnion('task', [
  z.object({ ...versioned, task: z.literal('poll'), cluster: z.string() }),
  z.object({ ...versioned, task: z.literal('release') }),
  z.object({ ...versioned, task: z.literal('reconcile') }),
  z.object({ ...versioned, task: z.literal('cancel') }),
  z.object({ ...versioned, task: z.literal('halts') }),
  z.object({ ...versioned, task: z.literal('retention') }),
  /** Somebody who is no worker settled this material: where its batch is settled with it, people are told. */
  z.object({ ...versioned, task: z.literal('tell'), materialId: id }),
]);
export type SystemJob = z.infer<typeof SystemJob>;

/** Tasks of the same id are one task: one of them waits, and one worker does it at a time. */
export function taskId(data: SystemJob): string {
  switch (data.task) {
    case 'poll':
      return `poll-${data.cluster}`;
    case 'tell':
      return `tell-${data.materialId}`;
    default:
      return data.task;
  }
}
