/** What became of a job, as far as the scheduler knows. Every Slurm state is mapped explicitly; else `unknown`. */
export type JobPhase =
  | 'pending'
  | 'running'
  | 'completed'
  | 'failed'
  | 'timeout'
  | 'outOfMemory'
  | 'cancelledByUser'
  | 'cancelledByAdmin'
  | 'nodeFailure'
  | 'preempted'
  | 'deadline'
  | 'unknown';

export interface JobReport {
  readonly jobId: string;
  readonly jobName: string;
  readonly phase: JobPhase;
  /** The scheduler's own word, e.g. OUT_OF_MEMORY. */
  readonly state: string;
  /** Why it waits or ended, e.g. QOSMaxJobsPerUserLimit. */
  readonly reason: string | null;
  readonly exitCode: number | null;
  /** Scheduler's clock, ISO 8601 where known. Compare only with each other. */
  readonly submittedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly witness: 'queue' | 'accounting' | 'local';
}

export const isJobOver = (phase: JobPhase): boolean =>
  phase !== 'pending' && phase !== 'running' && phase !== 'unknown';

/** It waits or runs, as the scheduler says, hence it is not over whatever was seen before: it may have been requeued. */
export const isJobOpen = (phase: JobPhase): boolean => phase === 'pending' || phase === 'running';
