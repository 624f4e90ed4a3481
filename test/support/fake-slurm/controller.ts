import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { accountingColumns, controllerLine, isOver, queueColumns, type FakeJob } from './fake-job.js';
import type { Answer, FakeCommand, FakeSlurmOptions } from './fake-slurm.js';

export interface TruthEvent {
  readonly event: 'accepted' | 'started' | 'ended';
  readonly jobId: number;
  readonly jobName: string;
  readonly state: string;
}

export interface Controller {
  readonly execute: (command: FakeCommand, folder: string, args: readonly string[]) => Promise<Answer>;
  /** Every job that was ever accepted, also those that the commands know nothing of any more. */
  readonly jobs: readonly FakeJob[];
  readonly truth: readonly TruthEvent[];
  readonly job: (jobName: string) => FakeJob;
  /** Ends a job by decree; its processes are killed. */
  readonly finish: (job: FakeJob, state: string, exit?: string) => void;
  /** As MinJobAge does: squeue knows ended jobs no more. */
  readonly forgetEnded: () => void;
  /** Ids start again from here, as after a wrap. */
  readonly restartIdsAt: (jobId: number) => void;
  /** A job of somebody else's making. */
  readonly addStranger: (job: Partial<FakeJob> & Pick<FakeJob, 'jobId' | 'jobName' | 'state'>) => void;
  readonly stop: () => void;
}

const ok = (stdout = ''): Answer => ({ stdout, stderr: '', exitCode: 0 });
const failed = (stderr: string, exitCode = 1): Answer => ({ stdout: '', stderr, exitCode });

