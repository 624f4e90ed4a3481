import type { Redis } from 'ioredis';

export interface RedisMemory {
  readonly usedBytes: number;
  /** 0: no limit of its own. */
  readonly maxBytes: number;
}

export async function readMemory(redis: Redis): Promise<RedisMemory> {
  const info = await redis.info('memory');
  const read = (key: string): number => Number(new RegExp(`^${key}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return { usedBytes: read('used_memory'), maxBytes: read('maxmemory') };
}

/** Undefined as 0 where Redis has no limit. */
export const memoryShareOf = ({ usedBytes, maxBytes }: RedisMemory): number =>
  maxBytes === 0 ? 0 : usedBytes / maxBytes;
