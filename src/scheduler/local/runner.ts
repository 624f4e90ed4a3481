import { isDiskFull } from '../../errors/crystalq-error.js';
import type { Log } from '../../log/log.js';
import { errnoOf } from '../../workdir/disk-errors.js';
import type { ProcessStarter } from '../starter/process-starter.js';
import { isShortage } from '../starter/shortage.js';
import { exitCodeOnRecord } from './exit-code-on-record.js';
import type { JobLines } from './job-file.js';
import { endOf, type LocalJob } from './job-record.js';
import { findProcessOf, hasLog, signalJob, startOf } from './job-processes.js';
import { tooLarge } from './memory-watch.js';
import { identityOf, isAlive, noProcess, type ProcessIdentity } from './process-identity.js';
import { jobIdOf, type JobFile, type Spool } from './spool.js';
import { dueInMs, enforce, monotonicStart, type WatchedJob } from './watched-job.js';

export interface RunnerOptions {
  readonly spool: Spool;
  readonly starter: ProcessStarter;
  readonly concurrentJobs: () => number;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: Log;
  readonly onStart: () => void;
  readonly killWaitMs?: number;
}

export interface Runner {
  /** A job that was just put into the spool: it starts at once where there is a place. */
  readonly offer: (name: JobFile) => void;
  readonly cancel: (jobIds: readonly string[]) => void;
  readonly onEnded: (listener: (jobId: string) => void) => () => void;
  /** Jobs go on; whoever uses the spool next adopts them. */
  readonly close: () => Promise<void>;
}

/** How often is looked for what nobody tells: jobs of dead owners, wishes to cancel, places that others left. */
const roundMs = 1000;
const keepEndedMs = 7 * 24 * 3600 * 1000;
const purgeEveryRounds = 600;

