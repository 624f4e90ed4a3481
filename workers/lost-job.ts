import { ErrorCode } from 'bullmq';

/**
 * Redis says that a job which this worker has in hand is gone, or has gone to another worker: Redis was emptied or went
 * back in time, or this process stood still for longer than its lock lasts. That is no failure of the job's work.
 */
export const isLostJob = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && lostCodes.has(error.code);

const lostCodes: ReadonlySet<number> = new Set([
  ErrorCode.JobNotExist,
  ErrorCode.JobLockNotExist,
  ErrorCode.JobLockMismatch,
  // The run of a step is added below the step's own job.
  ErrorCode.ParentJobNotExist,
]);
