import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openStore } from '../../../src/store/open-store.js';
import type { Store } from '../../../src/store/store.js';
import { itSurvivesKilledProcesses } from './killed-processes.js';
import { itKeepsTheContractOfAStore } from './store-contract.js';

describe('The store in SQLite', () => {
  let folder: string;
  const opened: Store[] = [];

  async function open(url: string): Promise<Store> {
    const store = await openStore({ url });
    opened.push(store);
    return store;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crystalq store '));
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await rm(folder, { recursive: true });
  });

  itKeepsTheContractOfAStore(async () => {
    const { href } = pathToFileURL(join(folder, 'store.db'));
    return { store: await open(href), another: () => open(href) };
  });

  itSurvivesKilledProcesses(async () => {
    const { href: url } = pathToFileURL(join(folder, 'store.db'));
    return { store: await open(url), url };
  });
});
