import { basename, dirname, join } from 'node:path';
import { errnoOf, translateDiskErrors } from './disk-errors.js';
import { files } from './files.js';

/**
 * A worker that stood still for long may go on while another one, which took over, has written the same files anew. So
 * each writes under a name of its own. Drafts of the attempt that was recorded are put in place, by whoever comes first,
 * and those of others never.
 */
export const draftOf = (path: string, token: string): string =>
  join(dirname(path), `.${basename(path)}.${token}`);

export const removeDraft = (path: string, token: string): Promise<void> =>
  files().remove(draftOf(path, token));

/**
 * Of the names in a run folder, the drafts of this attempt. With another one recorded, those that lay there before will never
 * be put in place: their workers died, or could not record them and will not any more.
 */
export const draftsAmong = (names: readonly string[], attemptId: string): string[] =>
  names.filter((name) => name.startsWith('.') && name.includes(`.${attemptId}-`));

/** Safe to repeat: where there is no draft it is in place already. */
export async function putInPlace(path: string, token: string): Promise<void> {
  await translateDiskErrors(`write ${path}`, async () => {
    try {
      await files().rename(draftOf(path, token), path);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
  });
}
