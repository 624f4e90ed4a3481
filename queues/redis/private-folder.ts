import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { CrystalqError } from '../../src/errors/crystalq-error.js';

/**
 * Makes a folder that only the user can enter, or checks that it is one. Throws PATH_FORBIDDEN for a link, another
 * owner's folder or something that is no folder: in /tmp somebody else may have been first.
 */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const user = process.getuid?.();
  if (!found.isDirectory() || (user !== undefined && found.uid !== user))
    throw new CrystalqError('PATH_FORBIDDEN', `${path} is not a folder of this user`, {
      hint: 'Remove it, or choose another paths.dataDir.',
    });
  if ((found.mode & 0o077) !== 0) chmodSync(path, 0o700);
}
