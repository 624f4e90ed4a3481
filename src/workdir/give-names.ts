import { errnoOf, translateDiskErrors } from './disk-errors.js';
import type { EndRecord } from './end-record.js';
import { files } from './files.js';
import { fileIn } from './paths.js';

/**
 * Files of a program that ran in the run folder itself have the names it gave them (`fort.9`) until whoever reads the
 * end record gives them theirs (`OPT.f9`). Safe to repeat.
 * Throws PATH_FORBIDDEN, DISK_FULL.
 */
export async function giveNames(folder: string, renames: EndRecord['renames']): Promise<void> {
  for (const [from, to] of renames) {
    await translateDiskErrors(`rename ${from} in ${folder}`, async () => {
      try {
        await files().rename(fileIn(folder, from), fileIn(folder, to));
      } catch (error) {
        // It has its name already.
        if (errnoOf(error) !== 'ENOENT') throw error;
      }
    });
  }
}
