import { userInfo } from 'node:os';
import type { ClusterProfile } from '../../src/config/config.js';
import type { Scheduler } from '../../src/scheduler/scheduler.js';
import {
  createSlurmScheduler,
  type SlurmSchedulerOptions,
} from '../../src/scheduler/slurm/slurm-scheduler.js';

/** A client for the person who runs the tests. */
export function slurmClient(
  commands: ClusterProfile['commands'],
  changes: Partial<SlurmSchedulerOptions> = {},
): Scheduler {
  const { username, uid } = userInfo();
  return createSlurmScheduler({
    commands,
    timeouts: { submitSeconds: 180, lookUpSeconds: 30 },
    callsPerMinute: () => 1_000_000,
    submitsPerMinute: () => 1_000_000,
    user: { name: username, id: uid },
    environment: process.env,
    ...changes,
  });
}
