import type { WorkerDeps } from '../deps.js';
import { holderOf, isGone } from './lease-holder.js';

type Deps = Pick<WorkerDeps, 'store' | 'log' | 'actor'>;

/** A holder that went silent is replaced after this time; one that is seen to be dead, at once. */
const leaseSeconds = 20;
const renewMs = 5_000;

/**
 * Does work that is done once at a time, and returns what came of it; undefined: somebody else does it, maybe in this
 * process. The lease is short and renewed while the work goes on. Work whose lease was lost (a process that stood
 * still) goes on beside that of the new holder: both change the store by compare-and-set only, so it does no harm.
 */
export async function withLease<T>(deps: Deps, name: string, work: () => Promise<T>): Promise<T | undefined> {
  const holder = holderOf(deps.actor);
  if (!(await acquire(deps, name, holder))) return undefined;
  let renewing: Promise<unknown> = Promise.resolve();
  const renewal = setInterval(() => {
    renewing = deps.store.acquireLease(name, holder, leaseSeconds).catch((error: unknown) => {
      deps.log.debug('a lease could not be renewed', { lease: name, error });
    });
  }, renewMs);
  // It is there for the work, and alone keeps no process alive.
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    // A renewal that came after the release would hold it for nothing.
    await renewing;
    await giveBack(deps, name, holder);
  }
}

/** What came of the work stands, whatever becomes of its lease. */
async function giveBack({ store, log }: Deps, name: string, holder: string): Promise<void> {
  try {
    await store.releaseLease(name, holder);
  } catch (error) {
    log.warn('a lease could not be given back, it runs out by itself', { lease: name, error });
  }
}

async function acquire({ store, log }: Deps, name: string, holder: string): Promise<boolean> {
  if (await store.acquireLease(name, holder, leaseSeconds)) return true;
  const other = await store.leaseHolder(name);
  if (other === undefined || !isGone(other)) return false;
  log.info('the lease of a dead process is taken over', { lease: name, holder: other });
  await store.releaseLease(name, other);
  return (await store.acquireLease(name, holder, leaseSeconds)) !== undefined;
}
