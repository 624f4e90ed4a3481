import {
  appendFile,
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { backupStore, removeOldBackups } from '../../../src/store/backup-store.js';
import { openStore } from '../../../src/store/open-store.js';
import { openDatabase } from '../../../src/store/sql/open-database.js';
import type { Store } from '../../../src/store/store.js';
import { verifyBackup } from '../../../src/store/verify-backup.js';
import { rejection } from '../../support/rejection.js';
import { by, createBatch, createMaterial } from '../../support/store-examples.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

const now = new Date('2026-03-01T12:34:56.789Z');

describe('A backup of a store in SQLite', () => {
  let folder: TemporaryFolder;
  let store: Store;
  let url: string;
  let backups: string;

  beforeEach(async () => {
    folder = await temporaryFolder('backup');
    backups = join(folder.path, 'backups');
    url = pathToFileURL(join(folder.path, 'store.db')).href;
    store = await openStore({ url });
    await store.beginBatch(createBatch('b'), by);
    await store.addMaterials('b', [createMaterial('b', 1), createMaterial('b', 2)], by);
  });
  afterEach(async () => {
    await store.close();
    await folder.remove();
  });

  it('is whole though it is made while work goes on, and is a store again', async () => {
    const [backup] = await Promise.all([
      backupStore(url, { folder: backups, now }),
      store.apply([{ kind: 'batch', id: 'b', to: 'open' }], by),
    ]);
    expect(backup.path).to.equal(join(backups, 'crystalq-20260301T123456Z.db'));
    const verified = await verifyBackup(backup.path);
    expect(verified).to.deep.include({ faults: [], checksum: 'agrees', batches: 1, materials: 2 });
    const back = await openStore({ url: pathToFileURL(backup.path).href });
    expect(await back.materials({})).to.deep.equal(await store.materials({}));
    await back.close();
  });

  it('is for the user alone, and leaves nothing beside itself but its checksum', async () => {
    const { path, sha256 } = await backupStore(url, { folder: backups, now });
    expect((await readdir(backups)).sort()).to.deep.equal([
      'crystalq-20260301T123456Z.db',
      'crystalq-20260301T123456Z.db.sha256',
    ]);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(await readFile(`${path}.sha256`, 'utf8')).to.equal(`${sha256}  crystalq-20260301T123456Z.db\n`);
  });

  it('never replaces one that is there', async () => {
    const { path } = await backupStore(url, { folder: backups, now });
    await store.addMaterials('b', [createMaterial('b', 3)], by);
    expect((await rejection(backupStore(url, { folder: backups, now }))).message).to.include(
      'is there already',
    );
    expect(await verifyBackup(path)).to.deep.include({ faults: [], materials: 2 });
    expect(await readdir(backups)).to.have.length(2);
  });

  it('makes room by removing the oldest ones, and touches no other file', async () => {
    for (const second of [1, 2, 3, 4])
      await backupStore(url, { folder: backups, now: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) });
    await writeFile(join(backups, 'crystalq-before-the-upgrade.db'), 'mine');
    await removeOldBackups(backups, 2);
    expect((await readdir(backups)).filter((name) => name.endsWith('.db')).sort()).to.deep.equal([
      'crystalq-20260101T000003Z.db',
      'crystalq-20260101T000004Z.db',
      'crystalq-before-the-upgrade.db',
    ]);
    expect((await readdir(backups)).filter((name) => name.endsWith('.sha256'))).to.have.length(2);
  });

  it('is one where several are made in the same second, and the others are told', async () => {
    const made = await Promise.allSettled([1, 2, 3].map(() => backupStore(url, { folder: backups, now })));
    expect(made.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect(await verifyBackup(join(backups, 'crystalq-20260301T123456Z.db'))).to.deep.include({
      faults: [],
      checksum: 'agrees',
    });
    expect(await readdir(backups)).to.have.length(2);
  });

  it('removes what a killed one has left an hour ago, and nothing else', async () => {
    await mkdir(backups);
    const write = async (name: string, text: string, ageSeconds: number): Promise<void> => {
      await writeFile(join(backups, name), text);
      const at = now.getTime() / 1000 - ageSeconds;
      await utimes(join(backups, name), at, at);
    };
    await write('.crystalq-20260301T000000Z.db.0f3b', 'half', 7200);
    await write('.crystalq-20260301T000000Z.db.0f3b-journal', 'half', 7200);
    await write('crystalq-20260301T000000Z.db', '', 7200);
    const kept = ['.crystalq-20260301T123000Z.db.0f3c', 'crystalq-20260228T000000Z.db', '.crystalq-notes'];
    await write(kept[0]!, 'of one at work', 60);
    await write(kept[1]!, 'a backup', 7200);
    await write(kept[2]!, '', 7200);
    const { path } = await backupStore(url, { folder: backups, now });
    expect((await readdir(backups)).sort()).to.deep.equal(
      [...kept, basename(path), `${basename(path)}.sha256`].sort(),
    );
  });

  it('is not made of a store that is not there, and no empty store appears in its place', async () => {
    const missing = join(folder.path, 'elsewhere.db');
    const error = await rejection(backupStore(pathToFileURL(missing).href, { folder: backups, now }));
    expect(error.code).to.equal('STORE_UNREACHABLE');
    expect(error.message).to.include(missing);
    expect(await readdir(folder.path)).not.to.include('elsewhere.db');
  });

  it('is not made where no folder can be, which is told', async () => {
    const error = await rejection(backupStore(url, { folder: join(folder.path, 'store.db', 'x'), now }));
    expect(error.code).to.equal('USAGE');
    expect(error.message).to.match(/store\.db\/x is no folder/);
    expect((await rejection(verifyBackup(folder.path))).code).to.equal('INPUT_NOT_FOUND');
  });

  it('of PostgreSQL is left to pg_dump, with the line to type and no password', async () => {
    const { code, hint } = await rejection(
      backupStore('postgresql://ada:secret@host/db', { folder: backups, now }),
    );
    expect(code).to.equal('USAGE');
    expect(hint).to.include(
      "pg_dump --format=custom --file=crystalq-2026-03-01.dump 'postgresql://ada:***@host/db'",
    );
  });

  describe('is refused by its check', () => {
    let path: string;
    const faults = async (): Promise<string> => (await verifyBackup(path)).faults.join('\n');

    beforeEach(async () => {
      ({ path } = await backupStore(url, { folder: backups, now }));
    });

    it('when a byte of it has changed', async () => {
      await appendFile(path, 'x');
      expect(await faults()).to.include('checksum');
    });

    it('when a part of it is missing, whether or not its checksum came along', async () => {
      await rm(`${path}.sha256`);
      const file = await open(path, 'r+');
      await file.truncate(Math.floor((await file.stat()).size / 2));
      await file.close();
      expect((await verifyBackup(path)).checksum).to.equal('none');
      expect(await faults()).to.match(/damaged|cannot be read/);
    });

    it('when it is no database', async () => {
      await writeFile(path, 'lab journal\n'.repeat(1000));
      expect(await faults()).to.include('cannot be read as a store');
    });

    it('when a newer crystalq wrote it', async () => {
      const copy = await openDatabase(pathToFileURL(path).href);
      await copy.run("UPDATE _prisma_migrations SET migration_name = '29990101000000_later'");
      await copy.close();
      expect(await faults()).to.include('29990101000000_later is newer than this crystalq');
    });

    it('when it does not say which schema it has', async () => {
      const copy = await openDatabase(pathToFileURL(path).href);
      await copy.run('DELETE FROM _prisma_migrations');
      await copy.close();
      await rm(`${path}.sha256`);
      expect(await faults()).to.include('which schema');
    });

    it('when it is empty', async () => {
      await writeFile(path, '');
      await rm(`${path}.sha256`);
      expect(await faults()).to.include('cannot be read as a store');
    });

    it('when it is not there', async () => {
      await rm(path);
      expect((await rejection(verifyBackup(path))).code).to.equal('INPUT_NOT_FOUND');
      expect(await readdir(backups)).not.to.include('crystalq-20260301T123456Z.db');
    });
  });

  it('is not changed by its check', async () => {
    const { path } = await backupStore(url, { folder: backups, now });
    const twin = `${path}.twin`;
    await copyFile(path, twin);
    await verifyBackup(path);
    expect(await readFile(path)).to.deep.equal(await readFile(twin));
    expect(await readdir(backups)).to.have.length(3);
  });
});
