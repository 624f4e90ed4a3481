import * as z from 'zod';
import type { JobReport } from '../scheduler.js';

/** A job as it lies in the spool; never changed once written. */
export const LocalJob = z.object({
  jobId: z.string(),
  jobName: z.string(),
  scriptPath: z.string(),
  folder: z.string(),
  memoryMiB: z.number(),
  walltimeSeconds: z.number(),
  submittedAt: z.string(),
});
export type LocalJob = z.infer<typeof LocalJob>;

/** The process of a running job. */
export const StartRecord = z.object({ process: z.string(), slot: z.number(), startedAt: z.string() });
export type StartRecord = z.infer<typeof StartRecord>;

/** Why a job was stopped; written before it is. */
export const stopReasons = ['cancelled', 'timeout', 'outOfMemory'] as const;
export type StopReason = (typeof stopReasons)[number];

export const EndedJob = z.object({
  phase: z.enum(['completed', 'failed', 'cancelledByUser', 'timeout', 'outOfMemory', 'nodeFailure']),
  state: z.string(),
  reason: z.string().nullable(),
  exitCode: z.number().nullable(),
  submittedAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string(),
});
export type EndedJob = z.infer<typeof EndedJob>;

export interface HowItEnded {
  /** Null where nobody saw it. */
  readonly exitCode: number | null;
  readonly stopped: StopReason | undefined;
  readonly wasWarned: boolean;
}

/** The words are those of Slurm, but for VANISHED: the process is gone and left no end record. */
export function endOf({
  exitCode,
  stopped,
  wasWarned,
}: HowItEnded): Pick<EndedJob, 'phase' | 'state' | 'reason'> {
  if (stopped === 'cancelled') return { phase: 'cancelledByUser', state: 'CANCELLED', reason: null };
  if (stopped === 'outOfMemory')
    return { phase: 'outOfMemory', state: 'OUT_OF_MEMORY', reason: 'more memory than the job asked for' };
  // A script that heard the warning before its walltime and stopped by itself.
  if (stopped === 'timeout' || (wasWarned && exitCode === 140))
    return { phase: 'timeout', state: 'TIMEOUT', reason: 'walltime' };
  if (exitCode === null)
    return { phase: 'nodeFailure', state: 'VANISHED', reason: 'its process is gone without an end record' };
  return exitCode === 0
    ? { phase: 'completed', state: 'COMPLETED', reason: null }
    : { phase: 'failed', state: 'FAILED', reason: null };
}

export const endedReport = (key: { jobId: string; jobName: string }, ended: EndedJob): JobReport => ({
  ...ended,
  jobId: key.jobId,
  jobName: key.jobName,
  witness: 'local',
});

export const openReport = (
  job: { jobId: string; jobName: string; submittedAt: string | null },
  phase: 'pending' | 'running',
  startedAt: string | null,
): JobReport => ({
  jobId: job.jobId,
  jobName: job.jobName,
  phase,
  state: phase === 'pending' ? 'PENDING' : 'RUNNING',
  reason: null,
  exitCode: null,
  submittedAt: job.submittedAt,
  startedAt,
  endedAt: null,
  witness: 'local',
});
