import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Resources } from '../workflow/records.js';
import type { schema } from './schema.js';
import type { ResourceRequest } from './sections/resources.js';
import type { ValuesOf } from './setting.js';

export type { ClusterProfile } from './sections/cluster-profile.js';

/** The whole configuration, checked. Pass on only the part a function needs. */
export type Config = ValuesOf<typeof schema>;

/** For step types that no section says anything about. */
const lastResort: Resources = {
  tasks: 1,
  cpusPerTask: 1,
  nodes: 1,
  memoryMiB: 4096,
  walltimeSeconds: 7200,
  partition: null,
  account: null,
  qos: null,
};

/**
 * What a step of this type asks for on this cluster: the profile's own entry for the type, then the profile's
 * `default`, then `workflow.resources` likewise.
 */
export function resourcesFor(config: Config, cluster: string, stepType: string): Resources {
  const ofProfile = config.clusters[cluster]?.resources ?? {};
  const ofWorkflow = config.workflow.resources;
  const requests = [ofProfile[stepType], ofProfile['default'], ofWorkflow[stepType], ofWorkflow['default']];
  const first = <K extends keyof Resources>(key: K): Resources[K] => {
    for (const request of requests) {
      const value = request?.[key satisfies keyof ResourceRequest] as Resources[K] | null | undefined;
      if (value !== null && value !== undefined) return value;
    }
    return lastResort[key];
  };
  return {
    tasks: first('tasks'),
    cpusPerTask: first('cpusPerTask'),
    nodes: first('nodes'),
    memoryMiB: first('memoryMiB'),
    walltimeSeconds: first('walltimeSeconds'),
    partition: first('partition'),
    account: first('account'),
    qos: first('qos'),
  };
}

/** The database to open: what is configured, or SQLite in the data folder. */
export const storeUrlOf = (config: Config): string =>
  config.advanced.store.url ?? pathToFileURL(join(config.paths.dataDir, 'crystalq.db')).href;

/** Undefined where the store is in PostgreSQL. */
export function sqliteFileOf(config: Config): string | undefined {
  const url = storeUrlOf(config);
  return url.startsWith('file:') ? fileURLToPath(url) : undefined;
}

export const logFolderOf = (config: Config): string =>
  config.advanced.log.folder ?? join(config.paths.dataDir, 'logs');
