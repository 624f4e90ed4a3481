import type { Redis } from 'ioredis';
import type { Config } from '../src/config/config.js';
import type { Log } from '../src/log/log.js';
import { createQueues, type Queues } from './queues.js';
import { connectRedis } from './redis/connect-redis.js';
import { ownRedisUrl } from './redis/own-redis.js';
import type { RedisRole } from './redis/redis-address.js';

export interface OpenedQueues {
  readonly queues: Queues;
  /** The connection beneath; BullMQ workers duplicate it for their blocking reads. */
  readonly redis: Redis;
  readonly close: () => Promise<void>;
}

/** Where Redis is: as configured, or the own server of the data folder. */
export const redisUrlOf = (config: Config, env: NodeJS.ProcessEnv = process.env): string =>
  config.advanced.redis.url ?? ownRedisUrl(config.paths.dataDir, env);

/** Queues on a Redis that is fit for them. */
export async function openQueues(
  config: Config,
  role: RedisRole = 'producer',
  log?: Log,
): Promise<OpenedQueues> {
  const { prefix, allowUnprotected } = config.advanced.redis;
  const redis = await connectRedis(redisUrlOf(config), { role, allowUnprotected, ...(log ? { log } : {}) });
  const queues = createQueues(redis, prefix, {
    retry: config.workflow.retry,
    retention: config.advanced.retention,
  });
  return {
    queues,
    redis,
    close: async () => {
      await queues.close();
      await redis.quit();
    },
  };
}
