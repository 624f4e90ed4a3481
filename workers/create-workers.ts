import { Worker, type ConnectionOptions, type Job, type WorkerOptions } from 'bullmq';
import { queueNames, type QueueName } from '../queues/names.js';
import { HandoverJob, MaterialJob, RunJob, StepJob, SystemJob } from '../queues/payloads.js';
import { backoffMs, type BackoffPolicy } from '../queues/policies.js';
import { toCrystalqError, type CrystalqError } from '../src/errors/crystalq-error.js';
import type { Config } from '../src/config/config.js';
import type { WorkerDeps } from './deps.js';
import { guard } from './guard.js';
import { diskFull, haltForDisk } from './halts/disk-halt.js';
import { createHandoverProcessor } from './handover.js';
import { createMaterialProcessor } from './material.js';
import { createRunProcessor } from './run/process-run.js';
import { refuse } from './run/refuse.js';
import { failStep } from './step/fail-step.js';
import { createStepProcessor } from './step/process-step.js';
import { createPollMemory } from './system/poll.js';
import { createSystemProcessor } from './system/process-system.js';

type Processors = Readonly<Record<QueueName, (job: Job, token?: string) => Promise<unknown>>>;

/** BullMQ workers for the named queues. They are stateless: any number, on any host. */
export function createWorkers(
  deps: WorkerDeps,
  connection: ConnectionOptions,
  prefix: string,
  names: readonly QueueName[],
  /** How soon the jobs of a worker that died are taken over; BullMQ's own 30 s where nothing is said. */
  takeOver: Pick<WorkerOptions, 'lockDuration' | 'stalledInterval'> = {},
): Worker[] {
  const processors = createProcessors(deps);
  return names.map((name) => {
    const worker = new Worker(queueNames[name], processors[name], {
      connection,
      prefix,
      concurrency: concurrencyOf(deps.config(), name),
      // A worker that was killed is no fault of the job: it is started again, as often as need be.
      maxStalledCount: 20,
      ...takeOver,
      settings: { backoffStrategy: (made) => backoffMs(policyOf(deps.config(), name), made, Math.random()) },
    });
    worker.on('error', (error) => {
      const told = isAway(error) ? deps.log.debug : deps.log.warn;
      told('queue connection', { queue: name, error });
    });
    return worker;
  });
}

/** Told once by the watch on the connection; every queue meets it anew several times a second. */
const isAway = (error: Error): boolean => 'syscall' in error || error.message === 'Connection is closed.';

/** Jobs of a queue that one process does side by side; may be set anew on running workers. */
export function concurrencyOf({ advanced: { workers } }: Config, name: QueueName): number {
  switch (name) {
    case 'material':
      return workers.settle;
    case 'system':
      return 4;
    default:
      return workers[name];
  }
}

function createProcessors(deps: WorkerDeps): Processors {
  const giveUp = async ({ stepId }: { stepId: string }, thrown: unknown): Promise<void> => {
    const error = toCrystalqError(thrown);
    // The store, Redis or the scheduler was away for long: no fault of the step. The reconciler builds its flow anew.
    if (error.category === 'transient') return;
    const context = await deps.store.stepContext(stepId);
    if (!context) return;
    await failStep(deps, context, error);
    await deps.queues.promoteHandovers(context.outgoing, context.material.generation);
  };
  /** What is not known to the scheduler ends with the error; the rest is left to the poller and to look-ups. */
  const giveUpRun = async ({ attemptId }: RunJob, thrown: unknown): Promise<void> => {
    const error = toCrystalqError(thrown);
    if (error.category === 'transient') return;
    const attempt = await deps.store.attempt(attemptId);
    if (attempt?.state === 'prepared') await refuse(deps, attempt, error);
  };
  /** A full disk is no fault of the job: its batch goes on hold, and the job looks again now and then. */
  const onError = async (
    { materialId }: { materialId?: string },
    { code, message }: CrystalqError,
  ): Promise<number | undefined> => {
    if (code !== 'DISK_FULL') return undefined;
    await haltForDisk(deps, materialId, diskFull(message));
    return materialId === undefined ? undefined : deps.config().workflow.retry.step.capSeconds * 1000;
  };
  return {
    material: guard(deps, MaterialJob, createMaterialProcessor, { onError }),
    step: guard(deps, StepJob, createStepProcessor, {
      onError,
      onLastTry: giveUp,
      limitSeconds: () => deps.config().workflow.timeouts.stepSeconds,
    }),
    handover: guard(deps, HandoverJob, createHandoverProcessor, {
      onError,
      onLastTry: ({ consumerId }, error) => giveUp({ stepId: consumerId }, error),
      limitSeconds: () => deps.config().workflow.timeouts.handoverSeconds,
    }),
    run: guard(deps, RunJob, createRunProcessor, { onError, onLastTry: giveUpRun }),
    system: guard(deps, SystemJob, createSystemProcessor(createPollMemory()), {
      onError: (_task, error) => onError({}, error),
    }),
  };
}

function policyOf(config: Config, name: QueueName): BackoffPolicy {
  const { retry } = config.workflow;
  switch (name) {
    case 'run':
      return retry.submit;
    case 'handover':
      return retry.handover;
    case 'material':
    case 'step':
      return retry.step;
    case 'system':
      return retry.poll;
  }
}
