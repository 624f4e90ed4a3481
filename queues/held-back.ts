import type { Redis } from 'ioredis';

/** `halt`: jobs of its kind are refused. `full`: the scheduler said that it is. `room`: our own limit of queued jobs. */
export type HoldReason = 'halt' | 'full' | 'room';

interface HeldBack {
  readonly cluster: string;
  readonly reason: string;
  readonly times: number;
}

/** How often submissions were kept back, by all workers together; in Redis, since it is lost without harm. */
export const createHeldBack = (redis: Redis, prefix: string) => {
  const key = `${prefix}:held-back`;
  return {
    countHeldBack: async (cluster: string, reason: HoldReason): Promise<void> => {
      await redis.hincrby(key, `${reason} ${cluster}`, 1);
    },
    heldBack: async (): Promise<HeldBack[]> =>
      Object.entries(await redis.hgetall(key)).map(([field, times]) => {
        const [reason = '', ...cluster] = field.split(' ');
        return { reason, cluster: cluster.join(' '), times: Number(times) };
      }),
  };
};
