import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectRedis } from '../../../queues/redis/connect-redis.js';
import { ownRedisUrl, startOwnRedis, type OwnRedis } from '../../../queues/redis/own-redis.js';
import { rejection } from '../../support/rejection.js';

describe('own Redis', () => {
  let folder: string;
  let started: OwnRedis[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'own-redis-'));
    started = [];
  });

  afterEach(async () => {
    await Promise.all(started.map((redis) => redis.stop()));
    expect(started.filter(({ pid }) => isAlive(pid) && !isZombie(pid))).to.deep.equal([]);
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (dataDir = join(folder, 'data')): Promise<OwnRedis> => {
    const redis = await startOwnRedis({ dataDir, env: process.env, lifetime: 'process', mayInstall: true });
    started.push(redis);
    return redis;
  };

  it('answers on a socket that only the user can reach, without TCP, with noeviction and an append-only file', async () => {
    const own = await start();
    expect(statSync(join(folder, 'data')).mode & 0o777).to.equal(0o700);
    expect(statSync(own.socket).mode & 0o077).to.equal(0);
    const redis = await connectRedis(own.url, { role: 'worker' });
    const settings = await Promise.all(
      ['port', 'maxmemory-policy', 'appendonly', 'appendfsync'].map((name) => redis.config('GET', name)),
    );
    expect(settings.flat()).to.deep.equal([
      ...['port', '0', 'maxmemory-policy', 'noeviction'],
      ...['appendonly', 'yes', 'appendfsync', 'everysec'],
    ]);
    await redis.quit();
  });

  it('takes the one that runs already', async () => {
    const first = await start();
    const second = await start();
    expect(second).to.include({ pid: first.pid, isNew: false, url: first.url });
  });

  it('starts one server when two ask at once', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.pid).to.equal(second.pid);
    expect([first.isNew, second.isNew].filter(Boolean)).to.have.length(1);
  });

  it('keeps its data over a stop and a start', async () => {
    const first = await start();
    const before = await connectRedis(first.url, { role: 'producer' });
    await before.set('kept', 'yes');
    await before.quit();
    await first.stop();
    const second = await start();
    expect(second.isNew).to.equal(true);
    const after = await connectRedis(second.url, { role: 'producer' });
    expect(await after.get('kept')).to.equal('yes');
    await after.quit();
  });

  it('comes up again after kill -9 left its socket behind', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(second.isNew).to.equal(true);
    expect(second.pid).not.to.equal(first.pid);
  });

  it('takes the place of one whose socket was removed, with all it holds', async () => {
    const first = await start();
    const before = await connectRedis(first.url, { role: 'producer' });
    await before.set('kept', 'yes');
    await before.quit();
    rmSync(first.socket);
    const second = await start();
    await gone(first.pid);
    const after = await connectRedis(second.url, { role: 'producer' });
    expect(await after.get('kept')).to.equal('yes');
    await after.quit();
  });

  it('goes to a short folder of its own when the data folder is too long for a socket', async () => {
    const long = join(folder, 'x'.repeat(120));
    const own = await start(long);
    expect(own.socket.length).to.be.below(108);
    expect(own.socket).not.to.contain('xxx');
    expect(ownRedisUrl(long, process.env)).to.equal(own.url);
    const redis = await connectRedis(own.url, { role: 'producer' });
    await redis.quit();
    rmSync(join(own.socket, '..'), { recursive: true, force: true });
  });

  it('is refused where it runs on another machine that shares the folder', async () => {
    const data = join(folder, 'data', 'redis');
    mkdirSync(data, { recursive: true });
    writeFileSync(
      join(data, 'owner.json'),
      JSON.stringify({ host: 'login-b', pid: 1, startedAt: '2026-01-01' }),
    );
    const error = await rejection(start());
    expect(error).to.include({ code: 'REDIS_ELSEWHERE' });
    expect(error.message).to.contain('login-b');
    expect(error.hint).to.contain('owner.json');
  });

  it('tells why the server did not come up', async () => {
    const data = join(folder, 'data', 'redis', 'appendonlydir');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'appendonly.aof.manifest'), 'not a manifest\n');
    const error = await rejection(start());
    expect(error).to.include({ code: 'REDIS_UNREACHABLE' });
    expect(error.message).to.match(/did not come up: it ended with exit code 1; last line of .*redis\.log/);
  });

  it('ends with the process that started it, or stays, as asked', async () => {
    const pidOf = (lifetime: string): number =>
      Number(
        execFileSync(
          process.execPath,
          [
            ...['--import', 'tsx', '--input-type=module', '--eval'],
            `import { startOwnRedis } from './queues/redis/own-redis.ts';
             const own = await startOwnRedis({ dataDir: '${join(folder, lifetime)}', env: process.env, lifetime: '${lifetime}' });
             process.stdout.write(String(own.pid), () => process.exit(0));`,
          ],
          { encoding: 'utf8' },
        ),
      );
    const [shortLived, longLived] = [pidOf('process'), pidOf('beyond')];
    await gone(shortLived);
    expect(isAlive(longLived)).to.equal(true);
    started.push(
      await startOwnRedis({ dataDir: join(folder, 'beyond'), env: process.env, lifetime: 'beyond' }),
    );
    expect(started[0]?.pid).to.equal(longLived);
  });

  it('does not mistake another program at its socket for a Redis', async () => {
    const data = join(folder, 'data', 'redis');
    mkdirSync(data, { recursive: true });
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(join(data, 'redis.sock'), resolve));
    const own = await start();
    expect(own.isNew).to.equal(true);
    other.close();
  });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<void> {
  const deadline = Date.now() + 5000;
  while (isAlive(pid) && !isZombie(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** In a container nobody may collect the children of a dead process. */
const isZombie = (pid: number): boolean => {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
};
