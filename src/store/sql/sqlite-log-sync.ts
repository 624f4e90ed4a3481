import { open, type FileHandle } from 'node:fs/promises';
import { translateDatabaseError } from './translate-error.js';

/**
 * Syncs SQLite's write-ahead log, which is what `synchronous = FULL` does at the end of each commit, except that there
 * the whole process waits for the disk. Commits that come while a sync is under way share the next one.
 *
 * The log is one and the same file for as long as a connection is open: only the last connection to close removes it.
 * SQLite holds no locks on this file that closing it could drop.
 */
export function createLogSync(path: string) {
  let file: Promise<FileHandle> | undefined;
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function datasync(): Promise<void> {
    try {
      file ??= open(path, 'r');
      await (await file).datasync();
    } catch (thrown) {
      file = undefined;
      throw translateDatabaseError(thrown);
    }
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
    close: async (): Promise<void> => {
      await (await file)?.close();
    },
  };
}
