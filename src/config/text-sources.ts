import { maskText } from '../log/mask-secrets.js';
import { didYouMean } from '../errors/did-you-mean.js';
import type { Fault } from './faults.js';
import { findSetting } from './find-setting.js';
import { scalarOfText, type Kind } from './kinds.js';
import { schema } from './schema.js';
import type { SchemaNode, Setting } from './setting.js';
import type { Layer, Source } from './source.js';

export interface TextSources {
  readonly sources: readonly Source[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Variable {
  readonly name: string;
  readonly path: readonly string[];
  readonly setting: Setting<unknown>;
}

/** Variables with a meaning outside of the configuration. */
const otherVariables = /^CRYSTALQ_(CONFIG|SITE_CONFIG|DEBUG|REHEARSAL(_.*)?|TEST_.*)$/;

/** Every `CRYSTALQ_*` variable that stands for a key. */
export async function loadVariables(env: Environment, baseFolder: string): Promise<TextSources> {
  const known = variables();
  const sources: Source[] = [];
  for (const { name, path, setting } of known) {
    const given = env[name];
    if (given === undefined) continue;
    sources.push(textSource('variable', path, await rawOf(given, setting.kind), name, baseFolder));
  }
  const names = new Set(known.map(({ name }) => name));
  const warnings = Object.keys(env)
    .filter((name) => name.startsWith('CRYSTALQ_') && !names.has(name) && !otherVariables.test(name))
    .map((name) => strangeVariable(name, [...names]));
  return { sources, faults: [], warnings };
}

function strangeVariable(name: string, known: readonly string[]): string {
  const guess = didYouMean(name, known);
  return `the variable ${name} means nothing${guess === undefined ? '' : `; did you mean ${guess}?`}`;
}

/** The long names first: a short name wins over the long name of the same key. */
export function variables(): readonly Variable[] {
  const found = settingsOutsideOfMaps(schema, []);
  const long = found.map(({ path, setting }) => ({ name: longName(path), path, setting }));
  const short = found.flatMap(({ path, setting }) =>
    setting.variable === undefined ? [] : [{ name: setting.variable, path, setting }],
  );
  const shortNames = new Set(short.map(({ name }) => name));
  return [...long.filter(({ name }) => !shortNames.has(name)), ...short];
}

const longName = (path: readonly string[]): string =>
  `CRYSTALQ_${path.map((key) => key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()).join('_')}`;

function settingsOutsideOfMaps(
  node: SchemaNode,
  path: readonly string[],
): { path: readonly string[]; setting: Setting<unknown> }[] {
  if (node.node === 'setting') return [{ path, setting: node }];
  if (node.node === 'map') return [];
  return Object.entries(node.keys).flatMap(([key, child]) => settingsOutsideOfMaps(child, [...path, key]));
}

/** `--set key=value` of the command line, in their order. */
export async function loadFlags(settings: readonly string[], baseFolder: string): Promise<TextSources> {
  const sources: Source[] = [];
  const faults: Fault[] = [];
  for (const given of settings) {
    const where = `--set ${maskText(given)}`;
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
    if (key === undefined || value === undefined) {
      faults.push({ key: maskText(given), where, message: 'write --set key=value' });
      continue;
    }
    const path = key.trim().split('.');
    const node = findSetting(path);
    if (typeof node === 'string') faults.push({ key, where: `--set ${key}`, message: node });
    else sources.push(textSource('flag', path, await rawOf(value, node.kind), `--set ${key}`, baseFolder));
  }
  return { sources, faults, warnings: [] };
}

/** What the text of a variable or flag stands for; lists may be written in YAML. */
async function rawOf(given: string, kind: Kind<unknown>): Promise<unknown> {
  const split = kind.fromText ? kind.fromText(given) : scalarOfText(given);
  if (split !== undefined) return split;
  const { parse } = await import('yaml');
  try {
    return parse(given) as unknown;
  } catch {
    return given;
  }
}

function textSource(
  layer: Layer,
  path: readonly string[],
  value: unknown,
  where: string,
  baseFolder: string,
): Source {
  const tree = path.reduceRight<unknown>((below, key) => ({ [key]: below }), value);
  return { layer, tree, where: () => where, baseFolder };
}
