import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { errnoOf } from '../../src/workdir/disk-errors.js';

/** Writes a file that somebody named. Throws USAGE where it cannot be there; a full disk passes. */
export async function writeNamed(path: string, write: (path: string) => Promise<unknown>): Promise<void> {
  try {
    await write(path);
  } catch (cause) {
    const reason = reasons[errnoOf(cause) ?? ''];
    if (reason === undefined) throw cause;
    throw new CrystalqError('USAGE', `${path} cannot be written: ${reason}.`, {
      hint: 'Name another file, or make its folder first.',
      cause,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not write there',
  EROFS: 'you may not write there',
};
