import { join } from 'node:path';
import type { Worker } from 'bullmq';
import { checkBatch } from '../../queues/enqueue/batch-file.js';
import { makePlan } from '../../queues/enqueue/make-plan.js';
import { savePlan } from '../../queues/enqueue/save-plan.js';
import { allQueues } from '../../queues/names.js';
import { createQueues, type Queues } from '../../queues/queues.js';
import { connectRedis } from '../../queues/redis/connect-redis.js';
import { ownRedisUrl } from '../../queues/redis/own-redis.js';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { silentLog, type Fields, type Log } from '../../src/log/log.js';
import { createLocalScheduler } from '../../src/scheduler/local/local-scheduler.js';
import type { Scheduler } from '../../src/scheduler/scheduler.js';
import { openStore } from '../../src/store/open-store.js';
import type { Author, Store } from '../../src/store/store.js';
import type { AttemptRecord, StepRecord } from '../../src/workflow/records.js';
import { isStepOver } from '../../src/workflow/states.js';
import { createWorkers } from '../../workers/create-workers.js';
import type { WorkerDeps } from '../../workers/deps.js';
import { scheduleSystemJobs } from '../../workers/schedule-system-jobs.js';
import { eventually } from './eventually.js';
import { startFakeSlurm, type FakeSlurm, type FakeSlurmOptions } from './fake-slurm/fake-slurm.js';
import { createInstallation, type InstallationOptions } from './installation.js';
import { slurmClient } from './slurm-under-test.js';
import { writeStructures } from './structures.js';

export interface RigOptions extends Partial<Pick<InstallationOptions, 'jobEnvironment'>> {
  /** Processes of this machine instead of the fake Slurm. */
  readonly scheduler?: 'local';
  readonly slurm?: Partial<FakeSlurmOptions>;
  readonly materials?: number;
  readonly workflow?: string;
  /** Settings of steps, as in a batch file. */
  readonly steps?: Readonly<Record<string, { readonly settings: unknown }>>;
  readonly config?: (config: Config) => Config;
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Fields;
}

/** How a worker of the rig differs from a plain one: what lies between it and the outside. */
export interface WorkerParts {
  /** E.g. an sbatch that is not there. */
  readonly commands?: Partial<FakeSlurm['commands']>;
  readonly store?: (store: Store, life: Life) => Store;
  readonly scheduler?: (scheduler: Scheduler, life: Life) => Scheduler;
}

/** The life of one worker: after `die` nothing it does has any effect, and nothing it holds is given back. */
export interface Life {
  readonly die: () => void;
  readonly isDead: () => boolean;
}

export interface RigWorker {
  readonly life: Life;
  /** Resolves when the worker has died. */
  readonly died: Promise<void>;
  readonly deps: WorkerDeps;
  readonly stop: () => Promise<void>;
}

