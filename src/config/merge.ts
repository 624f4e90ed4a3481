import type { Assignment } from './assign.js';
import { schema } from './schema.js';
import type { SchemaNode, Setting } from './setting.js';
import type { Origin } from './source.js';

/** The assignments that won, by key. */
export type Won = ReadonlyMap<string, Assignment>;

const keyOf = (path: readonly string[]): string => path.join('.');

/** A later assignment takes the place of an earlier one. */
export function merge(assignments: readonly Assignment[]): Won {
  return new Map(assignments.map((assignment) => [keyOf(assignment.path), assignment]));
}

/** One key with its value and where that comes from. */
export interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly origin: Origin;
  readonly setting: Setting<unknown>;
}

export interface Merged {
  /** All keys in the order of the schema, defaults filled in. */
  readonly entries: readonly Entry[];
  readonly values: unknown;
}

const builtIn: Origin = { layer: 'default', where: 'built in' };

export function fillIn(won: Won): Merged {
  const names = namesBelow(won);
  const entries: Entry[] = [];
  const fill = (node: SchemaNode, path: readonly string[]): unknown => {
    if (node.node === 'setting') {
      const given = won.get(keyOf(path));
      const value = given ? given.value : node.initial;
      entries.push({ key: keyOf(path), value, origin: given?.origin ?? builtIn, setting: node });
      return value;
    }
    const children: [string, SchemaNode][] =
      node.node === 'group'
        ? Object.entries(node.keys)
        : [...(names.get(keyOf(path)) ?? [])].map((name) => [name, node.item]);
    return Object.fromEntries(children.map(([key, child]) => [key, fill(child, [...path, key])]));
  };
  const values = fill(schema, []);
  return { entries, values };
}

/** For every prefix of a key that won: the names right below it. For a map these are its entries. */
function namesBelow(won: Won): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { path } of won.values()) {
    for (const [depth, name] of path.entries()) {
      const prefix = keyOf(path.slice(0, depth));
      names.set(prefix, (names.get(prefix) ?? new Set()).add(name));
    }
  }
  return names;
}