/** Starts, watches and ends jobs of the spool. spool.ts says how several of these share one folder. */
export function createRunner(options: RunnerOptions): Runner {
  const { spool, log } = options;
  const me = ownIdentity();
  const mine = new Map<string, WatchedJob>();
  /** Offered here or adopted from the queue, oldest first. */
  let waiting: JobFile[] = [];
  /** Submitted here, end not told yet. */
  const expected = new Map<string, JobFile>();
  const listeners = new Set<(jobId: string) => void>();
  let timer: NodeJS.Timeout | undefined;
  let rounds = 0;
  let freeSlot = 0;
  let isClosed = false;

  function activate(): void {
    if (timer || isClosed) return;
    timer = setInterval(round, roundMs);
    timer.unref();
    round();
  }

  /** Starts waiting jobs as long as there are places. */
  function pump(): void {
    while (!isClosed && mine.size < options.concurrentJobs()) {
      if (waiting.length === 0) waiting = spool.queued();
      const name = waiting.shift();
      if (name === undefined || !startOne(name)) return;
    }
  }

  /** False: nothing can be started now. */
  function startOne(name: JobFile): boolean {
    const job = spool.claim(name, me);
    if (!job) return true;
    const slot = spool.takeSlot(name, me, options.concurrentJobs(), freeSlot);
    if (slot === undefined) {
      spool.giveBack(name, me);
      waiting.unshift(name);
      return false;
    }
    start(name, job, slot);
    return true;
  }

  function start(name: JobFile, job: LocalJob, slot: number): void {
    const watched: WatchedJob = {
      ...atStart,
      name,
      job,
      slot,
      process: noProcess,
      startedAt: new Date().toISOString(),
      startedAtMs: performance.now(),
      isChild: true,
    };
    // Noted before it is asked for: from here on it may have run, and is never started again.
    note(watched);
    watch(watched);
    options.onStart();
    options.starter.start(startOf(job, options.environment), {
      onStart: (pid) => saved(watched, () => started(watched, pid)),
      onEnd: (end) =>
        saved(watched, () => {
          if (end.kind === 'ended') ended(watched, end.exitCode);
          else if (end.kind === 'unseen') unseen(watched);
          else if (!isClosed && mine.delete(job.jobId)) notStarted(name, slot, job, end.error);
        }),
    });
  }

  /** What cannot be written to the spool now (a full disk) is written by a later round. */
  function saved(watched: WatchedJob, work: () => void): void {
    try {
      work();
    } catch (error) {
      log.warn('the state of a local job could not be saved', { schedulerJobId: watched.job.jobId, error });
    }
  }

  function started(watched: WatchedJob, pid: number): void {
    watched.process = identityOf(pid) ?? `${pid}-gone-0`;
    note(watched);
    enforce(watched, spool, options.killWaitMs);
    scheduleEnforcement(watched);
  }

  const note = ({ name, process, slot = 0, startedAt }: WatchedJob): void =>
    spool.saveStarted(name, me, { process, slot, startedAt });

  /** A machine that is short of something gets the job again next round. Anything else ends the job. */
  function notStarted(name: JobFile, slot: number, job: LocalJob, error: unknown): void {
    log.warn('local job could not be started', { schedulerJobId: job.jobId, error });
    if (isShortage(errnoOf(error)) || isDiskFull(error)) {
      takeBack(name);
      return;
    }
    end(name, slot, job, { startedAt: null, exitCode: 127, stopped: undefined, wasWarned: false });
    pump();
  }

  /**
   * Its starter is gone. What that had not come to is started anew, next round. Of anything else nobody will tell how it
   * ends: it is looked at like an adopted one.
   */
  function unseen(watched: WatchedJob): void {
    const { name, job } = watched;
    watched.isChild = false;
    if (isClosed || watched.process !== noProcess || hasLog(job) || !mine.delete(job.jobId)) return;
    log.warn('the starter of local jobs ended before it started this one', { schedulerJobId: job.jobId });
    takeBack(name);
  }

  function takeBack(name: JobFile): void {
    spool.unstart(name, me);
    spool.giveBack(name, me);
  }

  function watch(job: WatchedJob): void {
    mine.set(job.job.jobId, job);
    scheduleEnforcement(job);
  }

  /** Short walltimes fall between two rounds. */
  function scheduleEnforcement(job: WatchedJob): void {
    const ms = dueInMs(job);
    if (ms > 2 * roundMs || job.process === noProcess) return;
    setTimeout(() => {
      if (isClosed || mine.get(job.job.jobId) !== job) return;
      saved(job, () => enforce(job, spool, options.killWaitMs));
      if (!job.terminatedAtMs) scheduleEnforcement(job);
    }, ms + 5).unref();
  }

  function ended(watched: WatchedJob, exitCode: number | null): void {
    const { name, job, slot, startedAt, wasWarned } = watched;
    // After `close` the job may be somebody else's.
    if (isClosed || mine.get(job.jobId) !== watched) return;
    watched.exitCode = exitCode;
    // What the script left running goes with it.
    signalJob(watched.process, 'SIGKILL', 'group');
    // Where this fails half done, its place may be somebody else's when it is done again: it is looked for then.
    watched.slot = undefined;
    end(name, slot, job, { startedAt, exitCode, stopped: spool.stopReason(job.jobId), wasWarned });
    mine.delete(job.jobId);
    freeSlot = slot ?? 0;
    pump();
  }

  function end(
    name: JobFile,
    slot: number | undefined,
    job: LocalJob,
    how: Parameters<typeof endOf>[0] & { readonly startedAt: string | null },
  ): void {
    spool.end(name, me, slot, {
      ...endOf(how),
      exitCode: how.exitCode,
      submittedAt: job.submittedAt,
      startedAt: how.startedAt,
      endedAt: new Date().toISOString(),
    });
    tell(job.jobId);
  }

  function tell(jobId: string): void {
    expected.delete(jobId);
    for (const listener of listeners) listener(jobId);
  }

  function round(): void {
    if (isClosed) return;
    try {
      adoptOrphans();
      for (const job of [...mine.values()]) saved(job, () => look(job));
      watchMemory();
      tellOthersEnds();
      if (rounds++ % purgeEveryRounds === 0) spool.purgeEnded(keepEndedMs);
      waiting = [];
      pump();
    } catch (error) {
      // The disk may be full for a while; the next round tries again.
      log.warn('round of the local scheduler failed', { error });
    }
  }

  function look(job: WatchedJob): void {
    enforce(job, spool, options.killWaitMs);
    scheduleEnforcement(job);
    if (job.exitCode !== undefined) ended(job, job.exitCode);
    else if (!job.isChild) lookAtStranger(job);
  }

  /** A job whose end nobody tells us. */
  function lookAtStranger(watched: WatchedJob): void {
    if (watched.process === noProcess) watched.process = findProcessOf(watched.job.jobId) ?? noProcess;
    if (isAlive(watched.process)) return;
    const exitCode = exitCodeOnRecord(watched.job);
    // What was asked of a starter a moment ago may appear yet: once, until the next round.
    if (watched.process === noProcess && exitCode === null && !watched.isDoubted) watched.isDoubted = true;
    else ended(watched, exitCode);
  }

  /** Also files of our own that we do not watch: something went wrong (a full disk) in the middle. */
  function adoptOrphans(): void {
    for (const { name, owner } of spool.running()) {
      if (owner === me ? mine.has(jobIdOf(name)) : isAlive(owner.split('+')[0] ?? owner)) continue;
      const lines = spool.adopt(name, owner, me);
      if (lines) adopt(name, lines);
    }
  }

  function adopt(name: JobFile, { job, started, ended: endedBefore }: JobLines): void {
    log.info('local job adopted', { schedulerJobId: job.jobId });
    if (endedBefore) {
      // Its owner died while it cleaned up.
      spool.end(name, me, undefined, endedBefore);
      tell(job.jobId);
      return;
    }
    if (!started) {
      // Taken and never started: back to the queue, from its place, too.
      takeBack(name);
      return;
    }
    const { process, slot, startedAt } = started;
    const startedAtMs = monotonicStart(startedAt);
    watch({ ...atStart, name, job, slot, process, startedAt, startedAtMs, isChild: false });
  }

  function watchMemory(): void {
    for (const job of tooLarge([...mine.values()])) {
      log.warn('local job uses more memory than it asked for', { schedulerJobId: job.job.jobId });
      spool.askStop(job.job.jobId, 'outOfMemory');
      signalJob(job.process, 'SIGKILL', 'group');
    }
  }

  /** Jobs submitted here that another process ran. */
  function tellOthersEnds(): void {
    for (const [jobId, name] of expected) if (!mine.has(jobId) && spool.hasEnded(name)) tell(jobId);
  }

  function cancelWaiting(name: JobFile): boolean {
    const job = spool.claim(name, me);
    if (!job) return false;
    end(name, undefined, job, { startedAt: null, exitCode: null, stopped: 'cancelled', wasWarned: false });
    return true;
  }

  return {
    offer: (name) => {
      expected.set(jobIdOf(name), name);
      if (timer) {
        waiting.push(name);
        pump();
      } else activate();
    },

    cancel: (jobIds) => {
      const wanted = new Set(jobIds);
      const isWanted = (name: JobFile): boolean => wanted.has(jobIdOf(name));
      for (const name of spool.queued().filter(isWanted))
        if (cancelWaiting(name)) wanted.delete(jobIdOf(name));
      for (const { name } of spool.running().filter((each) => isWanted(each.name))) {
        const jobId = jobIdOf(name);
        spool.askStop(jobId, 'cancelled');
        const own = mine.get(jobId);
        if (own) enforce(own, spool, options.killWaitMs);
      }
    },

    onEnded: (listener) => {
      listeners.add(listener);
      activate();
      return () => listeners.delete(listener);
    },

    close: async () => {
      if (isClosed) return;
      isClosed = true;
      clearInterval(timer);
      // Whoever adopts a job has to find its process.
      await options.starter.close();
      for (const { name } of mine.values()) spool.adopt(name, me, noProcess);
      mine.clear();
    },
  };
}

const atStart = { wasWarned: false, terminatedAtMs: undefined, exitCode: undefined, isDoubted: false };

let instances = 0;

/** Several schedulers of one process are several owners, all alive as long as it is. */
function ownIdentity(): ProcessIdentity {
  const identity = identityOf(process.pid);
  if (identity === undefined) throw new Error('this process cannot be found in the table of processes');
  return `${identity}+${instances++}`;
}
