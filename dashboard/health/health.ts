import type { Redis } from 'ioredis';
import { allQueues } from '../../queues/names.js';
import type { Queues } from '../../queues/queues.js';
import type { Store } from '../../src/store/store.js';
import { memoryShareOf, readMemory } from './redis-memory.js';
import { within } from './within.js';

export interface Health {
  /** Broken: nothing can go on. Degraded: it goes on, and somebody should look. */
  readonly status: 'ok' | 'degraded' | 'broken';
  /** What is wrong, in words; empty when all is well. */
  readonly findings: readonly string[];
  readonly store: { readonly ok: boolean; readonly latencyMs: number | null };
  readonly redis: { readonly ok: boolean; readonly memoryShare: number | null };
  /** Worker processes that serve the queue with the fewest of them; null when Redis does not tell. */
  readonly workers: number | null;
  /** Seconds since the schedulers were due to be looked at, of the cluster that is most behind; 0: all on time. */
  readonly pollOverdueSeconds: number | null;
}

export interface HealthDeps {
  readonly store: Store;
  readonly queues: Queues;
  readonly redis: Redis;
}

const alarmShare = 0.8;
const alarmOverdueSeconds = 60;
const patienceMs = 2000;

export async function readHealth({ store, queues, redis }: HealthDeps): Promise<Health> {
  const ask = async <T>(question: Promise<T>): Promise<T | null> =>
    within(patienceMs, question).catch(() => null);
  const [storeHealth, memory, workers, pollOverdueSeconds, halts] = await Promise.all([
    ask(store.health()),
    ask(readMemory(redis)),
    ask(fewestWorkers(queues)),
    ask(overdueOf(queues)),
    ask(store.halts()),
  ]);
  const memoryShare = memory && memoryShareOf(memory);
  const broken = [
    ...(storeHealth ? [] : ['the store does not answer']),
    ...(memory ? [] : ['Redis does not answer']),
  ];
  const degraded = [
    ...(workers === 0 ? ['a queue has no worker: start one with `crystalq worker`'] : []),
    ...((memoryShare ?? 0) > alarmShare ? ['Redis is nearly full'] : []),
    ...((pollOverdueSeconds ?? 0) > alarmOverdueSeconds ? ['nobody looks at the scheduler'] : []),
    ...(halts?.some(({ state }) => state === 'open')
      ? ['something stands still: `crystalq status` tells what']
      : []),
  ];
  return {
    status: broken.length > 0 ? 'broken' : degraded.length > 0 ? 'degraded' : 'ok',
    findings: [...broken, ...degraded],
    store: { ok: storeHealth !== null, latencyMs: storeHealth?.latencyMs ?? null },
    redis: { ok: memory !== null, memoryShare },
    workers,
    pollOverdueSeconds,
  };
}

async function fewestWorkers({ byName }: Queues): Promise<number> {
  return Math.min(...(await Promise.all(allQueues.map((name) => byName[name].getWorkersCount()))));
}

/** BullMQ keeps when each repeating job is due next; a time that has passed means that nobody did it. */
async function overdueOf({ byName }: Queues): Promise<number> {
  const schedulers = await byName.system.getJobSchedulers(0, 100);
  const nowMs = Date.now();
  const polls = schedulers.filter(({ key }) => key.startsWith('poll-'));
  return Math.max(0, ...polls.map(({ next }) => (nowMs - (next ?? nowMs)) / 1000));
}
