import { failureCodes, type FailureCode } from '../../src/crystal/output/failure-codes.js';
import { codes, type ErrorCode } from '../../src/errors/codes.js';
import type { StepContext } from '../../src/store/store.js';
import type { AttemptRecord, ErrorRecord } from '../../src/workflow/records.js';

/** The record of a calculation that ended badly, with the remedy of its failure code. */
export function failureError(
  { batch, material, step }: StepContext,
  attempt: AttemptRecord,
  code: string,
  message: string,
): Omit<ErrorRecord, 'id' | 'at'> {
  return {
    batchId: batch.id,
    materialId: material.id,
    stepId: step.id,
    attemptId: attempt.id,
    code,
    category: 'calculation',
    severity: 'medium',
    message,
    details: { folder: attempt.folder, exitCode: attempt.exitCode, schedulerState: attempt.schedulerState },
    hint: remedyOf(code),
  };
}

export function remedyOf(code: string): string {
  if (isFailureCode(code)) return failureCodes[code].remedy;
  return isErrorCode(code) ? codes[code].remedy : 'Look at the output in the run folder.';
}

const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(failureCodes, code);
const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(codes, code);
