import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { CrystalqError } from '../errors/crystalq-error.js';
import { errnoOf, translateDiskErrors } from './disk-errors.js';
import { files } from './files.js';
import { digestFile, type FileDigest } from './sha256.js';
import { temporaryNameFor } from './write-atomic.js';

export interface StagedFile {
  /** Absolute paths. */
  readonly from: string;
  readonly to: string;
  /** What was recorded when the producer ended. */
  readonly expected: FileDigest;
}

/**
 * Brings a producer's file into a consumer's folder, whole and verified, or not at all: linked where both lie in one
 * file system (nothing is copied then; programs that write a file of that name must get `mode: 'copy'`), else copied
 * and synced. Safe to repeat: a right file that is already there stays.
 * Throws FILE_MISSING, FILE_CHANGED, DISK_FULL.
 */
export async function stageFile(file: StagedFile, mode: 'link' | 'copy'): Promise<void> {
  if (await isAlreadyThere(file)) return;
  const temporary = temporaryNameFor(file.to);
  await translateDiskErrors(`stage ${file.from} as ${file.to}`, async () => {
    try {
      await files().makeFolder(dirname(file.to));
      await bring(file.from, temporary, mode);
      await verify(file, temporary);
      await files().rename(temporary, file.to);
    } finally {
      // After the rename there is nothing of that name; two links of one file survive a rename, hence always.
      await files().remove(temporary);
    }
  });
}

async function isAlreadyThere({ to, expected }: StagedFile): Promise<boolean> {
  try {
    if ((await files().stat(to)).size !== expected.sizeBytes) return false;
    return (await digestFile(to)).sha256 === expected.sha256;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function bring(from: string, to: string, mode: 'link' | 'copy'): Promise<void> {
  try {
    if (mode === 'link') {
      await files().link(from, to);
      return;
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw missing(from, error);
    // Another file system, no hard links there, or too many of them: copy.
  }
  try {
    // A reflink where the file system can, which shares the blocks until one of the two is written.
    await files().copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  } catch (error) {
    throw errnoOf(error) === 'ENOENT' ? missing(from, error) : error;
  }
  const copy = await files().open(to, 'r+');
  try {
    await copy.sync();
  } finally {
    await copy.close();
  }
}

async function verify({ from, expected }: StagedFile, copy: string): Promise<void> {
  const found = await digestFile(copy);
  if (found.sha256 === expected.sha256 && found.sizeBytes === expected.sizeBytes) return;
  throw new CrystalqError(
    'FILE_CHANGED',
    `${from} is not the file that was recorded: ${found.sizeBytes} bytes, sha256 ${found.sha256.slice(0, 12)}..., ` +
      `recorded ${expected.sizeBytes} bytes, ${expected.sha256.slice(0, 12)}...`,
    { details: { path: from, found, expected } },
  );
}

const missing = (path: string, cause: unknown): CrystalqError =>
  new CrystalqError('FILE_MISSING', `${path} is not there to be staged.`, { details: { path }, cause });
