import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from '../config/package-folder.js';
import type { Provider } from './sql/database.js';

export interface Migration {
  /** `20261121090000_first`: the folder's name. */
  readonly name: string;
  readonly text: string;
}

/** In the order they are applied. */
export async function loadMigrations(provider: Provider): Promise<Migration[]> {
  const folder = join(packageFolder(), 'prisma', 'migrations', provider);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      text: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}
