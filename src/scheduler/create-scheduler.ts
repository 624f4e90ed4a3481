import { availableParallelism, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ClusterProfile, Config } from '../config/config.js';
import type { Log } from '../log/log.js';
import { createLocalScheduler } from './local/local-scheduler.js';
import type { Scheduler } from './scheduler.js';
import { createSlurmScheduler } from './slurm/slurm-scheduler.js';

/**
 * The scheduler of a cluster profile. Limits are read anew at each call: they may change while a worker runs.
 * Processes with the same data folder share the local jobs of a profile.
 */
export function createScheduler(
  name: string,
  profile: ClusterProfile,
  config: () => Config,
  log?: Log,
): Scheduler {
  const limits = (): ClusterProfile['limits'] => (config().clusters[name] ?? profile).limits;
  const shared = { environment: process.env, ...(log ? { log } : {}) };
  if (profile.scheduler === 'local') {
    return createLocalScheduler({
      ...shared,
      folder: join(config().paths.dataDir, 'local', name),
      concurrentJobs: () => limits().concurrentJobs ?? availableParallelism(),
    });
  }
  const { username, uid } = userInfo();
  const { submitSeconds, lookUpSeconds } = config().workflow.timeouts;
  return createSlurmScheduler({
    ...shared,
    commands: profile.commands,
    timeouts: { submitSeconds, lookUpSeconds },
    callsPerMinute: () => limits().maxCallsPerMinute,
    submitsPerMinute: () => limits().maxSubmitPerMinute,
    user: { name: username, id: uid },
  });
}
