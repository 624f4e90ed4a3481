import { readFile } from 'node:fs/promises';
import type { Answer, Fault } from './fake-slurm.js';

const refused = (stderr: string, exitCode = 1): Answer => ({
  stdout: '',
  stderr: `sbatch: error: ${stderr}`,
  exitCode,
});

/** Only jobs of this account are taken. */
export const takesOnly =
  (account: string): Fault =>
  async (work, args) => {
    const script = await readFile(args.at(-1) ?? '', 'utf8');
    return script.includes(`--account=${account}\n`)
      ? work()
      : refused('Batch job submission failed: Invalid account or account/partition combination specified');
  };

/** The client is never answered; its own time limit ends it. */
export const never = new Promise<never>(() => undefined);

/** Ways in which Slurm and what lies between fail, by the names of docs on faults. Each acts on one call. */
export const faults = {
  // sbatch
  timeoutAfterAccepting: async (work) => {
    await work();
    return never;
  },
  timeoutBeforeAccepting: () => never,
  socketTimeoutAfterAccepting: async (work) => {
    await work();
    return refused('Batch job submission failed: Socket timed out on send/recv operation');
  },
  socketTimeoutBeforeAccepting: () =>
    refused('Batch job submission failed: Socket timed out on send/recv operation'),
  banner: async (work) => {
    const answer = await work();
    return { ...answer, stdout: `*** Maintenance on Friday ***\n${answer.stdout}` };
  },
  translatedAnswer: async (work) => {
    const answer = await work();
    return { ...answer, stdout: `Stapelauftrag ${answer.stdout.trim()} eingereicht` };
  },
  noId: async (work) => ({ ...(await work()), stdout: '' }),
  crashAfterAccepting: async (work) => {
    await work();
    return { stdout: '', stderr: 'sbatch: fatal: free(): invalid pointer', exitCode: 134 };
  },
  submitLimit: () =>
    refused(
      "QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    ),
  controllerFull: () =>
    refused(
      'Slurm temporarily unable to accept job, sleeping and retrying\nsbatch: error: Batch job submission failed: Resource temporarily unavailable',
    ),
  rateLimited: () => refused('RPC rate limit exceeded for user, please retry momentarily'),
  invalidAccount: () =>
    refused('Batch job submission failed: Invalid account or account/partition combination specified'),
  invalidPartition: () =>
    refused(
      'invalid partition specified: nosuch\nsbatch: error: Batch job submission failed: Invalid partition name specified',
    ),
  invalidWalltime: () =>
    refused('Batch job submission failed: Requested time limit is invalid (missing or exceeds some limit)'),
  // any command
  unreachable: () => refused('Unable to contact slurm controller (connect failure)'),
  hanging: () => never,
  // squeue, sacct
  emptyList: async (work) => {
    await work();
    return { stdout: '', stderr: '', exitCode: 0 };
  },
  halfOfTheList: async (work) => {
    const answer = await work();
    const lines = answer.stdout.split('\n');
    return { ...answer, stdout: lines.slice(0, Math.floor(lines.length / 2)).join('\n') };
  },
  /** The last line is cut in the middle. */
  cutLine: async (work) => {
    const answer = await work();
    const columns = answer.stdout.trimEnd().split('\u001f');
    return { ...answer, stdout: columns.slice(0, -2).join('\u001f') };
  },
  malformedLine: async (work) => {
    const answer = await work();
    return { ...answer, stdout: `slurm_load_jobs warning: something odd\n${answer.stdout}` };
  },
  accountingDisabled: () => ({
    stdout: '',
    stderr: 'Slurm accounting storage is disabled',
    exitCode: 1,
  }),
  accountingDown: () => ({
    stdout: '',
    stderr:
      'sacct: error: slurm_persist_conn_open_without_init: failed to open persistent connection\nsacct: error: Problem talking to the database: Connection refused',
    exitCode: 1,
  }),
} as const satisfies Record<string, Fault>;
