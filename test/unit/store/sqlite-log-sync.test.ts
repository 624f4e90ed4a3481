import { readdirSync, readlinkSync } from 'node:fs';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLogSync } from '../../../src/store/sql/sqlite-log-sync.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

describe('A sync of the log that fails', () => {
  let folder: TemporaryFolder;
  let path: string;
  let moves: number;
  let mayMove: boolean;
  beforeEach(async () => {
    folder = await temporaryFolder('log');
    path = join(folder.path, 'log');
    moves = 0;
    mayMove = true;
    // It can be opened and not be synced.
    await symlink('/dev/null', path);
  });
  afterEach(() => folder.remove());

  const createSync = () =>
    createLogSync(path, () => {
      moves += 1;
      return mayMove ? Promise.resolve() : Promise.reject(new Error('no'));
    });
  const mend = async (): Promise<void> => {
    await rm(path);
    await writeFile(path, 'log');
  };

  it('is told to all who wait for it', async () => {
    const log = createSync();
    const failures = await Promise.all([rejection(log.sync()), rejection(log.sync()), rejection(log.sync())]);
    expect(failures.map(({ code }) => code)).to.deep.equal(Array(3).fill('STORE_UNREACHABLE'));
  });

  it('leaves no file open', async () => {
    const log = createSync();
    const before = openFiles('/dev/null');
    await rejection(log.sync());
    expect(openFiles('/dev/null')).to.equal(before);
  });

  it('makes later ones fail until the log has been moved, once', async () => {
    const log = createSync();
    await rejection(log.sync());
    await mend();
    mayMove = false;
    expect((await rejection(log.sync())).code).to.equal('STORE_UNREACHABLE');
    mayMove = true;
    await log.sync();
    await log.sync();
    expect(moves).to.equal(2);
    await log.close();
  });

  it('is none where nothing fails: the log stays where it is', async () => {
    await mend();
    const log = createSync();
    await log.sync();
    await log.close();
    expect(moves).to.equal(0);
    expect(openFiles(path)).to.equal(0);
  });
});

/** How often this process has the file open. */
const openFiles = (path: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd)) === path;
    } catch {
      // That of the listing itself is closed by now.
      return false;
    }
  }).length;
