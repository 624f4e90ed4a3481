import { errnoOf, translateDiskErrors } from './disk-errors.js';
import { files } from './files.js';

/**
 * A run folder that is to be begun holds no traces of a run: a claim, an output or an end record there are another
 * calculation's, e.g. of an installation that shared the work folder, and would be taken for our own. The whole folder
 * gets another name beside the old one; nothing of it is lost. Decks that were written halfway are no traces.
 * `isBegun` is asked where there are traces: somebody else may have begun our own run there since; that one stays.
 * `aside` is the new name where there was anything to set aside, `names` what lies in the folder itself now.
 */
export async function setAside(
  folder: string,
  traces: readonly string[],
  suffix: string,
  isBegun: () => Promise<boolean>,
): Promise<{ readonly aside: string | undefined; readonly names: readonly string[] }> {
  return translateDiskErrors(`look into ${folder}`, async () => {
    const names = await namesIn(folder);
    if (!names.some((name) => traces.includes(name)) || (await isBegun())) return { aside: undefined, names };
    const aside = `${folder}-${suffix}`;
    await files().rename(folder, aside);
    return { aside, names: [] };
  });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await files().readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
