import { dirname, join } from 'node:path';
import { builtInEnvironments } from './built-in.js';
import { quoteValue, type Fault } from './faults.js';
import { isMapping } from './mapping.js';
import { migrate } from './migrations.js';
import { environmentNames, schemaVersion } from './schema.js';
import type { Layer, Source } from './source.js';
import { loadYaml } from './yaml-source.js';

export interface ConfigFile {
  readonly path: string;
  /** Somebody asked for this very file: then it must be there. */
  readonly isNamed: boolean;
}

export interface FileSources {
  readonly sources: readonly Source[];
  /** Sections of environments that were not chosen: they are checked all the same. */
  readonly idle: readonly Source[];
  readonly files: readonly string[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
}

/** One file in the form of today, its `environments` sections set apart. */
interface ReadFile {
  readonly path: string;
  readonly tree: Readonly<Record<string, unknown>>;
  readonly environments: unknown;
  readonly where: (path: readonly string[]) => string;
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
}

/**
 * Sources from files: site file, then what the environment adds (built in, the `environments` section and
 * config.<environment>.yaml of site and user), then the user file.
 */
export async function loadFileSources(
  site: ConfigFile,
  user: ConfigFile,
  chosenEnvironment: string | undefined,
): Promise<FileSources> {
  const [siteFile, userFile] = await Promise.all([readConfigFile(site), readConfigFile(user)]);
  const environment =
    chosenEnvironment ?? environmentSaidIn(userFile) ?? environmentSaidIn(siteFile) ?? 'production';
  const [siteExtra, userExtra] = await Promise.all(
    [site, user].map((file) =>
      readConfigFile({ path: join(dirname(file.path), `config.${environment}.yaml`), isNamed: false }),
    ),
  );
  const builtIn: Source = {
    layer: 'environment',
    tree: builtInEnvironments[environment] ?? {},
    where: () => `built in for ${environment}`,
    baseFolder: '/',
  };
  const sources = [
    sourceOf('site', siteFile),
    builtIn,
    environmentSectionOf(siteFile, environment),
    sourceOf('environment', siteExtra),
    environmentSectionOf(userFile, environment),
    sourceOf('environment', userExtra),
    sourceOf('user', userFile),
  ].filter((source) => source !== undefined);
  const read = [siteFile, siteExtra, userFile, userExtra].filter((file) => file !== undefined);
  const idle = [siteFile, userFile].flatMap((file) =>
    environmentNames
      .filter((name) => name !== environment)
      .map((name) => environmentSectionOf(file, name))
      .filter((source) => source !== undefined),
  );
  return {
    sources,
    idle,
    files: read.map(({ path }) => path),
    faults: [...read.flatMap(({ faults }) => faults), ...read.flatMap(strangeEnvironments)],
    warnings: read.flatMap(({ warnings }) => warnings),
  };
}

async function readConfigFile({ path, isNamed }: ConfigFile): Promise<ReadFile | undefined> {
  const yaml = await loadYaml(path);
  const broken = (faults: readonly Fault[]): ReadFile => ({
    path,
    tree: {},
    environments: undefined,
    where: () => path,
    faults,
    warnings: [],
  });
  if (!yaml)
    return isNamed ? broken([{ key: '', where: path, message: 'there is no such file' }]) : undefined;
  if (yaml.faults.length > 0) return broken(yaml.faults);
  // An empty file, or one with comments only.
  if (yaml.tree === null || yaml.tree === undefined) return broken([]);
  if (!isMapping(yaml.tree))
    return broken([{ key: '', where: path, message: 'the file holds no sections with keys' }]);

  const { schemaVersion: version = schemaVersion, ...rest } = yaml.tree;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > schemaVersion)
    return broken([
      {
        key: 'schemaVersion',
        where: yaml.where(['schemaVersion']),
        message: `${quoteValue(version)} is not allowed; this program reads versions 1 to ${schemaVersion}`,
      },
    ]);
  const migrated = migrate(rest, version);
  const { environments, ...tree } = isMapping(migrated.tree) ? migrated.tree : {};
  return {
    path,
    tree,
    environments,
    where: (keys) => yaml.where(migrated.formerPath(keys)),
    faults: [],
    warnings: migrated.notes.map(
      (note) =>
        `${path} is of version ${version}: ${note}; write it so, with schemaVersion: ${schemaVersion}`,
    ),
  };
}

const environmentSaidIn = (file: ReadFile | undefined): string | undefined => {
  const said = file?.tree['environment'];
  return environmentNames.find((name) => name === said);
};

const sourceOf = (layer: Layer, file: ReadFile | undefined): Source | undefined =>
  file && { layer, tree: file.tree, where: file.where, baseFolder: dirname(file.path) };

function environmentSectionOf(file: ReadFile | undefined, environment: string): Source | undefined {
  if (!file || !isMapping(file.environments)) return undefined;
  return {
    layer: 'environment',
    tree: file.environments[environment],
    where: (path) => file.where(['environments', environment, ...path]),
    baseFolder: dirname(file.path),
  };
}

function strangeEnvironments(file: ReadFile): Fault[] {
  if (file.environments === undefined || file.environments === null) return [];
  const known: readonly string[] = environmentNames;
  const names = isMapping(file.environments) ? Object.keys(file.environments) : [''];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      key: name ? `environments.${name}` : 'environments',
      where: file.where(['environments', name]),
      message: `allowed are sections ${known.join(', ')}`,
    }));
}
