import type { ClusterProfile } from '../../src/config/config.js';
import type { Store } from '../../src/store/store.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
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

/** Of a cluster, in this process. */
interface Room {
  count: Count | undefined;
  /** Attempts that were let pass and wait for their turn to be submitted: no count of the store knows them. */
  readonly inLine: Set<string>;
}

type Submission = Pick<AttemptRecord, 'id' | 'cluster'>;

interface Deps extends Pick<WorkerDeps, 'config'> {
  readonly store: CountingStore;
}

const rooms = new WeakMap<CountingStore, Map<string, Room>>();

/** How long a count is believed. */
const countMs = 1_500;

/**
 * How long a submission has to wait, in milliseconds, because `limits.maxQueued` attempts of the cluster are in the
 * scheduler (or may be: unclear ones count). No attempt is used up. Those that wait knock one after the other, twice as
 * fast as they may be submitted, so that a long line costs no more than a short one.
 */
export async function waitForRoom(deps: Deps, { id, cluster }: Submission): Promise<number> {
  const limits = deps.config().clusters[cluster]?.limits;
  if (!limits) return 0;
  const room = roomOf(deps.store, cluster);
  const count = currentCount(deps.store, cluster, room);
  const live = await count.live;
  if (live + count.passed < limits.maxQueued) {
    count.passed += 1;
    room.inLine.add(id);
    return 0;
  }
  return nextKnock(count, limits);
}

/** Its intent is saved, hence counted from now on, or it is not submitted after all. */
export const leaveLine = (store: CountingStore, { id, cluster }: Submission): void =>
  void roomOf(store, cluster).inLine.delete(id);

function roomOf(store: CountingStore, cluster: string): Room {
  const ofStore = rooms.get(store) ?? new Map<string, Room>();
  rooms.set(store, ofStore);
  const room = ofStore.get(cluster) ?? { count: undefined, inLine: new Set<string>() };
  ofStore.set(cluster, room);
  return room;
}

function currentCount(store: CountingStore, cluster: string, room: Room): Count {
  const now = performance.now();
  const last = room.count;
  if (last && now - last.at < countMs) return last;
  const live = store.countLiveAttempts(cluster);
  const count = { at: now, live, passed: room.inLine.size, knockAt: last?.knockAt ?? 0 };
  room.count = count;
  // A store that is away is asked again by the next one.
  live.catch(() => (room.count = undefined));
  return count;
}

function nextKnock(count: Count, { maxSubmitPerMinute }: ClusterProfile['limits']): number {
  const now = performance.now();
  count.knockAt = Math.max(now + countMs, count.knockAt + 30_000 / maxSubmitPerMinute);
  return Math.ceil(count.knockAt - now);
}
