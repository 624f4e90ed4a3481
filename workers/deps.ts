import type { Config } from '../src/config/config.js';
import type { Log } from '../src/log/log.js';
import type { Scheduler } from '../src/scheduler/scheduler.js';
import type { Author, Store } from '../src/store/store.js';
import type { Queues } from '../queues/queues.js';
import type { AssertInTime } from './time-limit.js';

/** What processors are built from. Nothing else reaches the outside. */
export interface WorkerDeps {
  readonly store: Store;
  readonly queues: Queues;
  /** The configuration as of now: limits and intervals may change while a worker runs. */
  readonly config: () => Config;
  readonly schedulerOf: (cluster: string) => Scheduler;
  readonly log: Log;
  /** `worker@host`. */
  readonly actor: string;
}

/** What the processor of one job gets: its log lines carry the ids of the job. */
export interface JobDeps extends WorkerDeps {
  readonly assertInTime: AssertInTime;
}

export const by = (deps: Pick<WorkerDeps, 'actor'>, reason: string): Author => ({
  actor: deps.actor,
  reason,
});
