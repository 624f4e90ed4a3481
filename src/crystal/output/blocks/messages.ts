/*
 *  ERROR **** INP12B **** INCONSISTENT ITOL SIZE
 *  WARNING **** GAUNOV **** GAUSSIAN EXPONENT LESS THAN 0.12 - PERHAPS TOO DIFFUSE
 * application called MPI_Abort(MPI_COMM_WORLD, 1) - process 7
 * slurmstepd: error: *** JOB 24 ON node7 CANCELLED AT 2024-06-02T10:00:00 DUE TO TIME LIMIT ***
 *
 * The routine may be lower case. A bare ERROR, MPI or FAILED means nothing: MPI stands in every banner.
 */
import { detached } from '../detached.js';
import { classifyMessage } from '../failure-codes.js';
import { anywhere, oneLine, type Landmark } from '../landmarks.js';
import type { OutputFailure, OutputNotice } from '../report.js';
import type { RunDraft } from '../run-draft.js';

const MOST_FAILURES = 50;
const MOST_WARNINGS = 100;

export interface MessagesDraft {
  readonly failures: OutputFailure[];
  readonly warnings: Map<string, OutputNotice>;
}

export const newMessages = (): MessagesDraft => ({ failures: [], warnings: new Map() });

const ERROR_LINE = /^\s*ERROR \*{4} (.*?) \*{4}\s*(.*?)\s*$/;

export function readErrorLine(text: string): Pick<OutputFailure, 'code' | 'routine' | 'message'> | undefined {
  const match = ERROR_LINE.exec(text);
  if (!match) return undefined;
  const routine = match[1]?.trim() ?? '';
  const message = match[2] ?? '';
  return { code: classifyMessage(`${routine} **** ${message}`) ?? 'UNKNOWN', routine, message };
}

export function addFailure(draft: MessagesDraft, failure: Omit<OutputFailure, 'source'>): void {
  if (draft.failures.length < MOST_FAILURES) {
    const message = detached(failure.message);
    draft.failures.push({ ...failure, message, source: 'output' });
  }
}

/** A later success takes the failure back: it is a remark from then on. */
export function withdrawFailure(draft: MessagesDraft, code: string): void {
  const index = draft.failures.findIndex((failure) => failure.code === code && failure.routine === null);
  const [withdrawn] = index === -1 ? [] : draft.failures.splice(index, 1);
  if (withdrawn) addWarning(draft, null, withdrawn.message, withdrawn.line ?? 0);
}

function noteError(draft: RunDraft, text: string, line: number): void {
  const error = readErrorLine(text);
  if (error) addFailure(draft.messages, { ...error, line });
}

const WARNING_LINE = /^\s*WARNING \*{4} (.*?) \*{4}\s*(.*?)\s*$/;

function noteWarning(draft: RunDraft, text: string, line: number): void {
  const match = WARNING_LINE.exec(text);
  if (!match) return;
  addWarning(draft.messages, match[1] ?? null, match[2] ?? '', line);
}

export function addWarning(
  draft: MessagesDraft,
  routine: string | null,
  message: string,
  line: number,
): void {
  const key = `${routine ?? ''} ${message}`;
  const before = draft.warnings.get(key);
  if (!before && draft.warnings.size >= MOST_WARNINGS) return;
  if (before) draft.warnings.set(key, { ...before, count: before.count + 1 });
  else draft.warnings.set(detached(key), { routine, message: detached(message), line, count: 1 });
}

/** Text of MPI, the compiler's run-time system, the scheduler or the shell that got into the output. */
function noteForeign(draft: RunDraft, text: string, line: number): void {
  const code = classifyMessage(text);
  if (code !== undefined) addFailure(draft.messages, { code, routine: null, message: text.trim(), line });
}

const foreign = (prefix: string): Landmark => anywhere(oneLine(prefix, noteForeign));

export const messageLandmarks: readonly Landmark[] = [
  anywhere(oneLine('ERROR **** ', noteError)),
  oneLine('WARNING **** ', noteWarning),
  foreign('application called MPI_Abort'),
  foreign('MPI_ABORT was invoked'),
  foreign('Abort(1) on node'),
  foreign('rank '),
  foreign('forrtl: '),
  foreign('Program received signal'),
  foreign('=>> PBS: job killed'),
  foreign('slurmstepd'),
  foreign('srun: error'),
  foreign('mpirun'),
  foreign('mpiexec'),
  foreign('= '),
  foreign('KILLED BY SIGNAL'),
  foreign('SCF abnormal end'),
  foreign('No space left'),
  foreign('Fortran runtime error'),
  foreign('At line '),
  foreign('Error termination'),
  foreign('DISTANCE BETWEEN ATOMS'),
  foreign('END OF DATA IN INPUT DECK'),
];
