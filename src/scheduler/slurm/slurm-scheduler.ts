import type { ClusterProfile } from '../../config/config.js';
import { CrystalqError, toCrystalqError } from '../../errors/crystalq-error.js';
import { silentLog, type Fields, type Log } from '../../log/log.js';
import { timed } from '../../log/timed.js';
import { queryEnvironment, submitEnvironment } from '../job-environment.js';
import type { JobKey, JobReport, Scheduler, SubmitRequest } from '../scheduler.js';
import { createProcessStarter } from '../starter/create-process-starter.js';
import { createCallLimiter } from './call-limiter.js';
import { createDropGuard } from './drop-guard.js';
import { createLanes } from './lanes.js';
import { mergeWitnesses } from './merge-witnesses.js';
import { isWholeTable, type JobTable } from './parse-jobs.js';
import { createNameLookUp } from './name-look-up.js';
import { parseSubmit } from './parse-submit.js';
import { probeSlurm } from './probe.js';
import { createQuestions, idsPerCall } from './questions.js';
import { runCommand, startCommand, type CommandResult } from './run-command.js';
import { settle } from './settle.js';
import { submitError, toldBy } from './submit-error.js';

export interface SlurmSchedulerOptions {
  readonly commands: ClusterProfile['commands'];
  readonly timeouts: {
    /** At least 150: sbatch retries by itself for up to 120 s, and the job may exist all that time. */
    readonly submitSeconds: number;
    readonly lookUpSeconds: number;
  };
  /** Calls of all commands together, and submissions among them; may change while it runs. */
  readonly callsPerMinute: () => number;
  readonly submitsPerMinute: () => number;
  readonly user: { readonly name: string; readonly id: number };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log?: Log;
}

type CommandName = keyof SlurmSchedulerOptions['commands'];

const exitCodeOf = (result: CommandResult | undefined): Fields => ({ exitCode: result?.exitCode });

/**
 * Slurm through its commands. What an answer does not say is not concluded: a job that is missing from one witness is
 * asked of the other one, and is `unknown` when that one is silent.
 */
