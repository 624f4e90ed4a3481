import { existsSync } from 'node:fs';
import type { Config } from '../../src/config/config.js';
import { toCrystalqError } from '../../src/errors/crystalq-error.js';
import { connectRedis } from '../redis/connect-redis.js';
import { ownRedisUrl } from '../redis/own-redis.js';
import { parseRedisAddress, tellAddress } from '../redis/redis-address.js';
import { findRedisServer, installRedisHint } from '../redis/redis-server.js';
import { memoryAlarmShare, memoryShareOf, readRedisState, type RedisState } from '../redis/redis-state.js';
import { findingsOf, type Finding } from './finding.js';

const { fine, note, problem } = findingsOf('redis');

export interface RedisCheck {
  readonly findings: readonly Finding[];
  /** How far its clock is ahead of ours, in milliseconds; undefined when it did not answer. */
  readonly aheadMs?: number;
}

export async function checkRedis(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RedisCheck> {
  const { url, allowUnprotected } = config.advanced.redis;
  try {
    if (url !== null) return await checkServer(url, allowUnprotected);
    const own = ownRedisUrl(config.paths.dataDir, env);
    if (existsSync(own.slice('unix:'.length))) return await checkServer(own, false);
    return { findings: [checkInstalled(env['PATH'])] };
  } catch (thrown) {
    const error = toCrystalqError(thrown);
    return { findings: [problem(error.message, error.hint)] };
  }
}

function checkInstalled(searchPath: string | undefined): Finding {
  const server = findRedisServer(searchPath);
  return server === undefined
    ? problem('no Redis is named, and no redis-server or valkey-server is installed', installRedisHint())
    : fine(`an own Redis (${server}) will be started by \`crystalq up\``);
}

async function checkServer(url: string, allowUnprotected: boolean): Promise<RedisCheck> {
  const address = parseRedisAddress(url);
  const redis = await connectRedis(url, { role: 'producer', allowUnprotected });
  try {
    const before = Date.now();
    const [seconds, microseconds] = await redis.time();
    const middle = (before + Date.now()) / 2;
    const state = await readRedisState(redis, address);
    const aheadMs = Number(seconds) * 1000 + Number(microseconds) / 1000 - middle;
    return { findings: stateFindings(state, tellAddress(address)), aheadMs };
  } finally {
    await redis.quit();
  }
}

function stateFindings(state: RedisState, place: string): Finding[] {
  const share = memoryShareOf(state);
  return [
    fine(
      `Redis ${state.version} at ${place}, noeviction, ${(state.usedBytes / 1024 ** 2).toFixed(1)} MiB in use`,
    ),
    ...(share > memoryAlarmShare
      ? [
          problem(
            `Redis is ${Math.round(share * 100)} % full`,
            'Raise its maxmemory, or lower advanced.windowMaterials.',
          ),
        ]
      : []),
    ...(state.protection === 'private'
      ? []
      : [
          note(
            'others on this machine can enter Redis',
            'Set a password (requirepass), or use a unix socket.',
          ),
        ]),
    ...(state.appendOnly
      ? []
      : [
          note(
            'Redis keeps nothing on disk: after its restart queues are rebuilt from the store',
            'Set `appendonly yes`.',
          ),
        ]),
    ...(state.lastWriteFailed
      ? [problem('Redis could not write its data to disk', 'Free space on its disk.')]
      : []),
  ];
}
