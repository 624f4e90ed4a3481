/** One queue per kind of work. A worker process may serve all of them or some (`crystalq worker --queues run`). */
export const queueNames = {
  /** Roots: settle a material when all of its steps are over. */
  material: 'material',
  /** A step: writes decks, reads outputs, decides about new attempts. */
  step: 'step',
  /** An edge: stages the producer's files for the consumer. */
  handover: 'handover',
  /** An attempt: submits it and sleeps until the scheduler has ended it. */
  run: 'run',
  /** Poll, release, reconcile, cancel, halts, retention, tell. */
  system: 'system',
} as const;

export type QueueName = keyof typeof queueNames;
export const allQueues = Object.keys(queueNames) as QueueName[];

/** Job ids are derived from what the job does: adding twice is adding once. BullMQ refuses `:` in them. */
export const jobIds = {
  material: (materialId: string, generation: number): string => `material-${materialId}-g${generation}`,
  step: (stepId: string, generation: number): string => `step-${stepId}-g${generation}`,
  handover: (edgeId: string, generation: number): string => `handover-${edgeId}-g${generation}`,
  run: (attemptId: string): string => `run-${attemptId}`,
};

export interface Root {
  readonly materialId: string;
  readonly generation: number;
}

/** Whose root a job of the queue `material` is. */
export function rootOf(jobId: string): Root | undefined {
  const [, materialId, generation] = /^material-(.+)-g(\d+)$/.exec(jobId) ?? [];
  return materialId === undefined ? undefined : { materialId, generation: Number(generation) };
}
