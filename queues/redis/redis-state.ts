import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Redis } from 'ioredis';
import { isLoopback, placeOf, type RedisAddress } from './redis-address.js';

/** What a Redis says of itself, as far as it matters to us. */
export interface RedisState {
  readonly version: string;
  readonly evictionPolicy: string;
  readonly usedBytes: number;
  /** 0: no limit of its own. */
  readonly maxBytes: number;
  readonly appendOnly: boolean;
  readonly lastWriteFailed: boolean;
  readonly protection: Protection;
}

/** `loopback`: anybody on this machine can enter. `open`: anybody who reaches the address. */
type Protection = 'private' | 'loopback' | 'open';

/** INFO rather than CONFIG GET: hosted servers often forbid the latter. */
export async function readRedisState(redis: Redis, address: RedisAddress): Promise<RedisState> {
  const [info, protection] = await Promise.all([redis.info(), protectionOf(address)]);
  const facts = parseInfo(info);
  return {
    version: facts.get('redis_version') ?? 'unknown',
    evictionPolicy: facts.get('maxmemory_policy') ?? 'unknown',
    usedBytes: Number(facts.get('used_memory') ?? 0),
    maxBytes: Number(facts.get('maxmemory') ?? 0),
    appendOnly: facts.get('aof_enabled') === '1',
    lastWriteFailed:
      facts.get('aof_last_write_status') === 'err' || facts.get('rdb_last_bgsave_status') === 'err',
    protection,
  };
}

/** `key:value` lines, sections begin with `#`. */
const parseInfo = (info: string): Map<string, string> =>
  new Map(
    info
      .split(/\r?\n/)
      .filter((line) => line.includes(':') && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );

async function protectionOf(address: RedisAddress): Promise<Protection> {
  if (!(await letsStrangersIn(address))) return 'private';
  if (address.kind === 'socket') return isSocketPrivate(address.path) ? 'private' : 'loopback';
  return isLoopback(address.host) ? 'loopback' : 'open';
}

/** Knocks without a password: the only way to know whether one is needed. */
async function letsStrangersIn(address: RedisAddress): Promise<boolean> {
  const { password: _password, username: _username, ...place } = placeOf(address);
  const stranger = new Redis({
    ...place,
    lazyConnect: true,
    connectTimeout: 5000,
    retryStrategy: null,
  });
  // Told by the rejection of `connect` or `ping` already.
  stranger.on('error', () => undefined);
  try {
    await stranger.connect();
    await stranger.ping();
    return true;
  } catch {
    return false;
  } finally {
    stranger.disconnect();
  }
}

/** A socket is private when others may not write to it, or may not enter its folder. */
function isSocketPrivate(path: string): boolean {
  try {
    const others = 0o007;
    return (statSync(path).mode & 0o002) === 0 || (lstatSync(dirname(path)).mode & others) === 0;
  } catch {
    return false;
  }
}

/** Above this share of its limit a Redis is about to refuse writes; then workers could not even end their jobs. */
export const memoryAlarmShare = 0.8;

export const memoryShareOf = ({ usedBytes, maxBytes }: RedisState): number =>
  maxBytes > 0 ? usedBytes / maxBytes : 0;
