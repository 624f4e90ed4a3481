import type { Redis } from 'ioredis';

/**
 * Attempts whose submission sleeps until their cluster has room. In Redis, since it is lost without harm: they wake by
 * themselves in the end.
 */
export const createWaitingList = (redis: Redis, prefix: string) => {
  const key = (cluster: string): string => `${prefix}:waiting:${cluster}`;
  return {
    joinWaitingList: async (cluster: string, attemptId: string): Promise<void> => {
      await redis.sadd(key(cluster), attemptId);
    },
    leaveWaitingList: async (cluster: string, attemptIds: readonly string[]): Promise<void> => {
      if (attemptIds.length > 0) await redis.srem(key(cluster), ...attemptIds);
    },
    waitingList: (cluster: string): Promise<string[]> => redis.smembers(key(cluster)),
  };
};
