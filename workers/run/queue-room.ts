import type { ClusterProfile } from '../../src/config/config.js';
import type { Store } from '../../src/store/store.js';
import type { WorkerDeps } from '../deps.js';

/** What this process last counted, and what it let pass since. A hint: several workers may exceed the limit a little. */
interface Count {
  readonly at: number;
  readonly live: Promise<number>;
  passed: number;
  /** When the next one that was turned away may knock. */
  knockAt: number;
}

type CountingStore = Pick<Store, 'countLiveAttempts'>;

interface Deps extends Pick<WorkerDeps, 'config'> {
  readonly store: CountingStore;
}

const counts = new WeakMap<CountingStore, Map<string, Count>>();

/** How long a count is believed. */
const countMs = 1_500;

/**
 * How long a submission has to wait, in milliseconds, because `limits.maxQueued` attempts of the cluster are in the
 * scheduler (or may be: unclear ones count). No attempt is used up. Those that wait knock one after the other, twice as
 * fast as they may be submitted, so that a long line costs no more than a short one.
 */
export async function waitForRoom(deps: Deps, cluster: string): Promise<number> {
  const limits = deps.config().clusters[cluster]?.limits;
  if (!limits) return 0;
  const count = currentCount(deps.store, cluster);
  const live = await count.live;
  if (live + count.passed < limits.maxQueued) {
    count.passed += 1;
    return 0;
  }
  return nextKnock(count, limits);
}

function currentCount(store: CountingStore, cluster: string): Count {
  const ofStore = counts.get(store) ?? new Map<string, Count>();
  counts.set(store, ofStore);
  const now = performance.now();
  const last = ofStore.get(cluster);
  if (last && now - last.at < countMs) return last;
  const live = store.countLiveAttempts(cluster);
  const count = { at: now, live, passed: 0, knockAt: last?.knockAt ?? 0 };
  ofStore.set(cluster, count);
  // A store that is away is asked again by the next one.
  live.catch(() => ofStore.delete(cluster));
  return count;
}

function nextKnock(count: Count, { maxSubmitPerMinute }: ClusterProfile['limits']): number {
  const now = performance.now();
  count.knockAt = Math.max(now + countMs, count.knockAt + 30_000 / maxSubmitPerMinute);
  return Math.ceil(count.knockAt - now);
}
