import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { jobFiles } from '../job-files.js';
import type { StartRequest } from '../starter/process-starter.js';
import type { LocalJob } from './job-record.js';
import { readQuietly, statFields } from './proc.js';
import { identityOf, pidOf, type ProcessIdentity } from './process-identity.js';

/** Carries the job id into the script, and marks its process for those who have to find it. */
const jobIdVariable = 'CRYSTALQ_JOB_ID';

const logOf = (job: LocalJob): string => join(job.folder, jobFiles.log);

/** False only where there certainly is none; that of an earlier start counts as well. */
export function hasLog(job: LocalJob): boolean {
  try {
    return statSync(logOf(job), { throwIfNoEntry: false }) !== undefined;
  } catch {
    // It cannot be looked at: then nothing is certain.
    return true;
  }
}

/** The script with its log, as under Slurm; its whole group can be signalled. */
export const startOf = (job: LocalJob, environment: Readonly<Record<string, string>>): StartRequest => ({
  command: ['bash', job.scriptPath],
  folder: job.folder,
  environment,
  variables: { [jobIdVariable]: job.jobId },
  log: logOf(job),
});

/** To the script alone, or to all processes of its group. Nothing happens to a stranger that got the same number. */
export function signalJob(target: ProcessIdentity, signal: NodeJS.Signals, to: 'script' | 'group'): void {
  // Zero is nobody's number; to the kernel it would be our own group.
  if (pidOf(target) <= 1) return;
  const now = identityOf(pidOf(target));
  // A group may outlive its leader; its number is not given away while it does.
  if (now !== target && (to === 'script' || now !== undefined)) return;
  try {
    process.kill(to === 'group' ? -pidOf(target) : pidOf(target), signal);
  } catch {
    // It ended in between.
  }
}

/** The process of a job whose owner died before it could note it. Linux only; elsewhere it is not found. */
export function findProcessOf(jobId: string): ProcessIdentity | undefined {
  if (process.platform !== 'linux') return undefined;
  const mark = `\0${jobIdVariable}=${jobId}\0`;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // Programs that the script started carry the mark, too; the script leads the session.
    if (sessionOf(entry) === entry && `\0${readQuietly(`/proc/${entry}/environ`)}`.includes(mark))
      return identityOf(Number(entry));
  }
  return undefined;
}

const sessionOf = (pid: string): string | undefined => statFields(pid)[3];
