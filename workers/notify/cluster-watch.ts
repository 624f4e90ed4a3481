import { toCrystalqError } from '../../src/errors/crystalq-error.js';
import { notify, type NotifyDeps } from './notify.js';

/** One silent question is no outage. */
const failuresOfAnOutage = 2;
/** A process that told of an outage and died is replaced by another one after this time. */
const leaseSeconds = 600;

interface Trouble {
  failures: number;
  /** This process told of it, and will tell when it is over. */
  isTeller: boolean;
}

export interface ClusterWatch {
  readonly failed: (deps: NotifyDeps, cluster: string, thrown: unknown) => Promise<void>;
  readonly answered: (deps: NotifyDeps, cluster: string) => Promise<void>;
}

/** Tells once of each outage of a scheduler, and once when it is over; of several workers one tells (lease). */
export function createClusterWatch(): ClusterWatch {
  const troubles = new Map<string, Trouble>();
  return {
    failed: async (deps, cluster, thrown) => {
      const trouble = troubles.get(cluster) ?? { failures: 0, isTeller: false };
      troubles.set(cluster, trouble);
      trouble.failures += 1;
      if (trouble.failures < failuresOfAnOutage) return;
      const lease = await hold(deps, cluster);
      if (!lease || trouble.isTeller) return;
      trouble.isTeller = true;
      const { code, message } = toCrystalqError(thrown);
      await notify(deps, {
        ...about,
        severity: 'high',
        title: `Cluster ${cluster} does not answer`,
        text: `The scheduler of ${cluster} does not answer (${code}): ${message} Jobs stay as they are until it does.`,
      });
    },
    answered: async (deps, cluster) => {
      const trouble = troubles.get(cluster);
      if (!trouble) return;
      troubles.delete(cluster);
      if (!trouble.isTeller) return;
      await letGo(deps, cluster);
      await notify(deps, {
        ...about,
        severity: 'low',
        title: `Cluster ${cluster} answers again`,
        text: `The scheduler of ${cluster} answers again; work goes on.`,
      });
    },
  };
}

const about = { kind: 'clusterTrouble', batchId: null, materialId: null } as const;

const leaseName = (cluster: string): string => `outage-${cluster}`;

async function hold({ store, actor, log }: NotifyDeps, cluster: string): Promise<boolean> {
  try {
    return (await store.acquireLease(leaseName(cluster), actor, leaseSeconds)) !== undefined;
  } catch (error) {
    log.warn('an outage of the cluster could not be told', { cluster, error });
    return false;
  }
}

async function letGo({ store, actor, log }: NotifyDeps, cluster: string): Promise<void> {
  try {
    await store.releaseLease(leaseName(cluster), actor);
  } catch (error) {
    log.debug('the lease on an outage ends by itself', { cluster, error });
  }
}
