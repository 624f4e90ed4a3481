import type { Log } from '../../log/log.js';
import { errnoOf } from '../../workdir/disk-errors.js';
import type { ProcessStarter } from '../starter/process-starter.js';
import { exitCodeOnRecord } from './exit-code-on-record.js';
import type { JobLines } from './job-file.js';
import { endOf, type LocalJob } from './job-record.js';
import { findProcessOf, signalJob, startOf } from './job-processes.js';
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
/** Of processes, memory, open files or disk. */
const shortages = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'ENOSPC', 'EDQUOT']);

/** Starts, watches and ends jobs of the spool. spool.ts says how several of these share one folder. */
export function createRunner(options: RunnerOptions): Runner {
  const { spool, log } = options;
  const me = ownIdentity();
  const mine = new Map<string, WatchedJob>();
  /** Offered here or adopted from the queue, oldest first. */
  let waiting: JobFile[] = [];
  /** Submitted here, end not told yet. */
  const expected = new Map<string, JobFile>();
  /** Of dead owners, without a trace of a start when last looked at. */
  const doubtful = new Set<JobFile>();
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
      name,
      job,
      slot,
      process: noProcess,
      startedAt: new Date().toISOString(),
      startedAtMs: performance.now(),
      isChild: true,
      wasWarned: false,
      terminatedAtMs: undefined,
    };
    watch(watched);
    options.onStart();
    options.starter.start(startOf(job, options.environment), {
      onStart: (pid) => saved(watched, () => started(watched, pid)),
      onEnd: (end) =>
        saved(watched, () => {
          if (end.kind === 'ended') ended(job.jobId, end.exitCode);
          else if (end.kind === 'unseen' && !isClosed) unseen(watched);
          else if (end.kind === 'failed' && !isClosed && mine.delete(job.jobId))
            notStarted(name, slot, job, end.error);
        }),
    });
  }

  /** What cannot be written to the spool now (a full disk) is found by a later round. */
  function saved(watched: WatchedJob, work: () => void): void {
    try {
      work();
    } catch (error) {
      log.warn('the state of a local job could not be saved', { schedulerJobId: watched.job.jobId, error });
      watched.isChild = false;
      mine.set(watched.job.jobId, watched);
    }
  }

  function started(watched: WatchedJob, pid: number): void {
    const { name, slot = 0, startedAt } = watched;
    watched.process = identityOf(pid) ?? `${pid}-gone-0`;
    spool.saveStarted(name, me, { process: watched.process, slot, startedAt });
    enforce(watched, spool, options.killWaitMs);
  }

  /** Nobody will tell how it ends: it is looked at like an adopted one. */
  function unseen(watched: WatchedJob): void {
    watched.isChild = false;
    if (watched.process === noProcess) watched.process = findProcessOf(watched.job.jobId) ?? noProcess;
  }

  /** A machine that is short of something gets the job again next round. Anything else ends the job. */
  function notStarted(name: JobFile, slot: number, job: LocalJob, error: unknown): void {
    log.warn('local job could not be started', { schedulerJobId: job.jobId, error });
    if (shortages.has(errnoOf(error) ?? '')) {
      spool.unstart(name, me);
      spool.giveBack(name, me);
      return;
    }
    end(name, slot, job, { startedAt: null, exitCode: 127, stopped: undefined, wasWarned: false });
  }

  function watch(job: WatchedJob): void {
    mine.set(job.job.jobId, job);
    scheduleEnforcement(job);
  }

  /** Short walltimes fall between two rounds. */
  function scheduleEnforcement(job: WatchedJob): void {
    const ms = dueInMs(job);
    if (ms > 2 * roundMs) return;
    setTimeout(() => {
      if (!isClosed && mine.get(job.job.jobId) === job) {
        enforce(job, spool, options.killWaitMs);
        if (!job.terminatedAtMs) scheduleEnforcement(job);
      }
    }, ms + 5).unref();
  }

  function ended(jobId: string, exitCode: number | null): void {
    const watched = mine.get(jobId);
    // After `close` the job may be somebody else's.
    if (!watched || isClosed) return;
    mine.delete(jobId);
    // What the script left running goes with it.
    signalJob(watched.process, 'SIGKILL', 'group');
    freeSlot = watched.slot ?? 0;
    end(watched.name, watched.slot, watched.job, {
      startedAt: watched.startedAt,
      exitCode,
      stopped: spool.stopReason(jobId),
      wasWarned: watched.wasWarned,
    });
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
      for (const job of [...mine.values()]) look(job);
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
    if (!job.isChild && !isAlive(job.process)) ended(job.job.jobId, exitCodeOnRecord(job.job));
  }

  function adoptOrphans(): void {
    for (const { name, owner } of spool.running()) {
      if (owner === me || isAlive(owner.split('+')[0] ?? owner)) continue;
      if (isPerhapsStarting(name, owner)) continue;
      const lines = spool.adopt(name, owner, me);
      if (lines) adopt(name, lines);
    }
  }

  /** Its owner died a moment ago, and what it had asked the starter for may appear yet: until the next round. */
  function isPerhapsStarting(name: JobFile, owner: ProcessIdentity): boolean {
    if (doubtful.delete(name) || spool.readRunning(name, owner)?.started) return false;
    doubtful.add(name);
    return true;
  }

  function adopt(name: JobFile, { job, started, ended: endedBefore }: JobLines): void {
    log.info('local job adopted', { schedulerJobId: job.jobId });
    if (endedBefore) {
      // Its owner died while it cleaned up.
      spool.end(name, me, undefined, endedBefore);
      tell(job.jobId);
      return;
    }
    const process = started?.process ?? findProcessOf(job.jobId);
    if (process === undefined && exitCodeOnRecord(job) === null) {
      // Claimed but never started: back to the queue, from its place, too.
      spool.unstart(name, me);
      spool.giveBack(name, me);
      return;
    }
    const startedAt = started?.startedAt ?? new Date().toISOString();
    watch({
      name,
      job,
      slot: started?.slot,
      process: process ?? noProcess,
      startedAt,
      startedAtMs: monotonicStart(startedAt),
      isChild: false,
      wasWarned: false,
      terminatedAtMs: undefined,
    });
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

let instances = 0;

/** Several schedulers of one process are several owners, all alive as long as it is. */
function ownIdentity(): ProcessIdentity {
  const identity = identityOf(process.pid);
  if (identity === undefined) throw new Error('this process cannot be found in the table of processes');
  return `${identity}+${instances++}`;
}
