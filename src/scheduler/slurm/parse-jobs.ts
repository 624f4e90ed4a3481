import type { JobReport } from '../scheduler.js';
import { readState } from './states.js';

/**
 * Tables of jobs, our own choice of columns in text form: JSON would be ten times as much, costs the login node more,
 * and has another shape in nearly every release. The separator is a character that no field holds; the name, which
 * others choose freely, stands near the end.
 *
 *   squeue -o ... : 4711␟RUNNING␟2026-05-01T10:00:00␟2026-05-01T10:00:05␟N/A␟k3x9w2ab-0007-OPT-a1␟None
 *   sacct -P ...  : 4711␟CANCELLED by 1000␟0:15␟2026-05-01T10:00:00␟2026-05-01T10:00:05␟2026-05-01T11:00:00␟k3x9...␟None
 */
export const separator = '\u001f';

export const queueFormat = ['%i', '%T', '%V', '%S', '%e', '%j', '%r'].join(separator);
export const accountingFields = 'JobID,State,ExitCode,Submit,Start,End,JobName,Reason';

export interface JobTable {
  readonly jobs: readonly JobReport[];
  /** Lines that are no row of the table: what they were about is not known. */
  readonly malformed: readonly string[];
}

export const isWholeTable = (table: JobTable | undefined): boolean => table?.malformed.length === 0;

export const parseQueue = (text: string, ownUserId: number): JobTable =>
  parseTable(text, (columns) => {
    const [jobId = '', state = '', submitted = '', start = '', end = '', jobName = '', reason = ''] = columns;
    return columns.length === 7
      ? row('queue', { jobId, state, exit: '', submitted, start, end, jobName, reason }, ownUserId)
      : undefined;
  });

/** One row per job (`-X`): rows of job steps (`4711.batch`) are passed over should there be any. */
export const parseAccounting = (text: string, ownUserId: number): JobTable =>
  parseTable(text, (columns) => {
    const [
      jobId = '',
      state = '',
      exit = '',
      submitted = '',
      start = '',
      end = '',
      jobName = '',
      reason = '',
    ] = columns;
    return columns.length === 8
      ? row('accounting', { jobId, state, exit, submitted, start, end, jobName, reason }, ownUserId)
      : undefined;
  });

interface Row {
  readonly jobId: string;
  readonly state: string;
  readonly exit: string;
  readonly submitted: string;
  readonly start: string;
  readonly end: string;
  readonly jobName: string;
  readonly reason: string;
}

function parseTable(text: string, parse: (columns: string[]) => JobReport | 'step' | undefined): JobTable {
  const jobs: JobReport[] = [];
  const malformed: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const report = parse(line.split(separator));
    if (report === undefined) malformed.push(line);
    else if (report !== 'step') jobs.push(report);
  }
  return { jobs, malformed };
}

function row(
  witness: 'queue' | 'accounting',
  { jobId, state, exit, submitted, start, end, jobName, reason }: Row,
  ownUserId: number,
): JobReport | 'step' | undefined {
  if (/^\d+(_\d+)?\.\w+$/.test(jobId)) return 'step';
  if (!/^\d+(_(\d+|\[.*\]))?$/.test(jobId) || state.trim() === '') return undefined;
  const meaning = readState(state, ownUserId);
  return {
    jobId,
    jobName,
    phase: meaning.phase,
    state: meaning.state,
    reason: reasonOf(reason.trim(), meaning.cancelledBy),
    exitCode: exitCodeOf(exit),
    submittedAt: isoTime(submitted),
    startedAt: isoTime(start),
    endedAt: isoTime(end),
    witness,
  };
}

function reasonOf(reason: string, cancelledBy: number | null): string | null {
  if (cancelledBy !== null) return `cancelled by user id ${cancelledBy}`;
  return reason === '' || reason === 'None' ? null : reason;
}

/** `2:0` ended with code 2; `0:9` was ended by signal 9, which is 137 as shells count. */
export function exitCodeOf(text: string): number | null {
  const match = /^(\d+):(\d+)$/.exec(text.trim());
  if (!match) return null;
  const code = Number(match[1]);
  const signal = Number(match[2]);
  return code === 0 && signal > 0 ? 128 + signal : code;
}

/** Commands are called with TZ=UTC. `Unknown`, `N/A` and `None` are no times. */
export const isoTime = (text: string): string | null =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text.trim()) ? `${text.trim()}Z` : null;
