import type { RedisOptions } from 'ioredis';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { maskText } from '../../src/log/mask-secrets.js';

/** Where a Redis is. */
export type RedisAddress =
  | { readonly kind: 'socket'; readonly path: string; readonly password?: string; readonly db?: number }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly username?: string;
      readonly password?: string;
      readonly db?: number;
    };

/** Reads `redis://[user][:password@]host[:port][/db]`, `rediss://...`, `unix:/path[?password=...&db=1]` or a path. */
export function parseRedisAddress(url: string): RedisAddress {
  if (url.startsWith('/')) return { kind: 'socket', path: url };
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return refuse(url);
  }
  switch (parsed.protocol) {
    case 'unix:':
      return {
        kind: 'socket',
        path: decodeURIComponent(parsed.pathname),
        ...secretsOf(parsed, parsed.searchParams.get('db')),
      };
    case 'redis:':
    case 'rediss:':
      return {
        kind: 'tcp',
        // [::1] without its brackets.
        host: parsed.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
        port: parsed.port === '' ? 6379 : Number(parsed.port),
        tls: parsed.protocol === 'rediss:',
        ...(parsed.username && { username: decodeURIComponent(parsed.username) }),
        ...secretsOf(parsed, parsed.pathname.slice(1) || null),
      };
    default:
      return refuse(url);
  }
}

function secretsOf(url: URL, db: string | null): { password?: string; db?: number } {
  const password = url.password || url.searchParams.get('password');
  return {
    ...(password && { password: decodeURIComponent(password) }),
    ...(db !== null && /^\d+$/.test(db) && { db: Number(db) }),
  };
}

const refuse = (url: string): never => {
  throw new CrystalqError('CONFIG_INVALID', `${maskText(url)} is no address of a Redis`, {
    hint: 'Write redis://[:password@]host:port, rediss://... or unix:/path/of/redis.sock.',
  });
};

/** For messages: without any secret. */
export const tellAddress = (address: RedisAddress): string =>
  address.kind === 'socket' ? address.path : `${address.host}:${address.port}`;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * `worker` waits through outages, as long as they last; `producer` (command line, dashboard) answers at once that
 * Redis is away; `events` listens and waits.
 */
export type RedisRole = 'worker' | 'producer' | 'events';

const longestWaitMs = 2000;

/** ioredis options of a role. */
export function redisOptions(address: RedisAddress, role: RedisRole): RedisOptions {
  return {
    ...placeOf(address),
    lazyConnect: true,
    connectTimeout: 10_000,
    keepAlive: 30_000,
    connectionName: `crystalq-${role}`,
    retryStrategy: (tries) => Math.min(100 * tries, longestWaitMs),
    ...(role === 'producer'
      ? { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 30_000 }
      : { maxRetriesPerRequest: null }),
  };
}

/** The part of the options that says where. */
export function placeOf(address: RedisAddress): RedisOptions {
  const common = {
    ...(address.password !== undefined && { password: address.password }),
    ...(address.db !== undefined && { db: address.db }),
  };
  if (address.kind === 'socket') return { path: address.path, ...common };
  const { host, port, tls, username } = address;
  return { host, port, ...(username !== undefined && { username }), ...(tls && { tls: {} }), ...common };
}
