import type { Store } from '../../src/store/store.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import type { WorkerDeps } from '../deps.js';

/** What this process last counted, and what it let pass since. A hint: several workers may exceed the limit a little. */
interface Count {
  readonly at: number;
  readonly live: Promise<number>;
  passed: number;
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

/** How long a count is believed, in milliseconds: where it says that there is room, and where it says that there is none. */
const freshMs = { room: 1_500, none: 100 };

/**
 * Whether the attempt may be submitted: fewer than `limits.maxQueued` attempts of its cluster are in the scheduler (or
 * may be: unclear ones count). The room is taken by it then, until its intent is saved or it calls `leaveLine`.
 */
export async function takeRoom(deps: Deps, { id, cluster }: Submission): Promise<boolean> {
  for (const ms of [freshMs.room, freshMs.none]) {
    const count = currentCount(deps.store, cluster, ms);
    const live = await count.live;
    // Nothing is awaited between this look and the taking: others come from the same count.
    if (leftOf(deps, cluster, live + count.passed) <= 0) continue;
    count.passed += 1;
    roomOf(deps.store, cluster).inLine.add(id);
    return true;
  }
  return false;
}

/** How many attempts more may be submitted now. */
export async function roomLeft(deps: Deps, cluster: string): Promise<number> {
  const count = currentCount(deps.store, cluster, freshMs.none);
  const live = await count.live;
  return Math.max(0, leftOf(deps, cluster, live + count.passed));
}

function leftOf({ config }: Deps, cluster: string, taken: number): number {
  const { maxQueued } = config().clusters[cluster]?.limits ?? { maxQueued: Infinity };
  return maxQueued - taken;
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

function currentCount(store: CountingStore, cluster: string, ms: number): Count {
  const room = roomOf(store, cluster);
  const now = performance.now();
  if (room.count && now - room.count.at < ms) return room.count;
  const live = store.countLiveAttempts(cluster);
  const count = { at: now, live, passed: room.inLine.size };
  room.count = count;
  // A store that is away is asked again by the next one.
  live.catch(() => (room.count = undefined));
  return count;
}
