import type { MaterialRecord } from '../../src/workflow/records.js';
import { isMaterialSettled, type MaterialState } from '../../src/workflow/states.js';
import { notify, type NotifyDeps } from './notify.js';

/** After a material was settled by this process: that it failed, and that its batch is done with it. */
export async function tellSettled(
  deps: NotifyDeps,
  material: Pick<MaterialRecord, 'id' | 'batchId' | 'label'>,
  state: MaterialState,
  reason: string | null,
): Promise<void> {
  if (state === 'failed')
    await notify(deps, {
      kind: 'materialFailed',
      severity: 'medium',
      title: `${material.label} failed`,
      text: `${material.label} (${material.id}) failed${reason === null ? '' : `: ${reason}`}`,
      batchId: material.batchId,
      materialId: material.id,
    });
  try {
    if (await hasSettledBatch(deps, material)) await tellBatch(deps, material.batchId);
  } catch (error) {
    deps.log.warn('it is not known whether the batch is settled', { batchId: material.batchId, error });
  }
}

/** Events around the end of a batch that are looked through. */
const recentEvents = 100;

/**
 * Of several materials that are settled at a time, one is the last: the one whose event stands before that of the
 * batch. So each settling is told once, whoever else looks.
 */
async function hasSettledBatch(
  { store }: NotifyDeps,
  material: Pick<MaterialRecord, 'id' | 'batchId'>,
): Promise<boolean> {
  if ((await store.batch(material.batchId))?.state !== 'settled') return false;
  const events = await store.events({ batch: material.batchId }, { limit: recentEvents });
  const settling = events.findIndex(({ entity, to }) => entity === 'batch' && to === 'settled');
  if (settling < 0) return false;
  const last = events
    .slice(settling)
    .find(({ entity, to }) => entity === 'material' && isMaterialSettled(to as MaterialState));
  return last?.materialId === material.id;
}

async function tellBatch(deps: NotifyDeps, batchId: string): Promise<void> {
  const [batch, { materials }] = await Promise.all([
    deps.store.batch(batchId),
    deps.store.counts({ batch: batchId }),
  ]);
  const outcome = Object.entries(materials)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
  await notify(deps, {
    kind: 'batchSettled',
    severity: 'low',
    title: `Batch ${batch?.name ?? batchId} is settled`,
    text: `Batch ${batch?.name ?? batchId} (${batchId}): ${outcome}.`,
    batchId,
    materialId: null,
  });
}
