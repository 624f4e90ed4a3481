import type { CrystalqError } from '../../src/errors/crystalq-error.js';
import { writtenAnew } from '../../src/store/written-anew.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { refuse } from './refuse.js';

/** Looks before a missing file counts as gone: network file systems show some files late. */
export const looksForFiles = 3;
/** How often a step's files are written anew: whatever removes them would do it for ever. */
const mostRewrites = 3;

/**
 * Deck or script of a prepared attempt are gone. Where they come from the structure or the step before alone, the
 * attempt ends, does not count, and the step writes another one. What recovery has changed is lost with its deck: then
 * the step fails, with what to do.
 *
 * @throws `error`, where the records are no longer those that were read: whoever comes next looks anew, after a while.
 */
export async function answerMissingFiles(
  deps: WorkerDeps,
  attempt: AttemptRecord,
  error: CrystalqError,
): Promise<void> {
  const context = await deps.store.stepContext(attempt.stepId);
  if (!context) return;
  const rewrites = context.attempts.filter(({ failureCode }) => failureCode === 'FILE_MISSING').length;
  if (attempt.change !== null || rewrites >= mostRewrites) {
    await refuse(deps, attempt, error);
    return;
  }
  const verdict = {
    verdict: 'failed',
    failureCode: error.code,
    evidence: { message: error.message },
  } as const;
  const { applied } = await deps.store.apply(
    writtenAnew(attempt, ['prepared'], verdict),
    by(deps, `${error.message} It is written anew.`),
  );
  if (!applied) throw error;
  deps.log.warn('files of an attempt are gone, it is written anew', {
    attemptId: attempt.id,
    message: error.message,
  });
}
