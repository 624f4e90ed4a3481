import { diskHaltId } from '../../src/workflow/halts.js';
import { codes } from '../../src/errors/codes.js';
import { by, type WorkerDeps } from '../deps.js';
import { tellDiskFull } from '../notify/tell-disk-full.js';

/**
 * A disk or quota is full, as our own work or a calculation of a material found: its batch is put on hold, once, and
 * people are told, once. It goes on when there is room again, or when somebody resumes it. A batch that somebody holds
 * already is left alone: it must not go on by itself.
 */
export async function haltForDisk(
  deps: Pick<WorkerDeps, 'store' | 'config' | 'log' | 'actor'>,
  materialId: string | undefined,
  message: string,
): Promise<void> {
  try {
    const batch = materialId === undefined ? undefined : (await deps.store.materialGraph(materialId))?.batch;
    if (batch && !batch.hold) {
      const { id: batchId } = batch;
      const hint = codes.DISK_FULL.remedy;
      const about = { cluster: null, batchId, resources: null, code: 'DISK_FULL', message, hint };
      await deps.store.openHalt({ id: diskHaltId(batchId), kind: 'disk', ...about });
      await deps.store.apply(
        [{ kind: 'batch', id: batchId, set: { hold: true } }],
        by(deps, `on hold, the disk is full: ${message}`),
      );
      deps.log.error('a batch is on hold, the disk is full', { batchId, message });
    }
  } catch (error) {
    // The store may lie on the very disk. The work that failed is tried again all the same.
    deps.log.warn('a batch could not be put on hold for the full disk', { materialId, error });
  }
  await tellDiskFull(deps, message);
}
