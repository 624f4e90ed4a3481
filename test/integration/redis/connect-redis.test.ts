import { createServer } from 'node:net';
import { expect } from 'chai';
import { connectRedis } from '../../../queues/redis/connect-redis.js';
import type { Fields, Log } from '../../../src/log/log.js';
import { silentLog } from '../../../src/log/log.js';
import { freePort, startRedisProcess, type RedisProcess } from '../../support/redis-process.js';
import { rejection } from '../../support/rejection.js';

const noeviction = ['--maxmemory-policy', 'noeviction'];

describe('connecting to Redis', () => {
  let running: RedisProcess[];

  beforeEach(() => {
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((each) => each.stop()));
  });

  const start = async (options: Parameters<typeof startRedisProcess>[0] = {}): Promise<RedisProcess> => {
    const redis = await startRedisProcess(options);
    running.push(redis);
    return redis;
  };

  it('refuses a Redis that may drop jobs', async () => {
    const { port } = await start({ args: ['--maxmemory-policy', 'allkeys-lru'] });
    const error = await rejection(connectRedis(`redis://127.0.0.1:${port}`, { role: 'worker' }));
    expect(error).to.include({ code: 'REDIS_EVICTION_POLICY' });
    expect(error.message).to.contain('allkeys-lru');
  });

  it('refuses a Redis that anybody can reach without a password', async () => {
    const { port } = await start({ args: ['--protected-mode', 'no', '--bind', '0.0.0.0'] });
    const url = `redis://0.0.0.0:${port}`;
    expect(await rejection(connectRedis(url, { role: 'worker' }))).to.include({ code: 'REDIS_UNPROTECTED' });
    const allowed = await connectRedis(url, { role: 'worker', allowUnprotected: true });
    await allowed.quit();
  });

  it('accepts it with a password, which appears in no message', async () => {
    const { port } = await start({ password: 'hush-hush', args: ['--bind', '0.0.0.0'] });
    const redis = await connectRedis(`redis://:hush-hush@0.0.0.0:${port}`, { role: 'producer' });
    await redis.quit();
    const error = await rejection(connectRedis(`redis://:wrong-one@0.0.0.0:${port}`, { role: 'producer' }));
    expect(error).to.include({ code: 'REDIS_UNREACHABLE' });
    expect(error.message).to.match(/does not let us in: WRONGPASS/);
    expect(error.hint).to.contain('password');
    expect(JSON.stringify([error.message, error.details])).not.to.contain('wrong-one');
  });

  it('warns of a loopback Redis without a password, and of one that forgets', async () => {
    const { port } = await start({ args: noeviction });
    const { log, lines } = listeningLog();
    const redis = await connectRedis(`redis://127.0.0.1:${port}`, { role: 'worker', log });
    await redis.quit();
    expect(lines.join('\n')).to.match(/open to everybody on this machine/);
    expect(lines.join('\n')).to.match(/does not keep its data on disk/);
  });

  it('raises an alarm when less than a fifth of its memory is free', async () => {
    const { port } = await start({ args: [...noeviction, '--maxmemory', '10mb'] });
    const filling = await connectRedis(`redis://127.0.0.1:${port}`, { role: 'worker' });
    for (let key = 0; key < 78; key++) await filling.set(String(key), 'x'.repeat(100_000));
    await filling.quit();
    const { log, lines } = listeningLog();
    const redis = await connectRedis(`redis://127.0.0.1:${port}`, { role: 'worker', log });
    await redis.quit();
    expect(lines).to.include('error redis is nearly full');
  });

  it('tells at once that nobody answers', async () => {
    const port = await freePort();
    const error = await rejection(connectRedis(`redis://127.0.0.1:${port}`, { role: 'producer' }));
    expect(error).to.include({ code: 'REDIS_UNREACHABLE' });
    expect(error.message).to.contain(`127.0.0.1:${port}`).and.contain('ECONNREFUSED');
  });

  it('gives up on a server that accepts and says nothing', async () => {
    // Reading notices the end of the connection.
    const mute = createServer((socket) => socket.resume());
    const port = await freePort();
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
    const error = await rejection(
      connectRedis(`redis://127.0.0.1:${port}`, { role: 'worker', timeoutMs: 200 }),
    );
    expect(error).to.include({ code: 'REDIS_UNREACHABLE' });
    expect(error.message).to.contain('no answer within 0.2 s');
    mute.close();
  });

  it('lets a worker wait through an outage, and tells of it once', async () => {
    const first = await start({ args: noeviction });
    const { log, lines } = listeningLog();
    const redis = await connectRedis(`redis://127.0.0.1:${first.port}`, { role: 'worker', log });
    await first.stop();
    running = [];
    const answer = redis.ping();
    await start({ args: noeviction, port: first.port });
    expect(await answer).to.equal('PONG');
    await redis.quit();
    expect(lines.filter((line) => line === 'warn redis does not answer')).to.have.length(1);
    expect(lines).to.include('info redis answers again');
  });

  it('lets a producer fail at once in an outage', async () => {
    const { port, stop } = await start({ args: noeviction });
    const redis = await connectRedis(`redis://127.0.0.1:${port}`, { role: 'producer' });
    await stop();
    running = [];
    const thrown: unknown = await redis.ping().catch((error: unknown) => error);
    redis.disconnect();
    expect(thrown).to.be.instanceOf(Error);
  });
});

function listeningLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const tell =
    (level: string) =>
    (message: string, _fields?: Fields): void => {
      lines.push(`${level} ${message}`);
    };
  return { lines, log: { ...silentLog, info: tell('info'), warn: tell('warn'), error: tell('error') } };
}
