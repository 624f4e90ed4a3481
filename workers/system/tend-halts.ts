import { countOf, eachPortion } from '../../queues/actions/action.js';
import { wake } from '../../queues/actions/hold.js';
import { jobIds } from '../../queues/names.js';
import { hasRoom } from '../../src/workdir/room.js';
import { isOfScratch, type HaltRecord } from '../../src/workflow/halts.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { stopsSubmission } from '../halts/standing-halts.js';

/** Looks after what stands still: probes what is due, and wakes what slept on a halt that is over. */
export async function tendHalts(deps: WorkerDeps): Promise<number> {
  const halts = await deps.store.halts();
  for (const halt of halts) {
    if (halt.state === 'closing') await finish(deps, halt);
    else if (Date.parse(halt.probeAt) <= Date.now()) await probe(deps, halt);
  }
  return halts.length;
}

/** Repeated until the record is gone: some may have fallen asleep while others were woken. */
async function finish(deps: WorkerDeps, halt: HaltRecord): Promise<void> {
  if (halt.kind === 'submission')
    await eachWaiting(deps, halt, async (attempts) => {
      await wakeRuns(deps, attempts);
      return true;
    });
  else await wakeBatch(deps, halt.batchId);
  await deps.store.forgetHalt(halt.id);
}

/** All that slept on the hold, whoever lifted it and whatever part of the batch they meant. */
async function wakeBatch(deps: WorkerDeps, batchId: string | null): Promise<void> {
  const batch = batchId === null ? undefined : await deps.store.batch(batchId);
  if (!batch || batch.hold) return;
  await eachPortion(deps.store, { batch: batch.id }, async (chosen) => {
    await wake(deps, chosen);
    return countOf(chosen);
  });
}

async function probe(deps: WorkerDeps, halt: HaltRecord): Promise<void> {
  if (halt.kind === 'disk') {
    await probeDisk(deps, halt);
    return;
  }
  // Whichever of them comes first is the probe (`claimProbe`); some may be on hold for another reason.
  const found = await eachWaiting(deps, halt, async (attempts) => {
    await wakeRuns(deps, attempts.slice(0, probers));
    return false;
  });
  // All of them were cancelled: there is nothing to try it with, and nothing that waits.
  if (!found) await deps.store.closeHalt(halt.id);
}

const probers = 5;

async function probeDisk(deps: WorkerDeps, halt: HaltRecord): Promise<void> {
  if (!(await deps.store.claimProbe(halt.id)) || halt.batchId === null) return;
  if (!(await hasRoom(deps.config().paths.workDir))) return;
  const wasHeld = (await deps.store.batch(halt.batchId))?.hold ?? false;
  // Its own hold alone: what somebody paused within the batch stays so.
  await deps.store.apply(
    [{ kind: 'batch', id: halt.batchId, set: { hold: false } }],
    by(deps, isOfScratch(halt) ? 'tried again' : 'there is room on the disk again'),
  );
  if (isOfScratch(halt) && (wasHeld || (await isTrialInQueue(deps, halt.batchId)))) {
    // The batch itself tries. The halt stays until the next probe: whoever fails before it puts the batch on hold for longer.
    await wakeBatch(deps, halt.batchId);
  } else {
    await deps.store.closeHalt(halt.id);
    await finish(deps, halt);
  }
  await deps.queues.request({ v: 1, task: 'release' });
  deps.log.info('a batch goes on, there may be room again', { batchId: halt.batchId });
}

/** The jobs that try wait longer for their turn than for the next probe: nothing is known yet. */
async function isTrialInQueue({ store }: WorkerDeps, batch: string): Promise<boolean> {
  const isAny = async (state: 'queued' | 'running'): Promise<boolean> =>
    (await store.attempts({ batch, attemptState: [state] }, { limit: 1 })).length > 0;
  return (await isAny('queued')) && !(await isAny('running'));
}

/** Attempts looked at in one go. */
const portion = 500;

/** Goes on to the next portion where `work` says so. Returns whether there were any. */
async function eachWaiting(
  { store }: WorkerDeps,
  halt: HaltRecord,
  work: (attempts: readonly AttemptRecord[]) => Promise<boolean>,
): Promise<boolean> {
  let isAny = false;
  // Not by their number: those that are woken are no longer prepared, and others would be passed over.
  for (let afterId = ''; ;) {
    const prepared = await store.attempts({ attemptState: ['prepared'], afterId }, { limit: portion });
    const waiting = prepared.filter((attempt) => stopsSubmission(halt, attempt));
    isAny ||= waiting.length > 0;
    const goesOn = waiting.length === 0 || (await work(waiting));
    const last = prepared.at(-1);
    if (!last || prepared.length < portion || !goesOn) return isAny;
    afterId = last.id;
  }
}

const wakeRuns = ({ queues }: WorkerDeps, attempts: readonly AttemptRecord[]): Promise<void> =>
  queues.promote(
    'run',
    attempts.map(({ id }) => jobIds.run(id)),
  );
