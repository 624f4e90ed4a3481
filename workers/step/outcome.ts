import { dirname } from 'node:path';
import type { diagnose } from '../../src/crystal/output/diagnose.js';
import { readSchedulerLog } from '../../src/crystal/output/witnesses.js';
import type { EndRecord } from '../../src/workdir/end-record.js';
import type { VerdictKind } from '../../src/workflow/records.js';

/** What an ended attempt comes to, in the records. */
export interface Outcome {
  readonly verdict: VerdictKind;
  readonly failureCode: string | null;
  readonly evidence: unknown;
  readonly message: string;
  /** Where there was no room. */
  readonly lacksRoomIn?: 'scratch' | 'run folder';
}

/** The verdict on the output, a file that has to be there, and the wish to cancel, together. */
export function outcomeOf(
  verdict: ReturnType<typeof diagnose>,
  missing: string | undefined,
  isCancelWanted: boolean,
): Outcome {
  const evidence = 'evidence' in verdict ? verdict.evidence : null;
  if (verdict.kind === 'succeeded') {
    if (missing === undefined)
      return { verdict: 'succeeded', failureCode: null, evidence, message: 'succeeded' };
    return {
      verdict: 'failed',
      failureCode: 'OUTPUT_FILE_MISSING',
      evidence,
      message: `${missing} was not written`,
    };
  }
  const { message } = verdict;
  const failureCode = 'failure' in verdict ? verdict.failure : verdict.kind === 'lost' ? 'LOST' : null;
  return { verdict: isCancelWanted ? 'cancelled' : verdict.kind, failureCode, evidence, message };
}

/** Where there was no room: the output says it at most by the name of a file. A file left on the node is not lost. */
export function withPlace(
  outcome: Outcome,
  folder: string,
  { record, log }: { readonly record: EndRecord | undefined; readonly log: string | undefined },
): Outcome {
  const { failureCode, message } = outcome;
  const { scratch = null, host = 'the node', notCopied = [] } = record ?? {};
  const isLeft = scratch !== null && notCopied.length > 0;
  if (failureCode === 'OUTPUT_FILE_MISSING' && isLeft) {
    const left = `could not be copied to ${folder}: ${notCopied.join(', ')}, still in ${scratch} of ${host}`;
    const isFull = readSchedulerLog(log ?? '').some(({ code }) => code === 'DISK_FULL');
    const changes = isFull ? ({ failureCode: 'DISK_FULL', lacksRoomIn: 'run folder' } as const) : {};
    return { ...outcome, ...changes, message: left };
  }
  if (failureCode === 'SCRATCH_UNWRITABLE')
    return { ...outcome, message: `${message} (on ${host})`, lacksRoomIn: 'scratch' };
  if (failureCode !== 'DISK_FULL') return outcome;
  return scratch === null || isLeft
    ? { ...outcome, message: `${message} (in ${folder})`, lacksRoomIn: 'run folder' }
    : { ...outcome, message: `${message} (in ${dirname(scratch)} on ${host})`, lacksRoomIn: 'scratch' };
}
