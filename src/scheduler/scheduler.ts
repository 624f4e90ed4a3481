import type { JobReport } from '../workflow/job-report.js';
// Job reports are values that planning and observation share.
export { isJobOver, type JobPhase, type JobReport } from '../workflow/job-report.js';
import type { Resources } from '../workflow/records.js';

/**
 * What crystalq asks of a scheduler. `slurm` and `local` answer this one contract and pass the same suite.
 * Every call may throw SCHEDULER_UNREACHABLE (ask again later); absence from an answer is never a verdict.
 */
export interface Scheduler {
  readonly kind: 'slurm' | 'local';

  /**
   * Submits a script that lies on disk. `jobName` is the attempt's token: the job can be found by it for ever.
   * Throws SCHEDULER_BUSY (limits: not taken, try later), SCHEDULER_REFUSED (not taken, never will be),
   * SUBMIT_UNCLEAR (may have been taken: look it up before anything else).
   */
  submit(request: SubmitRequest): Promise<SubmittedJob>;

  /** Jobs of that name, in queue and accounting. `complete` is false when one of the two did not answer. */
  findByName(jobName: string): Promise<{ readonly jobs: readonly JobReport[]; readonly complete: boolean }>;

  /** One call (per witness) for all jobs. Jobs nobody knows are missing from the map. */
  report(jobs: readonly JobKey[]): Promise<ReadonlyMap<string, JobReport>>;

  /** Asks for the end of a job; whether it ended is seen by `report`. */
  cancel(jobIds: readonly string[]): Promise<void>;

  /** What is there: commands, versions, accounting, limits; for `doctor` and the start of workers. */
  probe(): Promise<SchedulerProbe>;

  /** Calls `listener` with a job id as soon as an end is known without asking (local). Returns the way to stop it. */
  onEnded(listener: (jobId: string) => void): () => void;

  /** How often each command was run since the start: benchmarks and metrics. */
  callCounts(): Readonly<Record<string, number>>;

  close(): Promise<void>;
}

export interface SubmitRequest {
  readonly jobName: string;
  /** Absolute path. */
  readonly scriptPath: string;
  /** Absolute; the job's working directory and home of its log. */
  readonly folder: string;
  readonly resources: Resources;
  /**
   * Called when the turn of this submission has come, right before the job may begin to exist. Where it throws nothing
   * is submitted, and the error passes.
   */
  readonly begin?: () => Promise<void>;
}

export interface SubmittedJob {
  readonly jobId: string;
}

export interface JobKey {
  readonly jobId: string;
  readonly jobName: string;
}

export interface SchedulerProbe {
  readonly ok: boolean;
  readonly findings: readonly { readonly ok: boolean; readonly what: string; readonly remedy: string }[];
  readonly version: string | null;
  readonly hasAccounting: boolean;
}
