import { openStore } from '../../../src/store/open-store.js';
import { openDatabase } from '../../../src/store/sql/open-database.js';
import type { Store } from '../../../src/store/store.js';
import { itKeepsTheContractOfAStore } from './store-contract.js';
import { itSurvivesKilledProcesses } from './killed-processes.js';
import { startPostgres, type TestPostgres } from '../../support/postgres.js';

describe('The store in PostgreSQL', () => {
  let postgres: TestPostgres;
  let url: string;
  const opened: Store[] = [];

  async function open(): Promise<Store> {
    const store = await openStore({ url });
    opened.push(store);
    return store;
  }

  before(async function () {
    this.timeout(60_000);
    postgres = await startPostgres();
    url = await postgres.createDatabase();
  });

  afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
  after(() => postgres.stop());

  itKeepsTheContractOfAStore(async () => {
    const store = await open();
    await empty(url);
    return { store, another: open };
  });

  itSurvivesKilledProcesses(async () => ({ store: await open(), url }));
});

/** Quicker than a new database for each test. */
async function empty(url: string): Promise<void> {
  const database = await openDatabase(url);
  await database.run(
    'TRUNCATE batches, carriers, events, errors, notifications, leases, halts RESTART IDENTITY CASCADE',
  );
  await database.close();
}
