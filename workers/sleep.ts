import { DelayedError, type Job } from 'bullmq';

/**
 * How long a job sleeps on something that people or other jobs lift, in milliseconds. It is woken then; that it also
 * wakes by itself is for a wake-up call that was lost, e.g. one that came while it fell asleep.
 */
export const untilWokenMs = (): number => (1 + Math.random()) * 3_600_000;

/** Puts the job to sleep without using up one of its tries; it starts from the top when it wakes. */
export async function sleep(job: Job, token: string | undefined, ms: number): Promise<never> {
  await job.moveToDelayed(Date.now() + ms, token);
  throw new DelayedError();
}
