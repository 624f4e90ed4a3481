import { readdir, readFile } from 'node:fs/promises';
import type { Provider } from './sql/database.js';

export interface Migration {
  /** `20261121090000_first`: the folder's name. */
  readonly name: string;
  readonly text: string;
}

/** In the order they are applied. `prisma/migrations` lies beside `src` in the source tree as in `dist`. */
export async function loadMigrations(provider: Provider): Promise<Migration[]> {
  const folder = new URL(`../../prisma/migrations/${provider}/`, import.meta.url);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      text: await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'),
    })),
  );
}
