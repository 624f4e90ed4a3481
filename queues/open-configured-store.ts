import { mkdir } from 'node:fs/promises';
import { storeUrlOf, type Config } from '../src/config/config.js';
import { openStore } from '../src/store/open-store.js';
import type { Store } from '../src/store/store.js';

/** The store of the configuration; the data folder of a SQLite store is made, for the user alone, where it is missing. */
export async function openConfiguredStore(config: Config): Promise<Store> {
  await mkdir(config.paths.dataDir, { recursive: true, mode: 0o700 });
  return openStore({ url: storeUrlOf(config) });
}
