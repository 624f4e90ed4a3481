/*
 * What others than the output know. fort.87 holds the message of an abort that never reached the output:
 *  ERROR **** BFGS_ **** PXK TOO SMALL
 * The scheduler's log holds why a job was ended:
 * slurmstepd: error: *** JOB 4191701 ON c3 CANCELLED AT 2020-11-20T14:00:08 DUE TO TIME LIMIT ***
 */
import { readErrorLine } from './blocks/messages.js';
import { classifyMessage, failureEntry, type FailureCode } from './failure-codes.js';
import type { OutputFailure, OutputReport, OutputStatus } from './report.js';

const MOST = 20;

/** The failures that fort.87 tells of. A text without the usual form counts as one of unknown code. */
export function readFort87(text: string): OutputFailure[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: index + 1, text: line.trim() }));
  const said = lines.filter(
    (entry) => entry.text !== '' && !/^(?:WARNING|INFORMATION) \*{4}/.test(entry.text),
  );
  const source = 'fort.87' as const;
  const errors = said.flatMap((entry) => {
    const error = readErrorLine(entry.text);
    if (error) return [{ ...error, line: entry.line, source }];
    const code = classifyMessage(entry.text);
    return code ? [{ code, routine: null, message: entry.text.slice(0, 200), line: entry.line, source }] : [];
  });
  const [first] = said;
  if (errors.length > 0 || !first) return errors.slice(0, MOST);
  return [{ code: 'UNKNOWN', routine: null, message: first.text.slice(0, 200), line: first.line, source }];
}

/** Causes outside of the program, which ended the job or kept it from starting. */
export const CODES_OF_JOB_END: ReadonlySet<string> = new Set<FailureCode>([
  'WALLTIME',
  'OUT_OF_MEMORY',
  'DISK_FULL',
  'NODE_FAILURE',
  'PREEMPTED',
  'CANCELLED',
  'SCRATCH_UNWRITABLE',
  'PROGRAM_NOT_STARTED',
]);

/** Only these can be told by a log of the scheduler, the launcher or the script; others are left to the output. */
const LOG_CODES: ReadonlySet<string> = new Set([...CODES_OF_JOB_END, 'KILLED', 'MPI_ABORT']);

/** The job script's word for a scratch folder that is full or not there: it goes on in the next one. */
const PASSED_OVER = /^crystalq: scratch folder .* is passed over/;

/** The job script's word where Slurm starts a job anew under its old id: what ended its first life is told above. */
const STARTED_ANEW = 'crystalq: started anew';

export function readSchedulerLog(text: string): OutputFailure[] {
  let failures: OutputFailure[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === STARTED_ANEW) failures = [];
    if (PASSED_OVER.test(line)) continue;
    const code = line.length > 0 && line.length < 2000 ? classifyMessage(line) : undefined;
    if (code === undefined || !LOG_CODES.has(code) || failures.some((known) => known.code === code)) continue;
    const message = line.trim().slice(0, 200);
    failures.push({ code, routine: null, message, line: index + 1, source: 'scheduler log' });
  }
  return failures.slice(0, MOST);
}

const STATUS_OF_CODE: Readonly<Partial<Record<FailureCode, OutputStatus>>> = {
  WALLTIME: 'killed_walltime',
  OUT_OF_MEMORY: 'killed_memory',
  CANCELLED: 'cancelled',
  TRUST_RADIUS_VANISHED: 'aborted_opt_trust_radius',
  OPT_NOT_CONVERGED: 'opt_not_converged',
  SCF_NOT_CONVERGED: 'scf_not_converged',
  SCF_FAILED_IN_OPT: 'aborted_scf_failed_in_opt',
};

const UNEXPLAINED: readonly OutputStatus[] = [
  'incomplete_truncated',
  'aborted',
  'empty_file',
  'not_crystal_output',
];

/** A bare SIGTERM is taken for the time limit only where nobody knows better. */
const isUnexplained = ({ status, failures }: OutputReport): boolean =>
  UNEXPLAINED.includes(status) ||
  (status === 'killed_walltime' && !failures.some(({ code }) => code === 'WALLTIME'));

/** The report with the failures of other witnesses, and the status they explain where the output alone cannot. */
export function withWitnesses(report: OutputReport, told: readonly OutputFailure[]): OutputReport {
  if (told.length === 0) return report;
  const failures = [...report.failures, ...told];
  const cause = told.find(({ code }) => !failureEntry(code).isSymptom);
  if (!cause || !isUnexplained(report)) return { ...report, failures };
  const known = STATUS_OF_CODE[cause.code as FailureCode];
  const status = known ?? (failureEntry(cause.code).isInputError ? 'input_error' : 'aborted');
  const converged = report.executable === 'properties' ? report.converged : false;
  return { ...report, failures, status, converged, energyHartree: null, energyFrom: null };
}
