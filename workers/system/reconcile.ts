import { setTimeout as delay } from 'node:timers/promises';
import { jobIds } from '../../queues/names.js';
import { taskId } from '../../queues/payloads.js';
import { renewFlow } from '../../queues/renew-flow.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import type { MaterialRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { withLease } from '../lease/with-lease.js';
import { removeStrays } from './remove-strays.js';
import { isAlive, wakeSleepers } from './wake-sleepers.js';

/** Materials looked at in one go. */
const portion = 500;

/**
 * Compares Redis with the store and repairs Redis: a released material whose flow is missing, broken off or at its end
 * without a settlement gets a new flow of what is left, and flows that nobody waits for go. The store is never changed
 * to fit Redis.
 */
export async function reconcile(deps: WorkerDeps): Promise<number> {
  // Before the store is looked at: that is always changed first, so that what it does not know by then is no newer.
  const roots = await deps.queues.waitingRoots();
  const current = new Set<string>();
  let repaired = 0;
  let afterId: string | undefined = '';
  while (afterId !== undefined) {
    const released = await deps.store.releasedMaterials({ afterId, limit: portion });
    for (const { id, generation } of released) current.add(jobIds.material(id, generation));
    const missing: Released[] = [];
    const outcomes = await mapLimit(released, 16, async (material) => {
      if (await isRootAlive(deps, material))
        return (await wakeSleepers(deps, material.id)) === 'broken' && rebuild(deps, material.id);
      missing.push(material);
      return false;
    });
    repaired += outcomes.filter(Boolean).length + (await rebuildMissing(deps, missing));
    afterId = released.length < portion ? undefined : released.at(-1)?.id;
  }
  return repaired + (await removeStrays(deps, roots, current));
}

type Released = Pick<MaterialRecord, 'id' | 'generation'>;

/**
 * Whoever lets materials in saves that first and adds their flows then: what is missing may be on its way. While
 * nobody lets any in, what still is missing stays so.
 */
async function rebuildMissing(deps: WorkerDeps, missing: readonly Released[]): Promise<number> {
  if (missing.length === 0) return 0;
  const rebuildOne = async (material: Released): Promise<boolean> =>
    !(await isRootAlive(deps, material)) && (await rebuild(deps, material.id));
  const rebuilt = await withLease(deps, taskId({ v: 1, task: 'release' }), () =>
    mapLimit(missing, 16, rebuildOne),
  );
  if (rebuilt) return rebuilt.filter(Boolean).length;
  // The next round looks through the whole window again: not at once.
  await delay(againMs);
  await deps.queues.request({ v: 1, task: 'reconcile' });
  return 0;
}

const againMs = 1000;

async function isRootAlive({ queues }: WorkerDeps, { id, generation }: Released): Promise<boolean> {
  return isAlive(await queues.byName.material.getJobState(jobIds.material(id, generation)));
}

async function rebuild(deps: WorkerDeps, materialId: string): Promise<boolean> {
  const isRebuilt = await renewFlow(
    deps,
    materialId,
    by(deps, 'its flow was missing in Redis and is built anew'),
  );
  if (isRebuilt) deps.log.warn('flow rebuilt', { materialId });
  return isRebuilt;
}
