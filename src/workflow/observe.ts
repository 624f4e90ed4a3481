import { isJobOpen, isJobOver, type JobReport } from './job-report.js';
import type { AttemptRecord } from './records.js';

/** The end record that the job script wrote into the run folder. */
export interface EndWitness {
  readonly exitCode: number;
  /** USR2: the script was warned that its walltime is nearly over, and saved its files. */
  readonly signal: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
}

export interface Witnesses {
  readonly report: JobReport | undefined;
  /** Both queue and accounting answered. */
  readonly isReportComplete: boolean;
  readonly endRecord: EndWitness | undefined;
  /** Seconds since the submission was saved (store's clock). */
  readonly ageSeconds: number;
  /** Seconds since a poll first saw the job over or an end record of it, by a monotonic clock. */
  readonly overForSeconds: number;
}

export interface Patience {
  /** How long the end record, the accounting or a network file system may lag behind. */
  readonly settleSeconds: number;
  /** When a job that no witness knows counts as lost. */
  readonly lostAfterSeconds: number;
}

export interface Observation {
  readonly to: 'queued' | 'running' | 'ended';
  readonly reason: string;
  readonly set: Partial<Pick<AttemptRecord, 'schedulerState' | 'exitCode' | 'startedAt' | 'endedAt'>>;
}

/**
 * What the witnesses of a job (queue or accounting, and end record) allow to say about its attempt; undefined: nothing
 * new, look again. Absence from the queue alone proves nothing, and an unmapped state is never an end.
 */
export function observe(
  attempt: Pick<AttemptRecord, 'state'>,
  witnesses: Witnesses,
  patience: Patience,
): Observation | undefined {
  const { report, endRecord } = witnesses;
  const isOver = report !== undefined && isJobOver(report.phase);
  if (endRecord && (endRecord.exitCode === 0 || isOver || isSilent(witnesses, patience))) {
    return endedBy(endRecord, report);
  }
  if (isOver) {
    if (report.phase === 'completed' && !endRecord && witnesses.overForSeconds < patience.settleSeconds)
      return undefined;
    return {
      to: 'ended',
      reason: `${report.witness} says ${report.state}`,
      set: {
        schedulerState: report.state,
        exitCode: report.exitCode,
        endedAt: report.endedAt,
        ...(report.startedAt ? { startedAt: report.startedAt } : {}),
      },
    };
  }
  if (report) return moved(attempt, report);
  const isLost =
    !endRecord && witnesses.isReportComplete && witnesses.ageSeconds >= patience.lostAfterSeconds;
  return isLost
    ? { to: 'ended', reason: 'no witness knows the job', set: { schedulerState: 'LOST' } }
    : undefined;
}

/**
 * A failed script waits a moment for the scheduler's word, which alone tells OUT_OF_MEMORY from a crash. Where that word
 * is that the job waits or runs, its record is that of an earlier life: it was requeued, and will be calculated.
 */
function isSilent(
  { report, isReportComplete, overForSeconds }: Witnesses,
  { settleSeconds }: Patience,
): boolean {
  const isOpen = report !== undefined && isJobOpen(report.phase);
  return isReportComplete && !isOpen && overForSeconds >= settleSeconds;
}

function endedBy(record: EndWitness, report: JobReport | undefined): Observation {
  return {
    to: 'ended',
    reason: `end record, exit code ${record.exitCode}`,
    set: {
      schedulerState:
        record.signal === 'USR2' ? 'TIMEOUT' : report && isJobOver(report.phase) ? report.state : null,
      exitCode: record.exitCode,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
    },
  };
}

function moved(attempt: Pick<AttemptRecord, 'state'>, report: JobReport): Observation | undefined {
  const to = report.phase === 'running' ? 'running' : report.phase === 'pending' ? 'queued' : undefined;
  if (to === undefined || to === attempt.state) return undefined;
  return {
    to,
    reason: `${report.witness} says ${report.state}`,
    set: { schedulerState: report.state, ...(report.startedAt ? { startedAt: report.startedAt } : {}) },
  };
}
