import { Gauge, Registry } from 'prom-client';
import { allQueues } from '../../queues/names.js';
import type { HealthDeps } from './health.js';
import { readMemory } from './redis-memory.js';
import { within } from './within.js';

export interface MetricsDeps extends HealthDeps {
  readonly windowMaterials: () => number;
}

const patienceMs = 2000;
/** Two Prometheus servers, or a short interval, cost no more than one. */
const freshMs = 5000;

/**
 * Domain gauges for Prometheus. A scrape asks the database for counts and Redis for lengths: no rows are fetched. With
 * Redis or store away, `crystalq_up` tells it and the other one's numbers are still there.
 */
export function createMetrics(
  deps: MetricsDeps,
  clockMs = (): number => performance.now(),
): () => Promise<string> {
  const registry = new Registry();
  const gauges = createGauges(registry);
  const look = async (): Promise<string> => {
    // What there is none of any more (a state, a failure code) is not counted: its last number would stay for ever.
    registry.resetMetrics();
    const read = async (part: string, reading: Promise<void>): Promise<void> => {
      const isUp = await within(patienceMs, reading).then(
        () => 1,
        () => 0,
      );
      gauges.up.set({ part }, isUp);
    };
    await Promise.all([read('store', readStore(deps, gauges)), read('redis', readRedis(deps, gauges))]);
    return registry.metrics();
  };
  let last: { readonly at: number; readonly text: Promise<string> } | undefined;
  return () => {
    const now = clockMs();
    if (!last || now - last.at > freshMs) last = { at: now, text: look() };
    return last.text;
  };
}

type Gauges = ReturnType<typeof createGauges>;

function createGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> =>
    new Gauge({ name: `crystalq_${name}`, help, labelNames, registers: [registry] });
  return {
    up: gauge('up', '1: answers, 0: does not', ['part']),
    materials: gauge('materials', 'materials by state', ['state']),
    steps: gauge('steps', 'steps by type and state', ['type', 'state']),
    attempts: gauge('attempts', 'attempts by state', ['state']),
    failures: gauge('failures', 'steps and materials that failed, by failure code', ['code']),
    halts: gauge('halts', 'what stands still: submissions that are refused, full disks', ['kind']),
    windowUse: gauge('window_use_ratio', 'materials in Redis, as a share of the window'),
    latency: gauge('store_latency_seconds', 'time of one trivial query'),
    jobs: gauge('queue_jobs', 'jobs in Redis by queue and state', ['queue', 'state']),
    workers: gauge('queue_workers', 'worker processes by the queue they serve', ['queue']),
    heldBack: gauge('submissions_held_back', 'how often submissions had to wait, by what kept them back', [
      'cluster',
      'reason',
    ]),
    redisBytes: gauge('redis_memory_bytes', 'memory of Redis; max 0: without a limit of its own', ['kind']),
  };
}

async function readStore({ store, windowMaterials }: MetricsDeps, gauges: Gauges): Promise<void> {
  const [counts, health, halts] = await Promise.all([store.counts(), store.health(), store.halts()]);
  for (const [state, count] of Object.entries(counts.materials)) gauges.materials.set({ state }, count);
  for (const { type, state, count } of counts.steps) gauges.steps.set({ type, state }, count);
  for (const [state, count] of Object.entries(counts.attempts)) gauges.attempts.set({ state }, count);
  for (const { failureCode, count } of counts.failures) gauges.failures.set({ code: failureCode }, count);
  for (const kind of ['submission', 'disk'] as const)
    gauges.halts.set({ kind }, halts.filter((halt) => halt.kind === kind && halt.state === 'open').length);
  gauges.windowUse.set((counts.materials.released ?? 0) / windowMaterials());
  gauges.latency.set(health.latencyMs / 1000);
}

async function readRedis({ queues, redis }: MetricsDeps, gauges: Gauges): Promise<void> {
  const memory = await readMemory(redis);
  gauges.redisBytes.set({ kind: 'used' }, memory.usedBytes);
  gauges.redisBytes.set({ kind: 'max' }, memory.maxBytes);
  for (const { cluster, reason, times } of await queues.heldBack())
    gauges.heldBack.set({ cluster, reason }, times);
  await Promise.all(
    allQueues.map(async (queue) => {
      const lengths = await queues.byName[queue].getJobCounts();
      for (const [state, count] of Object.entries(lengths)) gauges.jobs.set({ queue, state }, count);
      gauges.workers.set({ queue }, await queues.byName[queue].getWorkersCount());
    }),
  );
}
