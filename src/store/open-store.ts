import type { Log } from '../log/log.js';
import type { Store } from './store.js';
import { createApply } from './apply/apply.js';
import { createAddBatch } from './add-batch.js';
import { createHalts } from './halts.js';
import { createLeases } from './leases.js';
import { migrate } from './migrate.js';
import { findNetworkFilesystem } from './network-filesystem.js';
import { createCounts } from './reads/counts.js';
import { createGraphs } from './reads/graphs.js';
import { createLists } from './reads/lists.js';
import { createIsAnyMaterialPending } from './reads/is-any-material-pending.js';
import { createWorkLists } from './reads/work-lists.js';
import { createReleaseMaterials } from './release-materials.js';
import { openDatabase } from './sql/open-database.js';

export interface StoreOptions {
  /** `file:/absolute/path.db` (SQLite) or `postgresql://user:password@host:port/database`. */
  readonly url: string;
  readonly log?: Pick<Log, 'warn'>;
}

/**
 * Opens the store and brings its schema up to date.
 *
 * @throws STORE_UNREACHABLE, STORE_LOCKED, STORE_SCHEMA, CONFIG_INVALID (for an URL of no known kind).
 */
export async function openStore({ url, log }: StoreOptions): Promise<Store> {
  const filesystem = await findNetworkFilesystem(url);
  if (filesystem !== undefined)
    log?.warn('the store lies on a network file system: use it from one host only, or use PostgreSQL', {
      filesystem,
    });
  const database = await openDatabase(url);
  try {
    const schemaVersion = await migrate(database);
    return {
      apply: createApply(database),
      ...createAddBatch(database),
      releaseMaterials: createReleaseMaterials(database),
      isAnyMaterialPending: createIsAnyMaterialPending(database),
      ...createLeases(database),
      ...createHalts(database),
      ...createGraphs(database),
      ...createWorkLists(database),
      ...createLists(database),
      counts: createCounts(database),
      pruneEvents: (before) =>
        database.run('DELETE FROM events WHERE at < $1', [database.dialect.timeValue(before)]),
      health: async () => {
        const start = performance.now();
        await database.query('SELECT 1');
        return { provider: database.dialect.provider, schemaVersion, latencyMs: performance.now() - start };
      },
      close: () => database.close(),
    };
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}
