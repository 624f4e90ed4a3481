import type { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';

/** The attempt will never become a job: it ends with the reason, and so does its step, since no rule answers that. */
export async function refuse(deps: WorkerDeps, attempt: AttemptRecord, error: CrystalqError): Promise<void> {
  const { code, category, severity, message, details, hint } = error;
  await deps.store.apply(
    [
      {
        kind: 'attempt',
        id: attempt.id,
        to: 'concluded',
        from: ['prepared', 'submitting'],
        set: { verdict: 'failed', failureCode: code, evidence: { message, hint } },
      },
      {
        kind: 'error',
        error: {
          batchId: attempt.batchId,
          materialId: attempt.materialId,
          stepId: attempt.stepId,
          attemptId: attempt.id,
          code,
          category,
          severity,
          message,
          details,
          hint,
        },
      },
    ],
    by(deps, message),
  );
}