export function createController(options: FakeSlurmOptions, record: (event: TruthEvent) => void): Controller {
  const jobs: FakeJob[] = [];
  const truth: TruthEvent[] = [];
  const processes = new Map<FakeJob, ChildProcess>();
  const timers = new Map<FakeJob, NodeJS.Timeout>();
  let nextJobId = options.firstJobId ?? 1001;

  function note(event: TruthEvent['event'], job: FakeJob): void {
    const entry = { event, jobId: job.jobId, jobName: job.jobName, state: job.state };
    truth.push(entry);
    record(entry);
  }

  function submit(folder: string, args: readonly string[]): Answer {
    const scriptPath = args.find((arg) => !arg.startsWith('-'));
    if (scriptPath === undefined) return failed('sbatch: error: no script');
    let script: string;
    try {
      script = readFileSync(resolve(folder, scriptPath), 'utf8');
    } catch {
      return failed(`sbatch: error: Unable to open file ${scriptPath}`);
    }
    const option = optionsOf([...directivesOf(script), ...args]);
    if (Number(option['nodes'] ?? 1) > 1)
      return failed('sbatch: error: Batch job submission failed: Node count specification invalid');
    if (jobs.filter((job) => !isOver(job)).length >= (options.maxSubmit ?? Infinity))
      return failed(
        "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
      );
    const job: FakeJob = {
      jobId: nextJobId++,
      jobName: option['job-name'] ?? 'sbatch',
      folder: option['chdir'] ?? folder,
      script,
      walltimeSeconds: secondsOf(option['time'] ?? '1-00:00:00'),
      submittedAt: new Date(),
      state: 'PENDING',
      reason: 'Priority',
      exit: '0:0',
      startedAt: undefined,
      endedAt: undefined,
      isInQueue: true,
      isInAccounting: true,
    };
    jobs.push(job);
    note('accepted', job);
    setImmediate(schedule);
    return ok(String(job.jobId));
  }

  function schedule(): void {
    for (const job of jobs) {
      if (processes.size >= options.concurrentJobs) return;
      if (job.state === 'PENDING') start(job);
    }
  }

  function start(job: FakeJob): void {
    job.state = 'RUNNING';
    job.reason = 'None';
    job.startedAt = new Date();
    note('started', job);
    const log = openSync(join(job.folder, 'job.log'), 'a');
    // A copy, as Slurm keeps one: what lies in the run folder may change meanwhile.
    const script = join(options.folder, `script-${job.jobId}`);
    writeFileSync(script, job.script);
    const child = spawn('bash', [script], {
      cwd: job.folder,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, SLURM_JOB_ID: String(job.jobId), SLURM_SUBMIT_DIR: job.folder },
    });
    closeSync(log);
    processes.set(job, child);
    child.on('exit', (code, signal) => {
      processes.delete(job);
      if (!isOver(job)) end(job, code === 0 ? 'COMPLETED' : 'FAILED', signal ? `0:15` : `${code ?? 1}:0`);
      schedule();
    });
    timers.set(
      job,
      setTimeout(
        () => finish(job, 'TIMEOUT', '0:0'),
        (job.walltimeSeconds / 60) * (options.minuteMs ?? 60_000),
      ),
    );
  }

  function end(job: FakeJob, state: string, exit: string): void {
    clearTimeout(timers.get(job));
    job.state = state;
    job.exit = exit;
    job.endedAt = new Date();
    note('ended', job);
  }

  function finish(job: FakeJob, state: string, exit = '0:0'): void {
    end(job, state, exit);
    const child = processes.get(job);
    if (child) killGently(child);
    schedule();
  }

  function cancel(args: readonly string[]): Answer {
    const wanted = args.filter((arg) => !arg.startsWith('-')).map(Number);
    const unknown = wanted.filter((id) => !jobs.some(({ jobId }) => jobId === id));
    for (const job of jobs) {
      if (wanted.includes(job.jobId) && !isOver(job)) finish(job, `CANCELLED by ${process.getuid?.() ?? 0}`);
    }
    return unknown.length === 0
      ? ok()
      : failed(
          unknown
            .map((id) => `scancel: error: Kill job error on job id ${id}: Invalid job id specified`)
            .join('\n'),
        );
  }

  function list(command: 'squeue' | 'sacct', args: readonly string[]): Answer {
    const option = optionsOf(args);
    const names = option['name']?.split(',');
    const ids = option['jobs']?.split(',').map(Number);
    const known = jobs.filter(
      (job) =>
        (command === 'squeue' ? job.isInQueue : job.isInAccounting) &&
        (!names || names.includes(job.jobName)) &&
        (!ids || ids.includes(job.jobId)),
    );
    const row =
      command === 'squeue'
        ? (job: FakeJob) =>
            (option['format'] ?? '%i').replaceAll(/%(\w)/g, (_, letter: string) => queueColumns[letter]!(job))
        : (job: FakeJob) =>
            (option['format'] ?? 'JobID')
              .split(',')
              .map((field) => accountingColumns[field]!(job))
              .join(option['delimiter'] ?? '|');
    return ok(known.map((job) => `${row(job)}\n`).join(''));
  }

  function show(jobId: number): Answer {
    const job = jobs.find((each) => each.isInQueue && each.jobId === jobId);
    return job ? ok(controllerLine(job)) : failed('slurm_load_jobs error: Invalid job id specified');
  }

  return {
    jobs,
    truth,
    execute: (command, folder, args) =>
      Promise.resolve(
        args.includes('--version')
          ? ok('slurm-fake 24.05.1')
          : command === 'sbatch'
            ? submit(folder, args)
            : command === 'scancel'
              ? cancel(args)
              : command === 'squeue' || command === 'sacct'
                ? list(command, args)
                : command === 'scontrol' && args.includes('job')
                  ? show(Number(args.at(-1)))
                  : ok('MinJobAge = 300 sec'),
      ),
    job: (jobName) => {
      const found = jobs.find((job) => job.jobName === jobName);
      if (!found) throw new Error(`the fake Slurm never accepted a job ${jobName}`);
      return found;
    },
    finish,
    forgetEnded: () => {
      for (const job of jobs) if (isOver(job)) job.isInQueue = false;
    },
    restartIdsAt: (jobId) => {
      nextJobId = jobId;
    },
    addStranger: (job) => {
      jobs.push({
        folder: '/',
        script: '',
        walltimeSeconds: 60,
        submittedAt: new Date(),
        reason: 'None',
        exit: '0:0',
        startedAt: undefined,
        endedAt: undefined,
        isInQueue: true,
        isInAccounting: true,
        ...job,
      });
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const child of processes.values()) kill(child, 'SIGKILL');
    },
  };
}

function killGently(child: ChildProcess): void {
  kill(child, 'SIGTERM');
  const late = setTimeout(() => kill(child, 'SIGKILL'), 5000);
  child.on('exit', () => clearTimeout(late));
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}

const directivesOf = (script: string): string[] =>
  [...script.matchAll(/^#SBATCH (\S.*)$/gm)].map((match) => match[1]!.trim());

/** `--name=value`; later ones win, as the command line wins over the script. */
const optionsOf = (args: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    args.flatMap((arg) => {
      const match = /^--([a-z-]+)=([^]*)$/.exec(arg);
      return match ? [[match[1]!, match[2]!]] : [];
    }),
  );

/** `1-02:03:04`. Slurm counts whole minutes. */
function secondsOf(time: string): number {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^(?:(\d+)-)?(\d+):(\d+):(\d+)$/.exec(time) ?? [];
  const exact = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.ceil(exact / 60) * 60;
}
