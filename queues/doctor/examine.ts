import { toCrystalqError } from '../../src/errors/crystalq-error.js';
import { loadConfig, type LoadedConfig, type LoadOptions } from '../../src/config/load-config.js';
import { checkClocks } from './check-clock.js';
import { checkClusters } from './check-clusters.js';
import { checkConfiguration } from './check-configuration.js';
import { checkFolders } from './check-folders.js';
import { checkNode } from './check-node.js';
import { checkRedis } from './check-redis.js';
import { checkStore } from './check-store.js';
import { findingsOf, type Finding } from './finding.js';

/** Looks at everything crystalq stands on, and makes nothing that is not there. */
export async function examine(options: LoadOptions): Promise<Finding[]> {
  const node = checkNode(process.version);
  const loaded = await loadConfig(options).catch((thrown: unknown) => toCrystalqError(thrown));
  if (loaded instanceof Error)
    return [...node, findingsOf('configuration').problem(loaded.message, loaded.hint)];
  return [...node, ...(await examineRest(loaded, options.env))];
}

async function examineRest(loaded: LoadedConfig, env: LoadOptions['env']): Promise<Finding[]> {
  const { config } = loaded;
  const [redis, store, clusters] = await Promise.all([
    checkRedis(config, env),
    checkStore(config),
    checkClusters(config, env),
  ]);
  return [
    ...checkConfiguration(loaded),
    ...checkFolders(config),
    ...redis.findings,
    ...store,
    ...clusters,
    ...checkClocks(redis.aheadMs, config.paths.workDir),
  ];
}
