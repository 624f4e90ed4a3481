import { join, resolve } from 'node:path';
import { quoteValue, type Fault } from './faults.js';
import { schema } from './schema.js';
import type { Group, MapOf, SchemaNode, Setting } from './setting.js';
import type { Origin, Source } from './source.js';
import { unknownKey } from './unknown-key.js';

/** A checked value for one key. A name in a map without any key of its own has no value. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value?: unknown;
  readonly origin: Origin;
}

export interface Assigned {
  readonly assignments: Assignment[];
  readonly faults: Fault[];
}

/** Checks a source against the schema, key by key; faulty keys are told and left out. */
export function assign(source: Source, home: string): Assigned {
  const result: Assigned = { assignments: [], faults: [] };
  visit({ source, home, result }, schema, source.tree, []);
  return result;
}

interface Walk {
  readonly source: Source;
  readonly home: string;
  readonly result: Assigned;
}

function visit(walk: Walk, node: SchemaNode, raw: unknown, path: readonly string[]): void {
  if (node.node === 'setting') visitSetting(walk, node, raw, path);
  else visitKeys(walk, node, raw, path);
}

function visitSetting(walk: Walk, node: Setting<unknown>, raw: unknown, path: readonly string[]): void {
  const where = walk.source.where(path);
  try {
    const value = node.kind.read(raw);
    const origin = { layer: walk.source.layer, where };
    walk.result.assignments.push({
      path,
      value: node.kind.isLocalPath ? localPath(walk, value) : value,
      origin,
    });
  } catch {
    const told = node.secret ? 'the value' : quoteValue(raw);
    addFault(walk, path, `${told} is not allowed; allowed is ${node.kind.allowed}`);
  }
}

const localPath = ({ home, source }: Walk, value: unknown): unknown =>
  typeof value !== 'string'
    ? value
    : value === '~' || value.startsWith('~/')
      ? join(home, value.slice(1))
      : resolve(source.baseFolder, value);

function visitKeys(walk: Walk, node: Group | MapOf, raw: unknown, path: readonly string[]): void {
  // `section:` with nothing below it.
  if (raw === null || raw === undefined) return;
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    addFault(walk, path, `${quoteValue(raw)} is not allowed; allowed is a section with keys`);
    return;
  }
  for (const [key, value] of Object.entries(raw)) {
    const below = [...path, key];
    if (node.node === 'group') visitGroupKey(walk, node, key, value, below);
    else visitMapKey(walk, node, key, value, below);
  }
}

function visitGroupKey(walk: Walk, node: Group, key: string, value: unknown, path: readonly string[]): void {
  const child = Object.hasOwn(node.keys, key) ? node.keys[key] : undefined;
  if (child) visit(walk, child, value, path);
  else addFault(walk, path, unknownKey(key, Object.keys(node.keys)));
}

function visitMapKey(walk: Walk, node: MapOf, key: string, value: unknown, path: readonly string[]): void {
  try {
    node.name.read(key);
  } catch {
    addFault(walk, path, `${quoteValue(key)} is not allowed as a key; allowed is ${node.name.allowed}`);
    return;
  }
  if (node.item.node !== 'setting')
    walk.result.assignments.push({
      path,
      origin: { layer: walk.source.layer, where: walk.source.where(path) },
    });
  visit(walk, node.item, value, path);
}

function addFault({ source, result }: Walk, path: readonly string[], message: string): void {
  result.faults.push({ key: path.join('.'), where: source.where(path), message });
}
