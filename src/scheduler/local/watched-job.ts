import { warningSeconds } from '../job-script-directives.js';
import type { LocalJob } from './job-record.js';
import { signalJob } from './job-processes.js';
import { noProcess, type ProcessIdentity } from './process-identity.js';
import type { JobFile, Spool } from './spool.js';

/** A job of mine that runs. */
export interface WatchedJob {
  readonly name: JobFile;
  readonly job: LocalJob;
  /** Undefined: not known; its place is looked for. */
  slot: number | undefined;
  /** Nobody until it is started. */
  process: ProcessIdentity;
  /** For people. */
  readonly startedAt: string;
  /** The same by the monotonic clock: a wall clock that is set must not end jobs. */
  readonly startedAtMs: number;
  /** Its end is told by the kernel; an adopted job's process is looked at from time to time. */
  isChild: boolean;
  wasWarned: boolean;
  /** Monotonic time at which TERM was sent. */
  terminatedAtMs: number | undefined;
  /** Of a job that has ended and could not be saved so yet; null: it ended, nobody knows how. */
  exitCode: number | null | undefined;
  /** No process and no end of it was there when it was last looked at. */
  isDoubted: boolean;
}

/** Between TERM and KILL, in milliseconds: Slurm's KillWait. */
const killWaitMs = 20_000;

/** Does what is due: the warning, the end of the walltime, somebody's wish to cancel, and KILL where TERM was not heard. */
export function enforce(watched: WatchedJob, spool: Spool, killWait = killWaitMs): void {
  const { job } = watched;
  const ranSeconds = (performance.now() - watched.startedAtMs) / 1000;
  if (ranSeconds >= job.walltimeSeconds) spool.askStop(job.jobId, 'timeout');
  else if (!watched.wasWarned && ranSeconds >= job.walltimeSeconds - warningSeconds(job.walltimeSeconds)) {
    watched.wasWarned = true;
    signalJob(watched.process, 'SIGUSR2', 'script');
  }
  if (spool.stopReason(job.jobId) !== undefined) stop(watched, killWait);
}

function stop(watched: WatchedJob, killWait: number): void {
  // The wish is on file and is looked at again when there is a process.
  if (watched.process === noProcess) return;
  if (watched.terminatedAtMs === undefined) {
    watched.terminatedAtMs = performance.now();
    // All processes at once, as Slurm does it.
    signalJob(watched.process, 'SIGTERM', 'group');
  } else if (performance.now() - watched.terminatedAtMs >= killWait) {
    signalJob(watched.process, 'SIGKILL', 'group');
  }
}

/** When `enforce` has something to do at the latest, in milliseconds from now. */
export function dueInMs(watched: WatchedJob): number {
  const endsAtMs = watched.startedAtMs + watched.job.walltimeSeconds * 1000;
  const warnsAtMs = endsAtMs - warningSeconds(watched.job.walltimeSeconds) * 1000;
  return Math.max(0, (watched.wasWarned ? endsAtMs : warnsAtMs) - performance.now());
}

/** When a job that was started by another process began, by our monotonic clock. */
export const monotonicStart = (startedAt: string): number =>
  performance.now() - Math.max(0, Date.now() - Date.parse(startedAt));
