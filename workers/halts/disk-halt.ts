import { diskHaltId } from '../../src/workflow/halts.js';
import { codes } from '../../src/errors/codes.js';
import { by, type WorkerDeps } from '../deps.js';
import { tellDiskFull } from '../notify/tell-disk-full.js';

/** What met no room, and what people can do. */
export interface LackOfRoom {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export const diskFull = (message: string): LackOfRoom => ({
  code: 'DISK_FULL',
  message,
  hint: codes.DISK_FULL.remedy,
});

/**
 * A disk or quota is full, as our own work or a calculation of a material found, or no scratch folder of a node can be
 * used: its batch is put on hold, once, and people are told, once. It is tried again at growing intervals, or when
 * somebody resumes it. A batch that somebody holds already is left alone: it must not go on by itself.
 */
export async function haltForDisk(
  deps: Pick<WorkerDeps, 'store' | 'config' | 'log' | 'actor'>,
  materialId: string | undefined,
  lack: LackOfRoom,
): Promise<void> {
  const { message } = lack;
  try {
    const batch = materialId === undefined ? undefined : (await deps.store.materialGraph(materialId))?.batch;
    if (batch && !batch.hold) {
      const { id: batchId } = batch;
      const about = { cluster: null, batchId, resources: null, ...lack };
      await deps.store.openHalt({ id: diskHaltId(batchId), kind: 'disk', ...about });
      await deps.store.apply(
        [{ kind: 'batch', id: batchId, set: { hold: true } }],
        by(deps, `on hold, there is no room: ${message}`),
      );
      deps.log.error('a batch is on hold, there is no room', { batchId, message });
    }
  } catch (error) {
    // The store may lie on the very disk. The work that failed is tried again all the same.
    deps.log.warn('a batch without room could not be put on hold', { materialId, error });
  }
  await tellDiskFull(deps, lack);
}
