import { hostname } from 'node:os';
import { openConfiguredStore } from '../queues/open-configured-store.js';
import { openQueues } from '../queues/open-queues.js';
import { allQueues, type QueueName } from '../queues/names.js';
import type { LoadedConfig } from '../src/config/load-config.js';
import { logFolderOf } from '../src/config/config.js';
import type { Reloaded } from '../src/config/reload-config.js';
import { createLog } from '../src/log/create-log.js';
import { networkFilesystemOf } from '../src/store/network-filesystem.js';
import { callFilesDirectly } from '../src/workdir/files.js';
import { createScheduler } from '../src/scheduler/create-scheduler.js';
import type { Scheduler } from '../src/scheduler/scheduler.js';
import { concurrencyOf, createWorkers } from './create-workers.js';
import type { WorkerDeps } from './deps.js';
import { tellStoreDisk } from './notify/tell-disk-full.js';
import { scheduleSystemJobs } from './schedule-system-jobs.js';
import { wakeOnEnd } from './wake-on-end.js';

export interface RunningWorker {
  /** Takes changed limits and log level; a broken file is refused with its faults and the old one stays. */
  readonly reload: (reloaded: Reloaded) => Promise<void>;
  /** Takes no new work, waits for what is in hand, closes in reverse order of opening. */
  readonly stop: () => Promise<void>;
}

/** Time between two looks at the disk of the store. */
const storeRoomSeconds = 300;

/** A worker process: opens everything, serves the queues, and can be told to reload and to stop. */
export async function runWorker(
  loaded: LoadedConfig,
  names: readonly QueueName[] = allQueues,
): Promise<RunningWorker> {
  let config = loaded.config;
  const { level, maxSizeMiB, keepDays, console } = config.advanced.log;
  const log = await createLog({
    name: 'worker',
    level,
    folder: logFolderOf(config),
    maxSizeMiB,
    keepDays,
    console,
  });
  const store = await openConfiguredStore(config);
  callFilesDirectly((await networkFilesystemOf(config.paths.workDir)) === undefined);
  const opened = await openQueues(config, 'worker', log);
  const schedulers = new Map<string, Scheduler>();
  for (const [name, profile] of Object.entries(config.clusters)) {
    schedulers.set(
      name,
      createScheduler(name, profile, () => config, log),
    );
  }
  const deps: WorkerDeps = {
    store,
    queues: opened.queues,
    config: () => config,
    schedulerOf: (cluster) => {
      const scheduler = schedulers.get(cluster);
      if (!scheduler) throw new Error(`no cluster ${cluster} in the configuration`);
      return scheduler;
    },
    log,
    actor: `worker@${hostname()}:${process.pid}`,
  };
  const stopWaking = names.includes('run')
    ? [...schedulers].map(([name, scheduler]) => wakeOnEnd(deps, name, scheduler))
    : [];
  const workers = createWorkers(deps, opened.redis, config.advanced.redis.prefix, names);
  const schedule = async (): Promise<void> => {
    if (names.includes('system')) await scheduleSystemJobs(opened.queues.byName.system, config);
  };
  await schedule();
  // A Redis that was emptied has lost its schedules, too: without them nobody would look at the store again.
  const rescheduling = setInterval(() => {
    schedule().catch((error: unknown) => log.warn('housekeeping could not be scheduled', { error }));
  }, config.advanced.reconcileIntervalSeconds * 1000);
  void tellStoreDisk(deps);
  const lookingForRoom = setInterval(() => void tellStoreDisk(deps), storeRoomSeconds * 1000);
  log.info('worker started', { queues: names });
  return {
    reload: async (reloaded) => {
      if (reloaded.kind === 'refused') {
        log.error('the changed configuration has faults, the old one stays', { error: reloaded.error });
        return;
      }
      config = reloaded.loaded.config;
      log.setLevel(config.advanced.log.level);
      for (const [index, name] of names.entries()) {
        const worker = workers[index];
        if (worker) worker.concurrency = concurrencyOf(config, name);
      }
      await schedule();
      const { changed, kept } = reloaded;
      log.info('configuration reloaded', { changed, needRestart: kept });
    },
    stop: async () => {
      clearInterval(rescheduling);
      clearInterval(lookingForRoom);
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(stopWaking.map((stop) => stop()));
      await Promise.all([...schedulers.values()].map((scheduler) => scheduler.close()));
      await opened.close();
      await store.close();
      log.info('worker stopped');
      await log.close();
    },
  };
}
