import type { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Change, StepContext } from '../../src/store/store.js';
import { by, type WorkerDeps } from '../deps.js';

/** Ends a step because crystalq could not do its part: a deck it cannot write, a scheduler that refuses for good. */
export async function failStep(deps: WorkerDeps, context: StepContext, error: CrystalqError): Promise<void> {
  const open = context.attempts.at(-1);
  const closing: Change[] =
    open && open.state !== 'concluded'
      ? [
          {
            kind: 'attempt',
            id: open.id,
            to: 'concluded',
            set: { verdict: 'failed', failureCode: error.code },
          },
        ]
      : [];
  await deps.store.apply(
    [
      ...closing,
      {
        kind: 'step',
        id: context.step.id,
        to: 'failed',
        set: { reason: error.message, failureCode: error.code },
      },
      {
        kind: 'error',
        error: {
          batchId: context.batch.id,
          materialId: context.material.id,
          stepId: context.step.id,
          attemptId: open?.id ?? null,
          code: error.code,
          category: error.category,
          severity: error.severity,
          message: error.message,
          details: error.details,
          hint: error.hint,
        },
      },
    ],
    by(deps, error.message),
  );
}
