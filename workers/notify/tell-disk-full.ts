import { notify, type NotifyDeps } from './notify.js';

/** A full disk fails everything at once; people are told of it once in this time. */
const againAfterSeconds = 3600;

let calls = 0;

/** A disk or quota is full, as our own work or a calculation found. */
export async function tellDiskFull(deps: NotifyDeps, message: string): Promise<void> {
  try {
    // Another holder each time: whoever holds it has told, even this process.
    const holder = `${deps.actor}#${calls++}`;
    if (!(await deps.store.acquireLease('told-disk-full', holder, againAfterSeconds))) return;
  } catch (error) {
    // The store may lie on the very disk: told twice is better than not at all.
    deps.log.debug('it is not known whether the full disk was told', { error });
  }
  await notify(deps, {
    kind: 'diskFull',
    severity: 'critical',
    title: 'A disk or quota is full',
    text: `${message} Free space: what is on hold for it then goes on by itself, or with crystalq resume.`,
    batchId: null,
    materialId: null,
  });
}
