/** A job as the fake controller knows it: the truth, whatever its commands say about it. */
export interface FakeJob {
  readonly jobId: number;
  readonly jobName: string;
  readonly folder: string;
  /** Content at submission, as Slurm keeps it. */
  readonly script: string;
  readonly walltimeSeconds: number;
  readonly submittedAt: Date;
  state: string;
  reason: string;
  exit: string;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  /** squeue and scontrol forget ended jobs after MinJobAge. */
  isInQueue: boolean;
  isInAccounting: boolean;
}

export const isOver = (job: FakeJob): boolean => !['PENDING', 'RUNNING', 'SUSPENDED'].includes(job.state);

/** Columns by the letters of `squeue --format`. */
export const queueColumns: Readonly<Record<string, (job: FakeJob) => string>> = {
  i: (job) => String(job.jobId),
  T: (job) => job.state.split(' ')[0]!,
  V: (job) => slurmTime(job.submittedAt),
  S: (job) => slurmTime(job.startedAt),
  e: (job) => slurmTime(job.endedAt),
  j: (job) => job.jobName,
  r: (job) => job.reason,
};

/** Columns by the names of `sacct --format`. */
export const accountingColumns: Readonly<Record<string, (job: FakeJob) => string>> = {
  JobID: (job) => String(job.jobId),
  State: (job) => job.state,
  ExitCode: (job) => job.exit,
  Submit: (job) => slurmTime(job.submittedAt),
  Start: (job) => slurmTime(job.startedAt),
  End: (job) => slurmTime(job.endedAt),
  JobName: (job) => job.jobName,
  Reason: (job) => job.reason,
};

/** `scontrol --oneliner show job`, shortened. */
export const controllerLine = (job: FakeJob): string =>
  [
    `JobId=${job.jobId} JobName=${job.jobName} UserId=somebody(1000) JobState=${job.state.split(' ')[0]!}`,
    `Reason=${job.reason} Restarts=0 ExitCode=${job.exit} RunTime=00:00:01`,
    `SubmitTime=${slurmTime(job.submittedAt)} StartTime=${slurmTime(job.startedAt)} EndTime=${slurmTime(job.endedAt)}`,
    `Command=${job.folder}/job.sh WorkDir=${job.folder}\n`,
  ].join(' ');

const slurmTime = (date: Date | undefined): string => date?.toISOString().slice(0, 19) ?? 'Unknown';