export function createSlurmScheduler(options: SlurmSchedulerOptions): Scheduler {
  const { log = silentLog } = options;
  const counts: Partial<Record<CommandName, number>> = {};
  const limiter = createCallLimiter({ callsPerMinute: options.callsPerMinute });
  const submissions = createCallLimiter({ callsPerMinute: options.submitsPerMinute });
  const inLane = createLanes(submissionLanes);
  const guard = createDropGuard();
  const environments = {
    submit: submitEnvironment(options.environment),
    query: queryEnvironment(options.environment),
  };
  const starter = createProcessStarter();
  const questions = createQuestions(ask, options.user, log);

  function call(name: CommandName, args: readonly string[]): Promise<CommandResult> {
    return limiter.run('ask', () => {
      counts[name] = (counts[name] ?? 0) + 1;
      const timeoutMs = options.timeouts.lookUpSeconds * 1000;
      const environment = environments.query;
      const run = () => runCommand(options.commands[name], args, { timeoutMs, environment });
      return timed(log, name, run, exitCodeOf);
    });
  }

  function callSubmit(args: readonly string[], { folder, begin }: SubmitRequest): Promise<CommandResult> {
    const run = async (): Promise<CommandResult> => {
      await begin?.();
      counts.sbatch = (counts.sbatch ?? 0) + 1;
      const timeoutMs = options.timeouts.submitSeconds * 1000;
      const environment = environments.submit;
      const start = () =>
        startCommand(starter, options.commands.sbatch, args, { timeoutMs, environment, folder });
      return timed(log, 'sbatch', start, exitCodeOf);
    };
    return inLane((lane) => submissions.run(lane, () => limiter.run(lane, run)));
  }

  /** The answer of a command, or SCHEDULER_UNREACHABLE. */
  async function ask(name: CommandName, args: readonly string[]): Promise<string> {
    const result = await call(name, args);
    if (result.exitCode === 0 && !result.isTimedOut) {
      limiter.recovered();
      return result.stdout;
    }
    limiter.slowDown();
    throw new CrystalqError('SCHEDULER_UNREACHABLE', `${name} did not answer: ${toldBy(result)}.`, {
      details: { command: name, exitCode: result.exitCode, stderr: result.stderr.slice(0, 2000) },
    });
  }

  async function report(asked: readonly JobKey[]): Promise<Map<string, JobReport>> {
    const queue = await settle(questions.queue());
    const inQueue = queue.value?.jobs ?? [];
    const known = mergeWitnesses(asked, inQueue, []);
    const open = asked.filter(({ jobId }) => needsAccounting(known.get(jobId))).map(({ jobId }) => jobId);
    const accounting =
      open.length === 0 ? { value: nothingAsked } : await settle(questions.accountingByIds(open));
    if (!queue.value && (accounting.error !== undefined || !accounting.value))
      throw toCrystalqError(queue.error);
    const inAccounting = accounting.value?.jobs ?? (await askController(open, known));
    const isCredible = guard.isCredible(asked, mergeWitnesses(asked, inQueue, inAccounting));
    const isWhole =
      isWholeTable(queue.value) &&
      accounting.error === undefined &&
      (accounting.value ? isWholeTable(accounting.value) : isCredible);
    return mergeWitnesses(asked, inQueue, inAccounting, isWhole);
  }

  /** Without accounting, the controller tells how the jobs ended that the queue lists as failed. */
  async function askController(
    open: readonly string[],
    known: ReadonlyMap<string, JobReport>,
  ): Promise<readonly JobReport[]> {
    const failed = open.filter((jobId) => known.get(jobId)?.phase === 'failed').slice(0, singlesPerRound);
    return (await settle(questions.controllerByIds(failed))).value ?? [];
  }

  return {
    kind: 'slurm',

    submit: async (request) => {
      const args = ['--parsable', `--job-name=${request.jobName}`, `--chdir=${request.folder}`];
      const result = await callSubmit([...args, request.scriptPath], request);
      const jobId = result.exitCode === 0 ? parseSubmit(result.stdout) : undefined;
      if (jobId !== undefined) {
        limiter.recovered();
        return { jobId };
      }
      const error = submitError(request.jobName, result);
      if (error.code !== 'SCHEDULER_REFUSED') limiter.slowDown();
      throw error;
    },

    findByName: createNameLookUp(questions),

    report: (asked) => (asked.length === 0 ? Promise.resolve(new Map()) : report(asked)),

    cancel: async (jobIds) => {
      for (let start = 0; start < jobIds.length; start += idsPerCall) {
        const ids = jobIds.slice(start, start + idsPerCall);
        const result = await call('scancel', ids);
        // Jobs that are over or that nobody knows: there is nothing left to cancel.
        const isDone =
          result.exitCode === 0 || /^[^]*(Invalid job id|already completing)/i.test(result.stderr);
        if (isDone && !result.isTimedOut) continue;
        throw new CrystalqError('SCHEDULER_UNREACHABLE', `scancel did not work: ${toldBy(result)}.`, {
          details: { jobIds: ids, exitCode: result.exitCode },
        });
      }
    },

    probe: () => probeSlurm(options.commands, call),

    // Slurm tells nobody; the poller finds out.
    onEnded: () => () => undefined,
    callCounts: () => ({ ...counts }),
    close: () => starter.close(),
  };
}

/** While one `sbatch` waits for the controller, the next one starts. A third makes both wait: nothing is gained. */
const submissionLanes = ['submit 1', 'submit 2'];

/** Calls for single jobs in one report. */
const singlesPerRound = 10;

const nothingAsked: JobTable = { jobs: [], malformed: [] };

/** The queue knows neither exit codes nor who cancelled a job. */
const needsAccounting = (report: JobReport | undefined): boolean =>
  report === undefined || report.state === 'CANCELLED' || report.phase === 'failed';
