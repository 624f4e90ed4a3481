import type { CrystalqError } from '../../src/errors/crystalq-error.js';
import { writtenAnew } from '../../src/store/written-anew.js';
import { refusalClass, type RefusalClass } from '../../src/workflow/halts.js';
import { isOutdated } from '../../src/workflow/outdated.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { notify } from '../notify/notify.js';
import { refuse } from '../run/refuse.js';
import { untilWokenMs } from '../sleep.js';
import { countRefusal, forgetRefusals } from './refusal-count.js';
import { haltOf, lookAgain, type Asked } from './standing-halts.js';

/** How long to wait because jobs like this one are refused, in milliseconds; 0: none is, or a probe is due. */
export async function waitAtHalt({ store }: WorkerDeps, attempt: Asked): Promise<number> {
  const halt = await haltOf(store, attempt);
  return halt && Date.parse(halt.probeAt) > Date.now() ? untilWokenMs() : 0;
}

/** Of those that come when a probe is due one passes: 0. Asked last, when nothing else stands in the way of it. */
export async function claimProbe(deps: WorkerDeps, attempt: AttemptRecord): Promise<number> {
  const halt = await haltOf(deps.store, attempt);
  if (!halt) return 0;
  if (!(await deps.store.claimProbe(halt.id))) return untilWokenMs();
  lookAgain(deps.store);
  deps.log.info('a submission probes whether its kind is still refused', {
    attemptId: attempt.id,
    halt: halt.id,
  });
  return 0;
}

/**
 * The scheduler refused the job. It goes back to wait, and no attempt is used up; when it is not the only one, its
 * class halts and people are told once. Returns how long to sleep, in milliseconds.
 */
export async function answerRefusal(
  deps: WorkerDeps,
  attempt: AttemptRecord,
  error: CrystalqError,
): Promise<number> {
  const now = await deps.store.submission(attempt.id);
  if (now && isOutdated(attempt, now.step)) {
    // What it asked for is not wanted any more: nobody has to hear that it is refused.
    await deps.store.apply(writtenAnew(attempt, ['submitting']), by(deps, error.message));
    return 0;
  }
  const about = error.details['about'] === 'access' ? 'access' : 'job';
  const refused = refusalClass(attempt.cluster, attempt.resources, about);
  const outcome = countRefusal(deps.store, refused.id, { stepId: attempt.stepId, about });
  if (outcome === 'fail') {
    await refuse(deps, attempt, error);
    return 0;
  }
  await deps.store.apply(
    [{ kind: 'attempt', id: attempt.id, to: 'prepared', from: ['submitting'] }],
    by(deps, error.message),
  );
  if (outcome === 'again') return deps.config().workflow.retry.submit.delaySeconds * 1000;
  await halt(deps, refused, error);
  return untilWokenMs();
}

async function halt(
  deps: WorkerDeps,
  { id, cluster, resources }: RefusalClass,
  { code, message, hint }: CrystalqError,
): Promise<void> {
  const record = { id, kind: 'submission', cluster, batchId: null, resources, code, message, hint } as const;
  const isNew = await deps.store.openHalt(record);
  lookAgain(deps.store);
  if (!isNew) return;
  deps.log.error('submissions are halted', { cluster, halt: id, code, answer: message });
  await notify(deps, {
    kind: 'clusterTrouble',
    severity: 'high',
    title: `Cluster ${cluster} refuses jobs`,
    text: `${message} ${hint} Such steps wait, nothing is lost; one of them tries again every now and then. When it is mended: crystalq resume --all.`,
    batchId: null,
    materialId: null,
  });
}

/** The scheduler took a job: a halt in the way of its kind is over, and those that sleep on it are woken. */
export async function passHalt(deps: WorkerDeps, attempt: AttemptRecord): Promise<void> {
  const { cluster, resources } = attempt;
  forgetRefusals(
    deps.store,
    (['access', 'job'] as const).map((about) => refusalClass(cluster, resources, about).id),
  );
  const halt = await haltOf(deps.store, attempt);
  if (!halt || !(await deps.store.closeHalt(halt.id))) return;
  lookAgain(deps.store);
  await deps.queues.request({ v: 1, task: 'halts' });
  deps.log.info('submissions go on', { cluster, halt: halt.id });
  await notify(deps, {
    kind: 'clusterTrouble',
    severity: 'low',
    title: `Cluster ${cluster} takes jobs again`,
    text: `A job of the kind that was refused has been taken; the others follow.`,
    batchId: null,
    materialId: null,
  });
}
