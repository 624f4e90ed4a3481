import { open, type FileHandle } from 'node:fs/promises';
import { CrystalqError, toCrystalqError } from '../../errors/crystalq-error.js';

/**
 * Syncs SQLite's write-ahead log, which is what `synchronous = FULL` does at the end of each commit, except that there
 * the whole process waits for the disk. Commits that come while a sync is under way share the next one.
 *
 * The log is one and the same file for as long as a connection is open: only the last connection to close removes it.
 * SQLite holds no locks on this file that closing it could drop.
 *
 * What could not be written when a sync failed may be lost, and the system says so once: the next sync succeeds, though
 * the log has a hole behind which SQLite reads nothing after a power cut. Hence those who wait for the failed one are
 * told, and none counts after it before SQLite has moved the whole log into the database and synced that (`moveLog`).
 */
export function createLogSync(path: string, moveLog: () => Promise<void>) {
  let file: FileHandle | undefined;
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let mayHaveHole = false;

  async function datasync(): Promise<void> {
    try {
      if (mayHaveHole) await moveLog();
      mayHaveHole = false;
      file ??= await open(path, 'r');
      await file.datasync();
    } catch (thrown) {
      mayHaveHole = true;
      await close();
      throw notOnDisk(path, thrown);
    }
  }

  async function close(): Promise<void> {
    const closing = file;
    file = undefined;
    // Nothing is written through it: there is nothing that could be lost in closing.
    await closing?.close().catch(() => undefined);
  }

  function start(): Promise<void> {
    next = undefined;
    current = datasync().finally(() => (current = undefined));
    return current;
  }

  return {
    /** Resolves when all that was committed before the call is on disk. */
    sync: (): Promise<void> => {
      if (!current) return start();
      // The one under way may have begun before the commit.
      next ??= current.then(start, start);
      return next;
    },
    close,
  };
}

/** The fault of the disk, hence of all who share the commit: none of them may be run again as if it alone had failed. */
function notOnDisk(path: string, thrown: unknown): CrystalqError {
  const { code, message } = toCrystalqError(thrown);
  return new CrystalqError(
    code === 'DISK_FULL' ? code : 'STORE_UNREACHABLE',
    `it is not known whether ${path} is on disk: ${message}`,
    { cause: thrown },
  );
}
