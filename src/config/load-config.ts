import { join, resolve } from 'node:path';
import { assign, type Assignment } from './assign.js';
import { builtInSource } from './built-in.js';
import { crossCheck } from './cross-check.js';
import type { Config } from './config.js';
import { configError, type Fault } from './faults.js';
import { loadFileSources, type ConfigFile } from './file-sources.js';
import { passGate } from './final-gate.js';
import { fillIn, merge, type Entry, type Won } from './merge.js';
import { environmentNames } from './schema.js';
import type { Origin, Source } from './source.js';
import { loadFlags, loadVariables } from './text-sources.js';

export interface LoadOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** `--config FILE`: takes the place of the user file. */
  readonly configFile?: string | undefined;
  /** `--set key=value`, in their order. */
  readonly settings?: readonly string[] | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where the value of a key comes from; undefined for keys that there are not. */
  readonly origin: (key: string) => Origin | undefined;
  readonly entries: readonly Entry[];
  /** The files that were read. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
  /** What won, and what was asked for: for `reloadConfig`. */
  readonly won: Won;
  readonly options: LoadOptions;
}

/**
 * The configuration from all layers: built-in defaults < site file < environment < user file < CRYSTALQ_* variables
 * < flags. Throws CONFIG_INVALID with all faults at once, each with key, value, what is allowed and its place.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const { env, cwd, home } = options;
  const [variables, flags] = await Promise.all([
    loadVariables(env, cwd),
    loadFlags(options.settings ?? [], cwd),
  ]);
  const files = await loadFileSources(
    siteFile(options),
    userFile(options),
    environmentIn([...flags.sources, ...variables.sources]),
  );
  const dataHome = env['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const sources = [builtInSource(dataHome), ...files.sources, ...variables.sources, ...flags.sources];
  const assigned = sources.map((source) => assign(source, home));
  const won = withDerived(merge(assigned.flatMap(({ assignments }) => assignments)));
  const faults = [
    ...files.faults,
    ...variables.faults,
    ...flags.faults,
    ...assigned.flatMap((each) => each.faults),
    ...files.idle.flatMap((source) => assign(source, home).faults),
  ];
  const warnings = [...files.warnings, ...variables.warnings];
  return finish(won, faults, { files: files.files, warnings, options });
}

/** Values, origins and the last checks. Throws CONFIG_INVALID when there is any fault. */
export function finish(
  won: Won,
  faults: readonly Fault[],
  { files, warnings, options }: Pick<LoadedConfig, 'files' | 'warnings' | 'options'>,
): LoadedConfig {
  const { entries, values } = fillIn(won);
  const origins = new Map(entries.map(({ key, origin }) => [key, origin]));
  const all = [...faults, ...crossCheck(entries)];
  if (all.length > 0) throw configError(all);
  return {
    config: passGate(values),
    origin: (key) => origins.get(key),
    entries,
    files,
    warnings,
    won,
    options,
  };
}

const siteFile = ({ env, cwd }: LoadOptions): ConfigFile => ({
  path: resolve(cwd, env['CRYSTALQ_SITE_CONFIG'] ?? '/etc/crystalq/config.yaml'),
  isNamed: env['CRYSTALQ_SITE_CONFIG'] !== undefined,
});

function userFile({ env, home, cwd, configFile }: LoadOptions): ConfigFile {
  const named = configFile ?? env['CRYSTALQ_CONFIG'];
  if (named !== undefined) return { path: resolve(cwd, named), isNamed: true };
  return {
    path: join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'crystalq', 'config.yaml'),
    isNamed: false,
  };
}

/** The environment that a flag or variable names: it must be known before the files are read. */
function environmentIn(sources: readonly Source[]): string | undefined {
  const said = sources
    .map(({ tree }) => (tree as Record<string, unknown>)['environment'])
    .filter((value) => value !== undefined);
  return environmentNames.find((name) => name === said[0]);
}

/** The work folder follows the data folder unless somebody chose it. */
function withDerived(won: Won): Won {
  const work = won.get('paths.workDir');
  const data = won.get('paths.dataDir');
  if (work?.origin.layer !== 'default' || typeof data?.value !== 'string') return won;
  const derived: Assignment = { ...work, value: join(data.value, 'work') };
  return new Map(won).set('paths.workDir', derived);
}
