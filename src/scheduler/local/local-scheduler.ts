import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { CrystalqError } from '../../errors/crystalq-error.js';
import { silentLog, type Log } from '../../log/log.js';
import { submitEnvironment } from '../job-environment.js';
import { isToken } from '../job-script.js';
import type { JobKey, JobReport, Scheduler, SchedulerProbe, SubmitRequest } from '../scheduler.js';
import { createProcessStarter } from '../starter/create-process-starter.js';
import { createJobIds } from './job-ids.js';
import { endedReport, openReport } from './job-record.js';
import { createRunner } from './runner.js';
import { jobFile, jobIdOf, jobNameOf, openSpool, type JobFile, type Spool } from './spool.js';

export interface LocalSchedulerOptions {
  /** The spool: shared by all processes that are to share `concurrentJobs`. On a disk of this machine. */
  readonly folder: string;
  /** May change while it runs. */
  readonly concurrentJobs: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Between TERM and KILL. */
  readonly killWaitMs?: number;
  readonly log?: Log;
}

/**
 * Runs job scripts as processes of this machine. They are detached: a job outlives the process that started it, and
 * the next one that uses the folder adopts it. Jobs are started by the processes that submit or listen (`onEnded`).
 */
export function createLocalScheduler(options: LocalSchedulerOptions): Scheduler {
  const log = options.log ?? silentLog;
  const spool = openSpool(options.folder, (file) =>
    log.error('a local job that cannot be read is dropped', { file }),
  );
  const nextJobId = createJobIds();
  const counts = { submit: 0, start: 0 };
  const runner = createRunner({
    spool,
    starter: createProcessStarter(),
    concurrentJobs: options.concurrentJobs,
    environment: submitEnvironment(options.environment),
    log,
    onStart: () => counts.start++,
    ...(options.killWaitMs === undefined ? {} : { killWaitMs: options.killWaitMs }),
  });

  return {
    kind: 'local',

    submit: async (request) => {
      await request.begin?.();
      refuseImpossible(request);
      const jobId = nextJobId();
      const { jobName, scriptPath, folder, resources } = request;
      counts.submit++;
      spool.add({
        jobId,
        jobName,
        scriptPath,
        folder,
        memoryMiB: resources.memoryMiB,
        walltimeSeconds: resources.walltimeSeconds,
        submittedAt: new Date().toISOString(),
      });
      runner.offer(jobFile(jobId, jobName));
      return { jobId };
    },

    findByName: (jobName) =>
      asPromise(() => {
        // In the order in which jobs move, so that none slips through between two looks.
        const places = [spool.queued(), spool.running().map(({ name }) => name), spool.ended()];
        const names = new Set(places.flat().filter((name) => jobNameOf(name) === jobName));
        const keys = [...names].map((name) => ({ jobId: jobIdOf(name), jobName }));
        return { jobs: [...report(spool, keys).values()], complete: true };
      }),

    report: (jobs) => asPromise(() => report(spool, jobs)),

    cancel: (jobIds) => asPromise(() => runner.cancel(jobIds)),

    probe: () => asPromise(() => probe(options)),

    onEnded: (listener) => runner.onEnded(listener),

    callCounts: () => ({ ...counts }),

    close: () => runner.close(),
  };
}

function report(spool: Spool, jobs: readonly JobKey[]): Map<string, JobReport> {
  const reports = new Map<string, JobReport>();
  const rest: JobFile[] = [];
  for (const { jobId, jobName } of jobs) {
    const name = jobFile(jobId, jobName);
    const waiting = spool.readQueued(name);
    if (waiting) reports.set(jobId, openReport(waiting, 'pending', null));
    else rest.push(name);
  }
  if (rest.length === 0) return reports;
  const running = new Map(spool.running().map(({ name, owner }) => [name, owner]));
  for (const name of rest) {
    const key = { jobId: jobIdOf(name), jobName: jobNameOf(name) };
    const owner = running.get(name);
    const ended = spool.readEnded(name);
    if (ended) reports.set(key.jobId, endedReport(key, ended));
    else if (owner !== undefined) {
      const started = spool.readRunning(name, owner)?.started;
      // Taken by somebody, but not started yet.
      const phase = started ? 'running' : 'pending';
      reports.set(key.jobId, openReport({ ...key, submittedAt: null }, phase, started?.startedAt ?? null));
    } else {
      // Taken and given back between our two looks: there was no place for it.
      const waiting = spool.readQueued(name);
      if (waiting) reports.set(key.jobId, openReport(waiting, 'pending', null));
    }
  }
  return reports;
}

function refuseImpossible({ jobName, scriptPath, folder, resources }: SubmitRequest): void {
  if (!isToken(jobName)) refuse(jobName, 'its name holds other characters');
  if (resources.nodes > 1) refuse(jobName, `it asks for ${resources.nodes} nodes, and this is one machine`);
  if (resources.walltimeSeconds < 1) refuse(jobName, 'it asks for no walltime');
  try {
    accessSync(scriptPath, constants.R_OK);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    refuse(jobName, `${scriptPath} or its folder cannot be used`, cause);
  }
}

function refuse(jobName: string, why: string, cause?: unknown): never {
  throw new CrystalqError(
    'SCHEDULER_REFUSED',
    `The local scheduler refuses ${JSON.stringify(jobName)}: ${why}.`,
    {
      details: { jobName },
      cause,
    },
  );
}

function probe({ folder, concurrentJobs }: LocalSchedulerOptions): SchedulerProbe {
  const version = bashVersion();
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? [];
  const isBashUsable = major > 4 || (major === 4 && minor >= 2);
  const isFolderUsable = canWrite(folder);
  return {
    ok: isBashUsable && isFolderUsable,
    version: version === null ? null : `bash ${version}`,
    hasAccounting: false,
    findings: [
      {
        ok: isBashUsable,
        what: version === null ? 'bash cannot be started' : `bash ${version}`,
        remedy: isBashUsable ? '' : 'Job scripts need bash 4.2 or newer on the PATH.',
      },
      {
        ok: isFolderUsable,
        what: `${join(folder, 'queued')}: ${isFolderUsable ? 'writable' : 'not writable'}`,
        remedy: isFolderUsable ? '' : 'Set paths.dataDir to a folder of yours on a local disk.',
      },
      { ok: true, what: `${concurrentJobs()} jobs at a time`, remedy: '' },
    ],
  };
}

function bashVersion(): string | null {
  try {
    const said = execFileSync('bash', ['-c', 'printf %s "$BASH_VERSION"'], { encoding: 'utf8' });
    return /^\d+\.\d+\.\d+/.exec(said)?.[0] ?? null;
  } catch {
    // Not there: the finding says so.
    return null;
  }
}

function canWrite(folder: string): boolean {
  try {
    accessSync(join(folder, 'queued'), constants.W_OK);
    return true;
  } catch {
    // The finding says so.
    return false;
  }
}

/** The contract is asynchronous; what is thrown here has to arrive as a rejection. */
async function asPromise<T>(work: () => T): Promise<T> {
  await Promise.resolve();
  return work();
}
