import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { ensureRedisServer } from '../../queues/redis/redis-server.js';

export interface RedisProcess {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A plain redis-server on a free port of this machine, with further arguments; for what `startOwnRedis` never does. */
export async function startRedisProcess(options: {
  readonly args?: readonly string[];
  readonly port?: number;
  readonly password?: string;
}): Promise<RedisProcess> {
  const server = await ensureRedisServer({ mayInstall: true, searchPath: process.env['PATH'] });
  const folder = mkdtempSync(join(tmpdir(), 'redis-process-'));
  const port = options.port ?? (await freePort());
  const password = options.password === undefined ? [] : ['--requirepass', options.password];
  const args = ['--port', String(port), '--dir', folder, '--save', '', ...password, ...(options.args ?? [])];
  const child = spawn(server, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await answers(port, options.password);
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number, password: string | undefined): Promise<void> {
  const redis = new Redis({
    port,
    ...(password !== undefined && { password }),
    retryStrategy: (tries) => (tries > 200 ? null : 25),
    maxRetriesPerRequest: null,
  });
  // It is not up at the first tries.
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}
