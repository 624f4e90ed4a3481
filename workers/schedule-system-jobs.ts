import type { Queue } from 'bullmq';
import type { SystemJob } from '../queues/payloads.js';
import type { ClusterProfile, Config } from '../src/config/config.js';

const daySeconds = 24 * 3600;

/** Housekeeping that repeats. Idempotent: every worker says the same, and changed intervals take effect. */
export async function scheduleSystemJobs(system: Queue, config: Config): Promise<void> {
  const { advanced, clusters } = config;
  const every = async (id: string, seconds: number, data: SystemJob): Promise<void> => {
    await system.upsertJobScheduler(
      id,
      { every: Math.round(seconds * 1000) },
      { name: id, data, opts: { removeOnComplete: true, removeOnFail: { count: 50 } } },
    );
  };
  for (const [cluster, profile] of Object.entries(clusters)) {
    await every(`poll-${cluster}`, roundSeconds(config, profile), { v: 1, task: 'poll', cluster });
  }
  await every('release', advanced.reconcileIntervalSeconds / 4, { v: 1, task: 'release' });
  await every('reconcile', advanced.reconcileIntervalSeconds, { v: 1, task: 'reconcile' });
  await every('cancel', advanced.reconcileIntervalSeconds / 4, { v: 1, task: 'cancel' });
  await every('halts', advanced.reconcileIntervalSeconds / 4, { v: 1, task: 'halts' });
  await every('retention', daySeconds, { v: 1, task: 'retention' });
}

/** Time between two rounds of the poller of a cluster. */
export const roundSeconds = ({ advanced }: Config, { scheduler }: ClusterProfile): number =>
  Math.min(advanced.pollIntervalSeconds[scheduler], advanced.endRecordIntervalSeconds);
