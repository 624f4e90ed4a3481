import { join } from 'node:path';
import { errnoOf, translateDiskErrors } from './disk-errors.js';
import { files } from './files.js';

const claimFile = 'claim';

/**
 * The job that runs, or ran, the script of this attempt, by its own word: the first act of a job script is to write
 * `<token> <job id> <host>`. Undefined where no job has begun, or says so just now.
 */
export async function readClaim(folder: string, token: string): Promise<string | undefined> {
  const text = await translateDiskErrors(`read the claim in ${folder}`, async () => {
    try {
      return await files().readFile(join(folder, claimFile), 'utf8');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return '';
      throw error;
    }
  });
  const [, claimedFor, jobId] = /^(\S+) (\S+) \S+\n/.exec(text) ?? [];
  return claimedFor === token ? jobId : undefined;
}
