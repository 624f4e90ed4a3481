import { CrystalqError } from '../errors/crystalq-error.js';
import { errnoOf } from './disk-errors.js';
import { files } from './files.js';

/** A file that the records know is not there, or not with its content. */
export const missingFile = (path: string, what: string, cause?: unknown): CrystalqError =>
  new CrystalqError('FILE_MISSING', `${path} ${what}.`, {
    details: { path },
    hint: 'See what removes files from the run folders. Rerun the step.',
    cause,
  });

/** Work on a recorded file. Throws FILE_MISSING where that is gone, or its folder; other errors pass. */
export async function onRecorded<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  try {
    return await work(path);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno !== 'ENOENT' && errno !== 'ENOTDIR') throw error;
    throw missingFile(path, 'is gone since it was written', error);
  }
}

/** The text of a recorded file. Throws FILE_MISSING. */
export const readRecorded = (path: string): Promise<string> =>
  onRecorded(path, (there) => files().readFile(there, 'utf8'));
