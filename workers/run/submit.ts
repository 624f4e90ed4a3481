import { join } from 'node:path';
import { foreverMs } from '../../queues/flow.js';
import { CrystalqError, toCrystalqError } from '../../src/errors/crystalq-error.js';
import { jobFiles } from '../../src/scheduler/job-files.js';
import type { Submission } from '../../src/store/store.js';
import { stepOf } from '../../src/steps/registry.js';
import { readClaim } from '../../src/workdir/claim.js';
import { putInPlace } from '../../src/workdir/drafts.js';
import { verifyFile } from '../../src/workdir/verify.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { answerRefusal, passHalt } from '../halts/submission-halt.js';
import { deckName, keptName } from '../step/step-files.js';
import { holdBack, holdBackAll } from './hold-back.js';
import { leaveLine } from './queue-room.js';
import { refuse } from './refuse.js';

/**
 * Saves the intent, submits, saves the id. Returns how long to sleep, in milliseconds. A crash between intent and id
 * leaves `submitting`: the next one to come looks the token up. One that waits for its turn is still `prepared`.
 */
export async function submit(deps: WorkerDeps, { attempt, step }: Submission): Promise<number> {
  try {
    const waitMs = await holdBack(deps, attempt);
    return waitMs > 0 ? waitMs : await submitNow(deps, step, attempt);
  } finally {
    leaveLine(deps.store, attempt);
  }
}

async function submitNow(
  deps: WorkerDeps,
  step: Submission['step'],
  attempt: AttemptRecord,
): Promise<number> {
  const change = await changeOnDisk(step, attempt);
  if (change) {
    await refuse(deps, attempt, change);
    return 0;
  }
  const intent = { isSaved: false };
  // Saved when the turn of the submission has come: look-ups count from there how long it may be under way, and what
  // has waited so long that somebody else took the attempt is not begun.
  const begin = async (): Promise<void> => {
    const { applied } = await deps.store.apply(
      [{ kind: 'attempt', id: attempt.id, to: 'submitting', from: ['prepared'] }],
      by(deps, 'about to submit'),
    );
    if (!applied) throw new InOtherHands();
    intent.isSaved = true;
    leaveLine(deps.store, attempt);
  };
  const { cluster, token, folder, resources } = attempt;
  try {
    if ((await readClaim(folder, token)) !== undefined) {
      // Submitted once, and the store knows no more of it, since it went back to a backup: a look-up adopts the job.
      await begin();
      return 0;
    }
    const scriptPath = join(folder, jobFiles.script);
    const request = { jobName: token, scriptPath, folder, resources, begin };
    const { jobId } = await deps.schedulerOf(cluster).submit(request);
    await adopt(deps, attempt, jobId, `submitted as ${jobId}`);
  } catch (thrown) {
    if (thrown instanceof InOtherHands) return 0;
    if (!intent.isSaved) throw thrown;
    return answer(deps, attempt, toCrystalqError(thrown));
  }
  await passHalt(deps, attempt);
  return foreverMs;
}

class InOtherHands extends Error {}

/** What is submitted is what was written: the error, where deck or script are other files by now. */
async function changeOnDisk(
  step: Submission['step'],
  attempt: AttemptRecord,
): Promise<CrystalqError | undefined> {
  const script = join(attempt.folder, jobFiles.script);
  const deck = join(attempt.folder, deckName(step.name, stepOf(step.type)));
  const verify = async (): Promise<void> => {
    await verifyFile(script, attempt.scriptSha256);
    await verifyFile(deck, attempt.deckSha256);
  };
  try {
    await verify().catch(async () => {
      // The worker that recorded the attempt may have died before it did this.
      const labels = join(attempt.folder, keptName(step.name, 'labels.json'));
      for (const path of [labels, script, deck]) await putInPlace(path, attempt.token);
      await verify();
    });
    return undefined;
  } catch (error) {
    if (error instanceof CrystalqError && error.code === 'FILE_CHANGED') return error;
    throw error;
  }
}

/** Binds the attempt to its job in the scheduler. A job of an attempt that is over meanwhile is ended. */
export async function adopt(
  deps: WorkerDeps,
  attempt: AttemptRecord,
  jobId: string,
  reason: string,
): Promise<void> {
  const { applied } = await deps.store.apply(
    [
      {
        kind: 'attempt',
        id: attempt.id,
        to: 'queued',
        carrier: {
          kind: 'job',
          cluster: attempt.cluster,
          jobName: attempt.token,
          schedulerJobId: jobId,
          arrayIndex: null,
          submittedAt: null,
        },
      },
    ],
    by(deps, reason),
  );
  if (applied) {
    deps.log.info('submitted', { attemptId: attempt.id, schedulerJobId: jobId, cluster: attempt.cluster });
    return;
  }
  const now = await deps.store.attempt(attempt.id);
  if (now?.carrier?.schedulerJobId === jobId) return;
  deps.log.warn('a job that nobody waits for is ended', { attemptId: attempt.id, schedulerJobId: jobId });
  await deps.schedulerOf(attempt.cluster).cancel([jobId]);
}

async function answer(deps: WorkerDeps, attempt: AttemptRecord, error: CrystalqError): Promise<number> {
  switch (error.code) {
    case 'SCHEDULER_BUSY': {
      // Not taken, and no try is used up: the window shrinks until the cluster has room again.
      await deps.store.apply(
        [{ kind: 'attempt', id: attempt.id, to: 'prepared', from: ['submitting'] }],
        by(deps, error.message),
      );
      return holdBackAll(deps, attempt);
    }
    case 'SCHEDULER_MISSING':
      // A fault of this host, not of the job: it waits until there is a worker that can submit.
      await deps.store.apply(
        [{ kind: 'attempt', id: attempt.id, to: 'prepared', from: ['submitting'] }],
        by(deps, error.message),
      );
      deps.log.error('cannot submit from this host', { attemptId: attempt.id, error });
      return deps.config().workflow.retry.submit.capSeconds * 1000;
    case 'SCHEDULER_REFUSED':
      return answerRefusal(deps, attempt, error);
    default:
      // Whatever else happened, the job may exist.
      await deps.store.apply([{ kind: 'attempt', id: attempt.id, to: 'unclear' }], by(deps, error.message));
      deps.log.warn('submission unclear', {
        attemptId: attempt.id,
        code: error.code,
        message: error.message,
      });
      return deps.config().workflow.timeouts.secondLookUpSeconds * 1000;
  }
}
