import { setTimeout as delay } from 'node:timers/promises';
import { CrystalqError, isDiskFull } from '../errors/crystalq-error.js';

/** A network file system lost its handle or had a hiccup: the same call on a freshly opened file may work. */
const staleCodes = new Set(['ESTALE', 'EIO', 'ETIMEDOUT']);
const delaysMs = [50, 250, 1000];

/** `errno` word of an error of the file system, e.g. ENOENT. */
export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/**
 * Runs work on files. Stale handles and I/O errors are tried again from the start (`work` has to open its files
 * itself), a full disk or quota becomes DISK_FULL; everything else passes.
 */
export async function translateDiskErrors<T>(what: string, work: () => Promise<T>): Promise<T> {
  for (const delayMs of [...delaysMs, undefined]) {
    try {
      return await work();
    } catch (error) {
      const errno = errnoOf(error) ?? '';
      if (isDiskFull(error))
        throw new CrystalqError('DISK_FULL', `Could not ${what}: ${errno}.`, { cause: error });
      if (!staleCodes.has(errno) || delayMs === undefined) throw error;
      await delay(delayMs);
    }
  }
  throw new Error('unreachable: the last try returns or throws');
}
