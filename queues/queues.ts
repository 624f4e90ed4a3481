import { setTimeout as delay } from 'node:timers/promises';
import { ErrorCode, FlowProducer, Queue, type Job, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { MaterialGraph, NewAttempt } from '../src/store/store.js';
import type { EdgeRecord } from '../src/workflow/records.js';
import { materialFlow } from './flow.js';
import { createHeldBack } from './held-back.js';
import { createWaitingList } from './waiting-list.js';
import { jobTitle } from './job-title.js';
import { allQueues, jobIds, queueNames, rootOf, type Root, type QueueName } from './names.js';
import { RunJob, SystemJob, taskId } from './payloads.js';
import { jobPolicies, type QueueSettings } from './policies.js';

/** What is put into queues, and how sleeping jobs are woken. Workers, command line and dashboard share it. */
export interface Queues extends ReturnType<typeof createHeldBack>, ReturnType<typeof createWaitingList> {
  readonly byName: Readonly<Record<QueueName, Queue>>;
  /** Adds the flows of materials: idempotent, since the ids of jobs say what they do. */
  addFlows(graphs: readonly MaterialGraph[]): Promise<void>;
  /** Takes the flow of an older generation out of Redis, with all below it that no worker holds just now. */
  removeFlow(materialId: string, generation: number): Promise<void>;
  /** Roots that wait for their steps, of whatever generation. */
  waitingRoots(): Promise<readonly Root[]>;
  /** Wakes the hand-overs of these edges: their producer is over. */
  promoteHandovers(edges: readonly EdgeRecord[], generation: number): Promise<void>;
  /** Adds the run of an attempt below its step job. False where it hangs below another one and a worker holds it just now. */
  addRun(attempt: NewAttempt, step: Job, title: string, priority: number): Promise<boolean>;
  /** Removes the run of an attempt, so that it can be added again. */
  removeRun(attemptId: string): Promise<void>;
  /** Wakes the runs of attempts that the scheduler has ended. */
  promoteRuns(attemptIds: readonly string[]): Promise<void>;
  /** Wakes a step that sleeps on hold, or a run that waits to submit. */
  promote(queue: QueueName, jobIds: readonly string[]): Promise<void>;
  /** Asks for a round of one of the system's tasks that begins from now on; requests that wait together are one. */
  request(task: SystemJob): Promise<void>;
  close(): Promise<void>;
}

export function createQueues(connection: Redis, prefix: string, settings: QueueSettings): Queues {
  const options = { connection, prefix };
  const byName = Object.fromEntries(
    allQueues.map((name) => [name, new Queue(queueNames[name], options)]),
  ) as Record<QueueName, Queue>;
  const flows = new FlowProducer(options);
  // Told by the watch on the connection beneath; without a listener BullMQ prints each of them.
  flows.on('error', () => undefined);
  for (const queue of Object.values(byName)) queue.on('error', () => undefined);
  const policies = jobPolicies(settings);
  const promote = async (name: QueueName, ids: readonly string[]): Promise<void> => {
    await Promise.all(ids.map((id) => promoteIfAsleep(byName[name], id)));
  };
  return {
    byName,
    ...createHeldBack(connection, prefix),
    ...createWaitingList(connection, prefix),
    addFlows: async (graphs) => {
      await flows.addBulk(graphs.map((graph) => materialFlow(graph, policies)));
    },
    removeFlow: async (materialId, generation) => {
      await byName.material.remove(jobIds.material(materialId, generation));
    },
    waitingRoots: async () =>
      (await byName.material.getRanges(['waiting-children'], 0, -1)).flatMap((id) => rootOf(id) ?? []),
    promoteHandovers: (edges, generation) =>
      promote(
        'handover',
        edges.map((edge) => jobIds.handover(edge.id, generation)),
      ),
    addRun: async (attempt, step, title, priority) => {
      const data: RunJob = {
        v: 1,
        attemptId: attempt.id,
        stepId: attempt.stepId,
        materialId: attempt.materialId,
      };
      if (step.id === undefined) throw new Error('a step job has an id');
      const options: JobsOptions = {
        ...policies.run,
        jobId: jobIds.run(attempt.id),
        priority,
        parent: { id: step.id, queue: step.queueQualifiedName },
        // The step looks at the store for what became of the attempt, whatever happened to this job.
        ignoreDependencyOnFailure: true,
      };
      const name = jobTitle(title, `attempt ${attempt.number}`);
      const add = async (): Promise<boolean> => {
        try {
          await byName.run.add(name, RunJob.parse(data), options);
          return true;
        } catch (error) {
          if (isOfAnotherParent(error)) return false;
          throw error;
        }
      };
      if (await add()) return true;
      // Left over from a flow that was built anew, or from before Redis went back in time.
      await byName.run.remove(jobIds.run(attempt.id));
      return add();
    },
    removeRun: async (attemptId) => {
      await byName.run.remove(jobIds.run(attemptId));
    },
    promoteRuns: (attemptIds) => promote('run', attemptIds.map(jobIds.run)),
    promote,
    request: async (task) => {
      const id = taskId(task);
      // One that is under way may have looked already: a request that comes meanwhile leads to one more round.
      const deduplication = { id, keepLastIfActive: true };
      await byName.system.add(id, SystemJob.parse(task), { deduplication, ...policies.system });
    },
    close: async () => {
      await Promise.all([flows.close(), ...Object.values(byName).map((queue) => queue.close())]);
    },
  };
}

/**
 * A job that is gone or no longer asleep needs no waking: the script says so with an error that means "fine". One that a
 * worker still holds may be about to sleep, past what it is woken for: it is tried again, at once where it has fallen
 * asleep meanwhile. The job itself is not fetched, since its id is all that matters.
 */
async function promoteIfAsleep(queue: Queue, id: string): Promise<void> {
  const waitsMs = [...fallingAsleepMs];
  for (;;) {
    try {
      await queue.getBackend().promote(id);
      return;
    } catch (error) {
      if (!isAwake(error)) throw error;
    }
    const state = await queue.getJobState(id);
    if (state === 'delayed') continue;
    const waitMs = state === 'active' ? waitsMs.shift() : undefined;
    if (waitMs === undefined) return;
    await delay(waitMs);
  }
}

const isAwake = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === ErrorCode.JobNotExist || error.code === ErrorCode.JobNotInState);

/** How long a job that is just falling asleep is waited for, in milliseconds. */
const fallingAsleepMs = [20, 100];

/** BullMQ's words for a job id that exists below another parent. */
const isOfAnotherParent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === ErrorCode.ParentJobCannotBeReplaced;
