import { dirname } from 'node:path';
import { sqliteFileOf } from '../../src/config/config.js';
import { hasFreeSpace } from '../../src/workdir/room.js';
import { notify, type Notification, type NotifyDeps } from './notify.js';

/** A full disk fails everything at once; people are told of it once in this time. */
const againAfterSeconds = 3600;

let calls = 0;

/** A disk or quota is full, or scratch folders cannot be used, as our own work or a calculation found. */
export const tellDiskFull = (
  deps: NotifyDeps,
  { code, message, hint }: { readonly code: string; readonly message: string; readonly hint: string },
): Promise<void> =>
  tellOnce(deps, 'told-disk-full', {
    title: code === 'DISK_FULL' ? 'A disk or quota is full' : 'A node has no scratch folder for its jobs',
    text: `${message.replace(/\.$/, '')}. ${hint} What is on hold for it is tried again by itself, or with crystalq resume.`,
  });

/** The disk of the store, before it is full: then nothing could be saved, not even what people are told. */
export async function tellStoreDisk(deps: NotifyDeps): Promise<void> {
  const file = sqliteFileOf(deps.config());
  if (file === undefined) return;
  const folder = dirname(file);
  try {
    if (await hasFreeSpace(folder)) return;
  } catch (error) {
    deps.log.warn('it is not known whether there is room for the store', { folder, error });
    return;
  }
  deps.log.error('the disk of the store is nearly full', { folder });
  await tellOnce(deps, 'told-store-disk', {
    title: 'The disk of the store is nearly full',
    text: `There is hardly any room left in ${folder}. When it is full everything stands still: free space.`,
  });
}

async function tellOnce(
  deps: NotifyDeps,
  lease: string,
  told: Pick<Notification, 'title' | 'text'>,
): Promise<void> {
  try {
    // Another holder each time: whoever holds it has told, even this process.
    const holder = `${deps.actor}#${calls++}`;
    if (!(await deps.store.acquireLease(lease, holder, againAfterSeconds))) return;
  } catch (error) {
    // The store may lie on the very disk: told twice is better than not at all.
    deps.log.debug('it is not known whether the full disk was told', { error });
  }
  await notify(deps, { kind: 'diskFull', severity: 'critical', ...told, batchId: null, materialId: null });
}
