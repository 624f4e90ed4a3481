import { CrystalqError } from '../errors/crystalq-error.js';
import { providerOf } from './sql/database-url.js';
import { openDatabase } from './sql/open-database.js';

/**
 * Writes a whole and consistent copy of a SQLite store to a new file, while workers go on writing.
 *
 * @throws USAGE for PostgreSQL, which has tools of its own; UNEXPECTED when the target is there already.
 */
export async function backupStore(url: string, targetPath: string): Promise<void> {
  if (providerOf(url) !== 'sqlite')
    throw new CrystalqError('USAGE', 'a store in PostgreSQL is backed up with pg_dump', {
      hint: 'pg_dump --format=custom --file=crystalq.dump DATABASE',
    });
  const database = await openDatabase(url);
  try {
    await database.run('VACUUM INTO $1', [targetPath]);
  } finally {
    await database.close();
  }
}
