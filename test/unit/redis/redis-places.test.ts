import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { withMachineLock } from '../../../queues/redis/machine-lock.js';
import { makePrivateFolder } from '../../../queues/redis/private-folder.js';
import { parseRedisAddress, redisOptions, tellAddress } from '../../../queues/redis/redis-address.js';
import { ensureRedisServer, findRedisServer, installRedisHint } from '../../../queues/redis/redis-server.js';
import { socketPlace } from '../../../queues/redis/socket-place.js';
import { rejection } from '../../support/rejection.js';

describe('addresses of Redis', () => {
  const cases: readonly (readonly [url: string, address: unknown])[] = [
    ['/run/me/redis.sock', { kind: 'socket', path: '/run/me/redis.sock' }],
    ['unix:/run/me/redis.sock', { kind: 'socket', path: '/run/me/redis.sock' }],
    ['unix:/a%20b/r.sock?db=3&password=x', { kind: 'socket', path: '/a b/r.sock', db: 3, password: 'x' }],
    ['redis://host', { kind: 'tcp', host: 'host', port: 6379, tls: false }],
    [
      'redis://:p%40w@host:7000/2',
      { kind: 'tcp', host: 'host', port: 7000, tls: false, password: 'p@w', db: 2 },
    ],
    [
      'rediss://me:pw@host',
      { kind: 'tcp', host: 'host', port: 6379, tls: true, username: 'me', password: 'pw' },
    ],
    ['redis://[::1]:7000', { kind: 'tcp', host: '::1', port: 7000, tls: false }],
  ];
  for (const [url, address] of cases) {
    it(`are read from ${url}`, () => {
      expect(parseRedisAddress(url)).to.deep.equal(address);
    });
  }

  it('are refused when they are of another kind, without telling a password', () => {
    for (const url of ['http://me:hush-hush@host', 'host:6379', ''])
      expect(() => parseRedisAddress(url))
        .to.throw(/is no address of a Redis/)
        .and.not.match(/hush/);
  });

  it('are told without secrets', () => {
    expect(tellAddress(parseRedisAddress('redis://:hush-hush@host:7000'))).to.equal('host:7000');
  });

  it('let workers wait without end, and producers not at all', () => {
    const address = parseRedisAddress('redis://host');
    expect(redisOptions(address, 'worker').maxRetriesPerRequest).to.equal(null);
    expect(redisOptions(address, 'producer')).to.include({
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
    });
    const wait = redisOptions(address, 'worker').retryStrategy;
    expect([1, 5, 1000].map((tries) => wait?.(tries))).to.deep.equal([100, 500, 2000]);
  });
});

describe('the place of the own socket', () => {
  const long = `/home/${'x'.repeat(100)}`;
  it('is the data folder where the path is short enough', () => {
    expect(socketPlace('/data', {}, 7).socket).to.equal('/data/redis/redis.sock');
  });
  it('is below XDG_RUNTIME_DIR, else /tmp, where it is too long; by user and by data folder', () => {
    expect(socketPlace(long, { XDG_RUNTIME_DIR: '/run/user/7' }, 7).folder).to.match(
      /^\/run\/user\/7\/crystalq-7-\w{12}$/,
    );
    expect(socketPlace(long, {}, 7).folder).to.match(/^\/tmp\/crystalq-7-\w{12}$/);
    expect(socketPlace(long, { XDG_RUNTIME_DIR: long }, 7).folder).to.match(/^\/tmp\//);
    expect(socketPlace(long, {}, 7).folder).not.to.equal(socketPlace(`${long}y`, {}, 7).folder);
  });
});

describe('a private folder', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'private-'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('is made for the user alone, and closed where it stood open', () => {
    makePrivateFolder(join(base, 'a', 'b'));
    expect(statSync(join(base, 'a', 'b')).mode & 0o777).to.equal(0o700);
    mkdirSync(join(base, 'open'));
    chmodSync(join(base, 'open'), 0o777);
    makePrivateFolder(join(base, 'open'));
    expect(statSync(join(base, 'open')).mode & 0o777).to.equal(0o700);
  });

  it('is refused when it is a link: somebody may have put it there', () => {
    mkdirSync(join(base, 'theirs'));
    symlinkSync(join(base, 'theirs'), join(base, 'link'));
    expect(() => makePrivateFolder(join(base, 'link'))).to.throw(/is not a folder of this user/);
  });
});

describe('a lock of this machine', () => {
  it('is held by one at a time and free again after a failure', async () => {
    const order: string[] = [];
    const first = withMachineLock('test-lock', 5000, async () => {
      order.push('first in');
      await new Promise((resolve) => setImmediate(resolve));
      order.push('first out');
      throw new Error('failed inside');
    }).catch((error: unknown) => order.push(String(error)));
    const second = withMachineLock('test-lock', 5000, () => Promise.resolve(order.push('second in')));
    await Promise.all([first, second]);
    expect(order.indexOf('second in')).to.be.greaterThan(order.indexOf('first out'));
    expect(order).to.include('Error: failed inside');
  });

  it('is given up after a time', async () => {
    await withMachineLock('test-lock-2', 5000, async () => {
      const thrown: unknown = await withMachineLock('test-lock-2', 100, () => Promise.resolve()).catch(
        (error: unknown) => error,
      );
      expect(String(thrown)).to.contain('another process holds the lock');
    });
  });
});

describe('a Redis server to start', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'server-'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('is found on the search path, Valkey too, if it can be executed', () => {
    writeFileSync(join(base, 'redis-server'), '', { mode: 0o644 });
    expect(findRedisServer(base, [])).to.equal(undefined);
    writeFileSync(join(base, 'valkey-server'), '', { mode: 0o755 });
    expect(findRedisServer(`relative:${base}`, [])).to.equal(join(base, 'valkey-server'));
  });

  it('is never installed unasked; what to type is told', async () => {
    const error = await rejection(
      ensureRedisServer({ mayInstall: false, searchPath: base, furtherFolders: [] }),
    );
    expect(error).to.include({ code: 'REDIS_MISSING' });
    expect(error.hint).to.equal(installRedisHint());
    expect(error.hint).to.contain('conda install').and.contain('docker compose');
  });
});
