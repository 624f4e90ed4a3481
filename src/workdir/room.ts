import { randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { CrystalqError } from '../errors/crystalq-error.js';
import { temporaryNameFor, writeAtomic } from './write-atomic.js';

const mebibyte = 1024 ** 2;
/** Below this a folder counts as full: a few decks more, and it is. */
export const leastFreeBytes = 200 * mebibyte;
export const leastFreeFiles = 1000;

/** True where the folder takes files again: its file system has room, and a quota lets a file be written. */
export const hasRoom = async (folder: string): Promise<boolean> =>
  (await hasFreeSpace(folder)) && canWrite(temporaryNameFor(join(folder, 'room')));

/** What its file system says. Quotas are not always part of that. */
export async function hasFreeSpace(folder: string): Promise<boolean> {
  const { bavail, bsize, ffree, files } = await statfs(folder);
  // Some file systems count no files; they have no limit of them.
  return bavail * bsize >= leastFreeBytes && (files === 0 || ffree >= leastFreeFiles);
}

/** Random bytes: file systems that compress would find room for zeros. */
async function canWrite(path: string): Promise<boolean> {
  try {
    await writeAtomic(path, randomBytes(4 * mebibyte));
    return true;
  } catch (error) {
    if (error instanceof CrystalqError && error.code === 'DISK_FULL') return false;
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}
