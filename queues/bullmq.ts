import { createRequire } from 'node:module';
import type * as Bullmq from 'bullmq';

/**
 * BullMQ gives on what it exports from file to file. `import` reads each of its files twice, first for the names and then
 * to run it; `require` only runs it, in half the time, which a command that adds one job feels.
 */
export const bullmq = createRequire(import.meta.url)('bullmq') as typeof Bullmq;
