import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { silentLog } from '../../../src/log/log.js';
import { openStore } from '../../../src/store/open-store.js';
import type { Store } from '../../../src/store/store.js';
import { withLease } from '../../../workers/lease/with-lease.js';
import { deferred } from '../../support/deferred.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

const holderModule = fileURLToPath(new URL('../../../workers/lease/lease-holder.ts', import.meta.url));

describe('A lease on a task of the system', () => {
  let folder: TemporaryFolder;
  let store: Store;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await temporaryFolder('lease');
    store = await openStore({ url: `file:${join(folder.path, 'store.db')}` });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await store.close();
    await folder.remove();
  });
  const worker = (actor: string, changes: Partial<Store> = {}) => ({
    store: { ...store, ...changes },
    log: silentLog,
    actor,
  });

  /** A real process that names itself as a holder, and stays until it is killed. */
  const startHolder = async () => {
    const child = spawn(
      process.execPath,
      [
        '--import=tsx/esm',
        '--input-type=module',
        '--eval',
        `import { holderOf } from ${JSON.stringify(holderModule)};
         console.log(holderOf('worker@there'));
         setInterval(() => undefined, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, holder: line.toString().trim() };
  };

  it('has one holder at a time, and is given back also after a failure', async () => {
    const gate = deferred<undefined>();
    const first = withLease(worker('a'), 'poll', () => gate.promise);
    expect(await withLease(worker('b'), 'poll', () => Promise.resolve('done'))).to.equal(undefined);
    gate.resolve(undefined);
    await first;
    await withLease(worker('b'), 'poll', () => Promise.reject(new Error('away'))).catch(() => undefined);
    expect(await withLease(worker('a'), 'poll', () => Promise.resolve('done'))).to.equal('done');
  });

  it('is held by one piece of work, not by a process', async () => {
    const gate = deferred<undefined>();
    const first = withLease(worker('a'), 'poll', () => gate.promise.then(() => store.leaseHolder('poll')));
    expect(await withLease(worker('a'), 'poll', () => Promise.resolve('done'))).to.equal(undefined);
    gate.resolve(undefined);
    expect(await first).to.match(/^a /);
  });

  it('that cannot be given back neither fails the work nor hides its failure', async () => {
    const away = worker('a', { releaseLease: () => Promise.reject(new Error('the store is away')) });
    expect(await withLease(away, 'poll', () => Promise.resolve('done'))).to.equal('done');
    const failing = withLease(away, 'release', () =>
      Promise.reject(new CrystalqError('DISK_FULL', 'no room')),
    );
    expect(await rejection(failing)).to.include({ code: 'DISK_FULL' });
  });

  it('is respected while its process lives, and taken over at once when that was killed', async () => {
    const { child, holder } = await startHolder();
    await store.acquireLease('poll', holder, 3600);
    expect(await withLease(worker('a'), 'poll', () => Promise.resolve('done'))).to.equal(undefined);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await withLease(worker('a'), 'poll', () => Promise.resolve('done'))).to.equal('done');
  });

  it('of a process that cannot be seen from here is left to run out', async () => {
    for (const holder of [
      'worker@elsewhere another-host/pid:[1]/1-abc-1',
      'worker@here',
      '',
      'worker@old-form:99999999',
    ]) {
      await store.acquireLease(`poll ${holder}`, holder, 3600);
      const done = await withLease(worker('a'), `poll ${holder}`, () => Promise.resolve('done'));
      expect(done, holder).to.equal(undefined);
    }
  });

  it('is short: a host that went away keeps nobody from work for longer than half a minute', async () => {
    let asked = 0;
    const acquireLease: Store['acquireLease'] = (name, holder, seconds) => {
      asked = seconds;
      return store.acquireLease(name, holder, seconds);
    };
    await withLease(worker('a', { acquireLease }), 'poll', () => Promise.resolve());
    expect(asked).to.be.within(15, 30);
  });

  it('is renewed while the work goes on', async function () {
    this.timeout(20_000);
    const renewed = deferred<undefined>();
    let calls = 0;
    const acquireLease: Store['acquireLease'] = async (...args) => {
      const answer = await store.acquireLease(...args);
      calls += 1;
      if (calls === 2) renewed.resolve(undefined);
      return answer;
    };
    const done = await withLease(worker('a', { acquireLease }), 'poll', async () => {
      await renewed.promise;
      return store.leaseHolder('poll');
    });
    expect(done).to.match(/^a /);
  });
});
