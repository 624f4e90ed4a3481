import type { Database } from './database.js';
import { providerOf } from './database-url.js';

/** Only the driver of the provider in use is loaded. */
export async function openDatabase(url: string): Promise<Database> {
  return providerOf(url) === 'sqlite'
    ? (await import('./open-sqlite.js')).openSqlite(url)
    : (await import('./open-postgresql.js')).openPostgresql(url);
}
