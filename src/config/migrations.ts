import { isMapping } from './mapping.js';
import { schemaVersion } from './schema.js';

/** A file as it stood, brought to the form of today. */
export interface Migrated {
  readonly tree: unknown;
  /** The path that a key of the new form had in the file. */
  readonly formerPath: (path: readonly string[]) => readonly string[];
  /** What was moved, for the user who may want to change the file. */
  readonly notes: readonly string[];
}

interface Move {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

interface Migration {
  /** The version it makes. */
  readonly to: number;
  readonly moves: (tree: Readonly<Record<string, unknown>>) => readonly Move[];
  /** Further keys that the new form needs. */
  readonly adds?: (tree: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** Version 1 had one cluster, described under `cluster`; since version 2 that key names one of `clusters`. */
const migrations: readonly Migration[] = [
  {
    to: 2,
    moves: ({ cluster }) => (isMapping(cluster) ? [{ from: ['cluster'], to: ['clusters', 'main'] }] : []),
    adds: ({ cluster }) => (isMapping(cluster) ? { cluster: 'main' } : {}),
  },
];

/** Brings a file of `version` to the version of this program. */
export function migrate(tree: unknown, version: number): Migrated {
  if (!isMapping(tree) || version >= schemaVersion) return { tree, formerPath: (path) => path, notes: [] };
  let current: Record<string, unknown> = structuredClone(tree);
  const done: Move[] = [];
  for (const migration of migrations.filter(({ to }) => to > version)) {
    const moves = migration.moves(current);
    const added = migration.adds?.(current) ?? {};
    for (const move of moves) current = applyMove(current, move);
    current = { ...current, ...added };
    done.push(...moves);
  }
  return {
    tree: current,
    formerPath: (path) => done.reduceRight(undoMove, path),
    notes: done.map(({ from, to }) => `\`${from.join('.')}\` is called \`${to.join('.')}\` now`),
  };
}

function applyMove(tree: Record<string, unknown>, { from, to }: Move): Record<string, unknown> {
  const moved = take(tree, from);
  put(tree, to, moved);
  return tree;
}

function take(tree: Record<string, unknown>, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return undefined;
  const value = tree[key];
  if (rest.length > 0) return isMapping(value) ? take(value, rest) : undefined;
  Reflect.deleteProperty(tree, key);
  return value;
}

function put(tree: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const existing = tree[key];
  const below = isMapping(existing) ? existing : {};
  tree[key] = below;
  put(below, rest, value);
}

function undoMove(path: readonly string[], { from, to }: Move): readonly string[] {
  const isBelow = to.every((key, index) => path[index] === key);
  return isBelow ? [...from, ...path.slice(to.length)] : path;
}
