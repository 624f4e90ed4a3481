import { createRequire } from 'node:module';
import type * as Ioredis from 'ioredis';

/** By `require`, for the same reason as BullMQ (queues/bullmq.ts). */
export const ioredis = createRequire(import.meta.url)('ioredis') as typeof Ioredis;