/** A campaign with everything real but Slurm and CRYSTAL: Redis, SQLite, run folders, BullMQ workers in this process. */
export interface Rig {
  readonly home: string;
  readonly slurm: FakeSlurm;
  readonly store: Store;
  readonly queues: Queues;
  readonly config: Config;
  readonly log: readonly LogLine[];
  readonly startWorker: (parts?: WorkerParts) => RigWorker;
  /** `batch`: how it differs from what the options say. */
  readonly enqueue: (batch?: { readonly workflow?: string }) => Promise<string>;
  readonly steps: () => Promise<StepRecord[]>;
  readonly attempts: () => Promise<AttemptRecord[]>;
  /** `{ 'm00 OPT': 'succeeded', ... }` when all steps are over. */
  readonly ends: (limitMs?: number) => Promise<Record<string, string>>;
  /** kill -9 and a new server on the same files. */
  readonly crashRedis: () => Promise<void>;
  /** bytes; 0: no limit. */
  readonly limitRedisMemory: (bytes: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const byTest: Author = { actor: 'test@here', reason: 'because the test says so' };

export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const installation = createInstallation({
    scheduler: options.scheduler ?? 'slurm',
    jobEnvironment: { CRYSTALQ_REHEARSAL_SECONDS: '0', ...options.jobEnvironment },
    workflow: { retry: quickRetries },
  });
  await installation.startRedis();
  const { home, configFile } = installation;
  const loaded = await loadConfig({ env: { HOME: home }, cwd: home, home, configFile });
  const config = (options.config ?? ((same) => same))(inHaste(loaded.config));
  const slurm = await startFakeSlurm({ folder: join(home, 'slurm'), concurrentJobs: 2, ...options.slurm });
  const opened = await openStore({ url: `file:${join(home, 'data', 'crystalq.db')}` });
  // Nobody waits two minutes here for the lease of a worker that died.
  const store: Store = { ...opened, acquireLease: (name, holder) => opened.acquireLease(name, holder, 1) };
  const url = ownRedisUrl(join(home, 'data'), { HOME: home });
  const redis = await connectRedis(url, { role: 'worker' });
  const settings = { retry: config.workflow.retry, retention: config.advanced.retention };
  const queues = createQueues(redis, config.advanced.redis.prefix, settings);
  const log: LogLine[] = [];
  const workers: RigWorker[] = [];

  const startWorker = (parts: WorkerParts = {}): RigWorker => {
    let onDeath: () => void = () => undefined;
    let dead = false;
    const died = new Promise<void>((resolve) => (onDeath = resolve));
    const life: Life = {
      die: () => {
        dead = true;
        onDeath();
      },
      isDead: () => dead,
    };
    const client =
      options.scheduler === 'local'
        ? createLocalScheduler({
            folder: join(home, 'data', 'local'),
            concurrentJobs: () => 2,
            environment: process.env,
          })
        : slurmClient(
            { ...slurm.commands, ...parts.commands },
            { timeouts: { submitSeconds: 1, lookUpSeconds: 2 } },
          );
    const scheduler = mortal((parts.scheduler ?? same)(client, life), life);
    const deps: WorkerDeps = {
      store: mortal((parts.store ?? same)(store, life), life),
      queues: mortal(queues, life),
      config: () => config,
      schedulerOf: () => scheduler,
      log: recording(log),
      actor: `worker-${workers.length}@test`,
    };
    const started = createWorkers(deps, redis, config.advanced.redis.prefix, allQueues, {
      lockDuration: 600,
      stalledInterval: 300,
    });
    void scheduleSystemJobs(queues.byName.system, config);
    let stopped: Promise<void> | undefined;
    const close = async (force: boolean): Promise<void> => {
      await Promise.all(started.map((worker: Worker) => worker.close(force)));
      await client.close();
    };
    const worker: RigWorker = {
      life,
      died: died.then(() => (stopped ??= close(true))),
      deps,
      stop: () => (stopped ??= close(dead)),
    };
    workers.push(worker);
    return worker;
  };

  const rig: Rig = {
    home,
    slurm,
    store,
    queues,
    config,
    log,
    startWorker,
    enqueue: async (batch = {}) => {
      const plan = await makePlan({
        paths: [writeStructures(home, options.materials ?? 2)],
        base: home,
        batch: checkBatch({
          workflow: options.workflow ?? 'OPT,SP',
          ...(options.steps && { steps: options.steps }),
          ...batch,
        }),
        config,
      });
      const { batchId } = await savePlan(store, plan, { ...byTest, owner: 'test', settingsSnapshot: {} });
      await queues.request({ v: 1, task: 'release' });
      return batchId;
    },
    steps: () => store.steps({}, { limit: 1000 }),
    attempts: () => store.attempts({}, { limit: 1000 }),
    ends: async (limitMs = 25_000) => {
      await eventually(
        'every step to end',
        async () => {
          const steps = await rig.steps();
          return steps.length > 0 && steps.every(({ state }) => isStepOver(state));
        },
        limitMs,
      ).catch(async (error: unknown) => {
        const lines = log.slice(-8).map(({ message, fields }) => `${message} ${JSON.stringify(fields)}`);
        throw new Error(
          [
            String(error),
            JSON.stringify(endsOf(await rig.steps())),
            statesOf(await rig.attempts()),
            ...lines,
          ].join('\n'),
        );
      });
      return endsOf(await rig.steps());
    },
    crashRedis: async () => {
      const pid = /process_id:(\d+)/.exec(await redis.info('server'))?.[1];
      process.kill(Number(pid), 'SIGKILL');
      await installation.startRedis();
    },
    limitRedisMemory: async (bytes) => {
      await redis.config('SET', 'maxmemory', String(bytes));
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await queues.close();
      redis.disconnect();
      await store.close();
      await slurm.close();
      await installation.close();
    },
  };
  return rig;
}

const same = <T>(value: T): T => value;

const endsOf = (steps: readonly StepRecord[]): Record<string, string> =>
  Object.fromEntries(
    steps.map(({ materialId, name, state }) => [
      `m${String(Number(materialId.slice(-4)) - 1).padStart(2, '0')} ${name}`,
      state,
    ]),
  );

const statesOf = (attempts: readonly AttemptRecord[]): string =>
  attempts.map(({ id, state, failureCode }) => `${id} ${state} ${failureCode ?? ''}`).join('; ');

/**
 * The invariant, against what Slurm did: each attempt that was submitted has one job, and each job is an attempt's.
 * Returns what breaks it, e.g. `3 jobs: <token>`.
 */
export async function notOneJobEach(rig: Pick<Rig, 'slurm' | 'attempts'>): Promise<string[]> {
  const accepted = rig.slurm.controller.truth
    .filter(({ event }) => event === 'accepted')
    .map(({ jobName }) => jobName);
  const attempts = await rig.attempts();
  const submitted = attempts.filter(({ carrier }) => carrier !== null).map(({ token }) => token);
  const tokens = new Set([...accepted, ...submitted]);
  return [...tokens]
    .map((token) => ({ token, jobs: accepted.filter((name) => name === token).length }))
    .filter(({ token, jobs }) => jobs !== 1 || !submitted.includes(token))
    .map(
      ({ token, jobs }) =>
        `${jobs} jobs, ${submitted.includes(token) ? '' : 'un'}known to the store: ${token}`,
    );
}

const quickRetry = { delaySeconds: 0.1, capSeconds: 0.5, attempts: 8 };
const quickRetries = { submit: quickRetry, handover: quickRetry, step: quickRetry, poll: quickRetry };

/** Waits that no real cluster would bear; here everything answers within milliseconds. */
const inHaste = (config: Config): Config => ({
  ...config,
  workflow: {
    ...config.workflow,
    timeouts: {
      ...config.workflow.timeouts,
      submitSeconds: 1,
      secondLookUpSeconds: 0.3,
      settleSeconds: 0.3,
    },
  },
  advanced: {
    ...config.advanced,
    pollIntervalSeconds: { slurm: 0.2, local: 0.2 },
    endRecordIntervalSeconds: 0.2,
    reconcileIntervalSeconds: 1,
  },
});

/** A port whose calls, once the worker is dead, never return: as for a process that is gone. */
function mortal<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get: (target, name, receiver): unknown => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (life.isDead()) return never;
        const answer: unknown = Reflect.apply(value, target, args);
        if (!(answer instanceof Promise)) return answer;
        return answer.then(
          (result: unknown) => (life.isDead() ? never : result),
          (error: unknown) => {
            if (life.isDead()) return never;
            throw error;
          },
        );
      };
    },
  });
}

const never = new Promise<never>(() => undefined);

function recording(lines: LogLine[]): Log {
  const line =
    (level: LogLine['level']) =>
    (message: string, fields: Fields = {}): void => {
      lines.push({ level, message, fields });
    };
  const log: Log = {
    ...silentLog,
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: () => log,
  };
  return log;
}
