import type { CrystalqError } from '../errors/crystalq-error.js';
import { toCrystalqError } from '../errors/crystalq-error.js';
import { finish, loadConfig, type LoadedConfig } from './load-config.js';
import { findNode, findSetting } from './find-setting.js';
import type { Won } from './merge.js';

/** What became of a reload. `kept`: keys that changed in the files but need a restart; they keep their value. */
export type Reloaded =
  | {
      readonly kind: 'taken';
      readonly loaded: LoadedConfig;
      readonly changed: readonly string[];
      readonly kept: readonly string[];
    }
  | { readonly kind: 'refused'; readonly error: CrystalqError };

/**
 * Reads all layers again, for SIGHUP, with the variables and flags that the process was started with. A faulty configuration is refused as a whole, and the one in use stays. Of a
 * good one only live keys (limits, log level, intervals) change in a running process.
 */
export async function reloadConfig(current: LoadedConfig): Promise<Reloaded> {
  try {
    const fresh = await loadConfig(current.options);
    const differing = differingKeys(current, fresh);
    const changed = differing.filter((key) => isLive(key) && isInBoth(key, current, fresh));
    const kept = differing.filter((key) => !changed.includes(key));
    const won = withLiveKeys(current.won, fresh.won, changed);
    return { kind: 'taken', loaded: finish(won, [], fresh), changed, kept };
  } catch (thrown) {
    return { kind: 'refused', error: toCrystalqError(thrown) };
  }
}

function differingKeys(before: LoadedConfig, after: LoadedConfig): string[] {
  const told = ({ entries }: LoadedConfig) =>
    new Map(entries.map(({ key, value }) => [key, JSON.stringify(value)]));
  const [old, fresh] = [told(before), told(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((key) => old.get(key) !== fresh.get(key));
}

const isLive = (key: string): boolean => {
  const node = findSetting(key.split('.'));
  return typeof node !== 'string' && node.live === true;
};

/** The limits of a cluster that is new or gone wait for the restart that brings the cluster itself. */
function isInBoth(key: string, before: LoadedConfig, after: LoadedConfig): boolean {
  const parent = findNode(key.split('.').slice(0, -1));
  if (typeof parent !== 'string' && parent.node === 'map') return true;
  return before.origin(key) !== undefined && after.origin(key) !== undefined;
}

function withLiveKeys(current: Won, fresh: Won, changed: readonly string[]): Won {
  const won = new Map(current);
  for (const key of changed) {
    const assignment = fresh.get(key);
    if (assignment) won.set(key, assignment);
    else won.delete(key);
  }
  return won;
}
