import type { Stats } from 'node:fs';
import { lstat, writeFile } from 'node:fs/promises';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { errnoOf, translateDiskErrors } from '../../src/workdir/disk-errors.js';
import { writeAtomic } from '../../src/workdir/write-atomic.js';

/** Writes a file that somebody named. Throws USAGE where it cannot be there, DISK_FULL. */
export async function writeNamed(path: string, text: string): Promise<void> {
  try {
    const found = await lookAt(path);
    if (!found) await writeAtomic(path, text);
    else if (found.isFile()) await writeAtomic(path, text, { mode: found.mode & 0o777 });
    // A device, a pipe or a link: a file in its place would be the end of it, e.g. of /dev/null.
    else await translateDiskErrors(`write ${path}`, () => writeFile(path, text));
  } catch (cause) {
    const reason = reasons[errnoOf(cause) ?? ''];
    if (reason === undefined) throw cause;
    throw new CrystalqError('USAGE', `${path} cannot be written: ${reason}.`, {
      hint: 'Name another file, or make its folder first.',
      cause,
    });
  }
}

async function lookAt(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'you may not write there',
};
