import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { openStore } from '../../../src/store/open-store.js';
import { openDatabase } from '../../../src/store/sql/open-database.js';
import { eventually } from '../../support/eventually.js';
import { startOwnPostgres, startPostgres } from '../../support/postgres.js';
import { rejection } from '../../support/rejection.js';
import { by, createBatch } from '../../support/store-examples.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

describe('A store that cannot be used', () => {
  let folder: TemporaryFolder;
  const urlOf = (...names: string[]): string => pathToFileURL(join(folder.path, ...names)).href;

  beforeEach(async () => {
    folder = await temporaryFolder('failures');
  });
  afterEach(() => folder.remove());

  it('because its URL is of no known kind says what to write, and no password', async () => {
    const error = await rejection(openStore({ url: 'mysql://ada:secret@host/db' }));
    expect(error.code).to.equal('CONFIG_INVALID');
    expect(error.message).to.include('mysql://ada:***@host/db');
    expect(error.hint).to.include('postgresql://');
  });

  for (const url of ['file:store.db', 'file:./data/store.db', 'file://host/store.db', '/tmp/store.db', ''])
    it(`because its URL is ${JSON.stringify(url)} says what to write`, async () => {
      const error = await rejection(openStore({ url }));
      expect(error.code).to.equal('CONFIG_INVALID');
      expect(error.hint).to.include('file:/absolute/path.db');
    });

  it('because a folder is in its place says so', async () => {
    await mkdir(join(folder.path, 'store.db'));
    const error = await rejection(openStore({ url: urlOf('store.db') }));
    expect(error.code).to.equal('STORE_UNREACHABLE');
    expect(error.message).to.include(join(folder.path, 'store.db'));
  });

  it('because the file is something else says so, and leaves the file alone', async () => {
    const path = join(folder.path, 'store.db');
    await writeFile(path, 'this is the lab journal, and not a database at all\n'.repeat(100));
    const { size } = await stat(path);
    expect((await rejection(openStore({ url: urlOf('store.db') }))).code).to.equal('STORE_UNREACHABLE');
    expect((await stat(path)).size).to.equal(size);
  });

  it('because the folder of the file is a file says so', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const error = await rejection(openStore({ url: urlOf('file', 'store.db') }));
    expect(error.code).to.equal('STORE_UNREACHABLE');
  });

  it('because nobody listens there says so, without the password', async () => {
    const error = await rejection(openStore({ url: 'postgresql://ada:secret@127.0.0.1:9/db' }));
    expect(error.code).to.equal('STORE_UNREACHABLE');
    expect(error.message).to.include('ada:***@127.0.0.1:9').and.not.include('secret');
  });

  it('because the database is not on that server says so', async function () {
    this.timeout(60_000);
    const postgres = await startPostgres();
    try {
      const url = new URL(await postgres.createDatabase());
      url.pathname = '/nowhere';
      expect((await rejection(openStore({ url: url.href }))).code).to.equal('STORE_UNREACHABLE');
    } finally {
      await postgres.stop();
    }
  });

  it('because the server went away says so, and can be used again when it is back', async function () {
    this.timeout(60_000);
    const postgres = await startOwnPostgres();
    const store = await openStore({ url: await postgres.createDatabase() });
    try {
      await store.beginBatch(createBatch('b'), by);
      await postgres.halt();
      const calls = [store.health(), store.apply([{ kind: 'batch', id: 'b', to: 'open' }], by)];
      const codes = (await Promise.all(calls.map((call) => rejection(call)))).map(({ code }) => code);
      expect(codes).to.deep.equal(['STORE_UNREACHABLE', 'STORE_UNREACHABLE']);
      await postgres.resume();
      const { applied } = await eventually('the store works again', () =>
        store.apply([{ kind: 'batch', id: 'b', to: 'open' }], by).catch(() => undefined),
      );
      expect(applied).to.equal(true);
    } finally {
      await store.close();
      await postgres.stop();
    }
  });

  it('because its log cannot be synced says so to all who share the commit, and does not rely on that log again', async () => {
    const url = urlOf('store.db');
    await (await openStore({ url })).close();
    const store = await openStore({ url });
    const log = join(folder.path, 'store.db-wal');
    await store.batches();
    // SQLite has it open; the sync looks for it by its name.
    await rename(log, `${log}.away`);
    await rejection(store.beginBatch(createBatch('b'), by));
    const calls = [1, 2, 3].map(() =>
      store.apply([{ kind: 'batch', id: 'b', to: 'open', from: ['receiving'] }], by),
    );
    const codes = (await Promise.all(calls.map((call) => rejection(call)))).map(({ code }) => code);
    expect(codes).to.deep.equal(Array(3).fill('STORE_UNREACHABLE'));
    await rename(`${log}.away`, log);
    await store.apply([{ kind: 'batch', id: 'b', set: { hold: true } }], by);
    expect((await stat(log)).size).to.equal(0);
    expect(await store.batch('b')).to.include({ hold: true });
    await store.close();
  });

  it('waits for a short transaction of somebody else, and does what it was asked', async () => {
    const url = urlOf('store.db');
    const store = await openStore({ url });
    const other = await openDatabase(url);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const holding = other.transaction(async (sql) => {
      await sql.run("UPDATE leases SET holder = 'nobody'");
      await held;
    });
    let isAdded = false;
    const adding = store.beginBatch(createBatch('b'), by).then(({ added }) => (isAdded = added));
    // Reading goes on meanwhile, and sees nothing of either.
    expect(await store.batches()).to.deep.equal([]);
    expect(isAdded).to.equal(false);
    release();
    await holding;
    expect(await adding).to.equal(true);
    await other.close();
    await store.close();
  });
});
