import { CrystalqError } from '../../errors/crystalq-error.js';
import type { Log } from '../../log/log.js';
import type { JobReport } from '../scheduler.js';
import { parseControllerJob } from './parse-controller.js';
import {
  accountingFields,
  parseAccounting,
  parseQueue,
  queueFormat,
  separator,
  type JobTable,
} from './parse-jobs.js';

/** What is asked of queue and accounting. Each throws SCHEDULER_UNREACHABLE when there is no answer. */
export interface Questions {
  /** All jobs of ours; ended ones, too, as long as the controller remembers them. */
  readonly queue: () => Promise<JobTable>;
  readonly queueByNames: (jobNames: readonly string[]) => Promise<JobTable>;
  /** Undefined: the site has no accounting. */
  readonly accountingByNames: (jobNames: readonly string[]) => Promise<JobTable | undefined>;
  readonly accountingByIds: (jobIds: readonly string[]) => Promise<JobTable | undefined>;
  /** What the controller knows of single jobs: more than the queue's table says. Costs a call for each. */
  readonly controllerByIds: (jobIds: readonly string[]) => Promise<JobReport[]>;
}

/** Job ids in one call: 500 of them are some 5 kB of command line. */
export const idsPerCall = 500;
/** A name is looked for this far back: longer than any job waits and runs. */
const lookBackDays = 60;

export function createQuestions(
  ask: (name: 'squeue' | 'sacct' | 'scontrol', args: readonly string[]) => Promise<string>,
  user: { readonly name: string; readonly id: number },
  log: Log,
): Questions {
  const noted = (command: string, table: JobTable): JobTable => {
    const { length } = table.malformed;
    if (length > 0)
      log.warn('lines that are no jobs', {
        command,
        lines: length,
        first: table.malformed[0]?.slice(0, 200),
      });
    return table;
  };

  const queue = async (more: readonly string[]): Promise<JobTable> => {
    // By user: the controller then sends our jobs only, which a list of ids does not achieve.
    const which = ['--noheader', '--array', '--states=all', `--user=${user.name}`, ...more];
    const text = await ask('squeue', [...which, `--format=${queueFormat}`]);
    return noted('squeue', parseQueue(text, user.id));
  };

  const accounting = async (which: readonly string[]): Promise<JobTable | undefined> => {
    const form = ['--noheader', '--parsable2', `--delimiter=${separator}`, `--format=${accountingFields}`];
    try {
      // One row per job, and all of them where an id was used again or a job requeued.
      const text = await ask('sacct', ['--allocations', '--duplicates', ...form, ...which]);
      return noted('sacct', parseAccounting(text, user.id));
    } catch (thrown) {
      if (isAccountingOff(thrown)) return undefined;
      throw thrown;
    }
  };

  return {
    queue: () => queue([]),
    queueByNames: (jobNames) => queue([`--name=${jobNames.join(',')}`]),
    accountingByNames: (jobNames) =>
      accounting([
        `--name=${jobNames.join(',')}`,
        `--user=${user.name}`,
        `--starttime=now-${lookBackDays}days`,
      ]),
    accountingByIds: async (jobIds) => {
      const jobs: JobReport[] = [];
      const malformed: string[] = [];
      for (let start = 0; start < jobIds.length; start += idsPerCall) {
        const part = await accounting([`--jobs=${jobIds.slice(start, start + idsPerCall).join(',')}`]);
        if (!part) return undefined;
        jobs.push(...part.jobs);
        malformed.push(...part.malformed);
      }
      return { jobs, malformed };
    },
    controllerByIds: async (jobIds) => {
      const jobs: JobReport[] = [];
      for (const jobId of jobIds) {
        const text = await ask('scontrol', ['--oneliner', 'show', 'job', jobId]);
        const job = parseControllerJob(text, user.id);
        if (job) jobs.push(job);
      }
      return jobs;
    },
  };
}

function isAccountingOff(thrown: unknown): boolean {
  const stderr = thrown instanceof CrystalqError ? thrown.details['stderr'] : undefined;
  return (
    typeof stderr === 'string' && /accounting storage is disabled|accounting_storage\/none/i.test(stderr)
  );
}
