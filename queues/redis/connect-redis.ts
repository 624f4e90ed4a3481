import { Redis } from 'ioredis';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { maskText } from '../../src/log/mask-secrets.js';
import type { Log } from '../../src/log/log.js';
import { joinWrites } from './join-writes.js';
import { parseRedisAddress, redisOptions, tellAddress, type RedisRole } from './redis-address.js';
import { memoryAlarmShare, memoryShareOf, readRedisState, type RedisState } from './redis-state.js';

export interface ConnectOptions {
  readonly role: RedisRole;
  /** Accept a Redis that others can enter: containers and test machines. */
  readonly allowUnprotected?: boolean;
  /** How long the first answer may take. */
  readonly timeoutMs?: number;
  readonly log?: Log;
}

/**
 * A connection that has answered, to a Redis that is fit for queues. Throws REDIS_UNREACHABLE, REDIS_EVICTION_POLICY
 * or REDIS_UNPROTECTED. The caller ends it with `quit()`.
 */
export async function connectRedis(url: string, options: ConnectOptions): Promise<Redis> {
  const address = parseRedisAddress(url);
  const redis = new Redis(redisOptions(address, options.role));
  // Each connection has a stream of its own.
  redis.on('connect', () => joinWrites(redis.stream));
  const troubles: string[] = [];
  redis.on('error', (error: Error) => troubles.push(error.message));
  try {
    await withinTime(
      redis.connect().then(() => redis.ping()),
      options.timeoutMs ?? 5000,
    );
    const state = await readRedisState(redis, address);
    refuseUnfit(state, tellAddress(address), options);
    warn(state, tellAddress(address), options.log);
    redis.removeAllListeners('error');
    watch(redis, tellAddress(address), options.log);
    return redis;
  } catch (error) {
    redis.disconnect();
    if (error instanceof CrystalqError) throw error;
    throw unreachable(tellAddress(address), error, troubles);
  }
}

async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  });
  // When the time is up nobody waits for the work any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Unfit for queues: better not to start than to lose jobs silently or to run what strangers put in. */
function refuseUnfit(state: RedisState, place: string, { allowUnprotected }: ConnectOptions): void {
  if (state.evictionPolicy !== 'noeviction')
    throw new CrystalqError(
      'REDIS_EVICTION_POLICY',
      `Redis at ${place} has maxmemory-policy ${state.evictionPolicy}: it would drop waiting jobs when memory is short`,
      { details: { evictionPolicy: state.evictionPolicy } },
    );
  if (state.protection === 'open' && !allowUnprotected)
    throw new CrystalqError('REDIS_UNPROTECTED', `Redis at ${place} lets anybody in who reaches it`);
}

function warn(state: RedisState, place: string, log: Log | undefined): void {
  if (state.protection === 'loopback')
    log?.warn('redis is open to everybody on this machine', {
      place,
      remedy: 'set a password or use a unix socket',
    });
  if (!state.appendOnly)
    log?.warn('redis does not keep its data on disk; after its restart queues are rebuilt from the store', {
      place,
    });
  if (memoryShareOf(state) > memoryAlarmShare)
    log?.error('redis is nearly full', { place, usedBytes: state.usedBytes, maxBytes: state.maxBytes });
}

/** An outage is told once, and once more when it is over. */
function watch(redis: Redis, place: string, log: Log | undefined): void {
  let isAway = false;
  let reason = 'the connection was closed';
  redis.on('error', (error: Error) => {
    reason = maskText(error.message);
  });
  redis.on('reconnecting', () => {
    if (!isAway) log?.warn('redis does not answer', { place, reason });
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log?.info('redis answers again', { place });
    isAway = false;
  });
}

function unreachable(place: string, error: unknown, troubles: readonly string[]): CrystalqError {
  const last = troubles.at(-1) ?? (error instanceof Error ? error.message : String(error));
  const isRefused = /^(WRONGPASS|NOAUTH|NOPERM)/.test(last);
  const what = isRefused ? 'does not let us in' : 'does not answer';
  return new CrystalqError('REDIS_UNREACHABLE', `Redis at ${place} ${what}: ${maskText(last)}`, {
    ...(isRefused ? { hint: 'Write its password into CRYSTALQ_REDIS_URL: redis://:PASSWORD@host:port' } : {}),
    cause: error,
  });
}
