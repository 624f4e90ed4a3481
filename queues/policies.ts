import type { JobsOptions } from 'bullmq';

export interface BackoffPolicy {
  readonly kind: 'fixed' | 'exponential';
  readonly attempts: number;
  readonly delaySeconds: number;
  readonly capSeconds: number;
  /** 0 to 1: the share of a wait that is drawn by lot. */
  readonly jitter: number;
}

export interface QueueSettings {
  readonly retry: Readonly<Record<'submit' | 'handover' | 'step' | 'poll', BackoffPolicy>>;
  readonly retention: { readonly redisCompletedJobs: number; readonly redisFailedJobs: number };
}

/** Options of the jobs of each queue. How long a failed job waits is told by `backoffMs`. */
export function jobPolicies({
  retry,
  retention,
}: QueueSettings): Record<'material' | 'step' | 'handover' | 'run' | 'system', JobsOptions> {
  const kept: JobsOptions = {
    removeOnComplete: { count: retention.redisCompletedJobs },
    removeOnFail: { count: retention.redisFailedJobs },
  };
  const tried = (policy: BackoffPolicy): JobsOptions => ({
    ...kept,
    attempts: policy.attempts,
    backoff: { type: 'policy' },
  });
  return {
    material: tried(retry.step),
    step: tried(retry.step),
    handover: tried(retry.handover),
    run: tried(retry.submit),
    system: { ...tried(retry.poll), removeOnComplete: true, removeOnFail: { count: 100 } },
  };
}

/** Wait before try number `attemptsMade` + 1, in milliseconds. `random` is uniform in [0, 1). */
export function backoffMs(policy: BackoffPolicy, attemptsMade: number, random: number): number {
  const doubled = policy.kind === 'fixed' ? 1 : 2 ** Math.min(attemptsMade - 1, 30);
  const seconds = Math.min(policy.delaySeconds * doubled, policy.capSeconds);
  return Math.round(seconds * (1 - policy.jitter * random) * 1000);
}
