import type { Shape } from './shapes.js';

export interface KeywordRule {
  readonly records: Shape;
  /** The keywords of its block; a block ends with the first record that begins with END. */
  readonly block?: KeywordTable;
  /** The block may be missing altogether (HF3C alone on its line). */
  readonly optionalBlock?: true;
  /** Periodic directions that are left once the keyword has done its work: SLABCUT leaves 2. */
  readonly leaves?: 0 | 1 | 2;
  /** CRYSTAL takes its number from the line of the keyword too: `VERSION 3`. */
  readonly sameLine?: true;
  /** The END of the block around it may close it too. */
  readonly mayShareEnd?: true;
}

export type KeywordTable = ReadonlyMap<string, KeywordRule>;

/** Joins groups of keywords into one table; a name in two groups is a mistake of ours. */
export function keywordTable(
  ...groups: readonly Readonly<Record<string, Shape | KeywordRule>>[]
): KeywordTable {
  const table = new Map<string, KeywordRule>();
  for (const group of groups) {
    for (const [name, rule] of Object.entries(group)) {
      table.set(name, typeof rule === 'function' ? { records: rule } : rule);
    }
  }
  return table;
}

/** The canonical name: as written, or by the eight letters CRYSTAL looks at. */
export function canonicalKeyword(table: KeywordTable, written: string): string | undefined {
  const name = written.toUpperCase();
  if (table.has(name)) return name;
  if (name.length < 8) return undefined;
  const letters = name.slice(0, 8);
  return [...table.keys()].find((key) => key.length >= 8 && key.slice(0, 8) === letters);
}
