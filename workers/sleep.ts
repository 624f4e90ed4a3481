import { DelayedError, type Job } from 'bullmq';

/** Puts the job to sleep without using up one of its tries; it starts from the top when it wakes. */
export async function sleep(job: Job, token: string | undefined, ms: number): Promise<never> {
  await job.moveToDelayed(Date.now() + ms, token);
  throw new DelayedError();
}
