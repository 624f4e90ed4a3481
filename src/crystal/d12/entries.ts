import type { BlockEntry, Deck, DeckEntry, DeckRecord, KeywordEntry } from './deck.js';
import { geometryKeywords } from './keywords/geometry-edits.js';
import { dimensionalityOf } from './read-deck.js';
import { taskNames } from './keywords/other-tasks.js';

export const keyword = (name: string, ...records: readonly DeckRecord[]): KeywordEntry => ({
  kind: 'keyword',
  keyword: name,
  records,
});

export const block = (name: string, end: string, entries: readonly DeckEntry[]): BlockEntry => ({
  kind: 'block',
  keyword: name,
  records: [],
  entries,
  end,
});

/** Name of an entry: canonical where it is known, as written where not. */
export function nameOf(entry: DeckEntry): string {
  return entry.kind === 'verbatim' ? (entry.lines[0]?.split(/\s+/)[0] ?? '').toUpperCase() : entry.keyword;
}

export function findEntry(entries: readonly DeckEntry[], name: string): DeckEntry | undefined {
  return entries.find((entry) => nameOf(entry) === name);
}

export function hasKeyword(entries: readonly DeckEntry[], name: string): boolean {
  return findEntry(entries, name) !== undefined;
}

export function findBlock(entries: readonly DeckEntry[], name: string): BlockEntry | undefined {
  const entry = findEntry(entries, name);
  return entry?.kind === 'block' ? entry : undefined;
}

/** First number of the first record of a keyword: `7` of `TOLDEE / 7`. */
export function numberOf(entries: readonly DeckEntry[], name: string): number | undefined {
  const value = recordOf(entries, name)?.[0];
  return typeof value === 'number' ? value : undefined;
}

/** A record of a keyword, the first one unless told otherwise. */
export function recordOf(entries: readonly DeckEntry[], name: string, index = 0): DeckRecord | undefined {
  const entry = findEntry(entries, name);
  return entry === undefined || entry.kind === 'verbatim' ? undefined : entry.records[index];
}

/**
 * Puts `replacement` where the first of the named keywords stands and takes the others out; at the end where
 * none is there.
 */
export function replaceKeywords(
  entries: readonly DeckEntry[],
  names: readonly string[],
  replacement: readonly DeckEntry[],
): DeckEntry[] {
  const first = entries.findIndex((entry) => names.includes(nameOf(entry)));
  if (first < 0) return [...entries, ...replacement];
  return entries.flatMap((entry, index) => {
    if (index === first) return [...replacement];
    return names.includes(nameOf(entry)) ? [] : [entry];
  });
}

export function withoutKeywords(entries: readonly DeckEntry[], ...names: readonly string[]): DeckEntry[] {
  return entries.filter((entry) => !names.includes(nameOf(entry)));
}

/** Periodic directions of the structure that is calculated: SLABCUT leaves 2, MOLECULE none. */
export function dimensionalityAfter(deck: Deck): number | undefined {
  const left = deck.edits.map((entry) => geometryKeywords.get(nameOf(entry))?.leaves);
  return left.findLast((count) => count !== undefined) ?? dimensionalityOf(deck.geometry);
}

/** The block that says what is calculated: OPTGEOM, FREQCALC ...; a single point has none. */
export function taskOf(deck: Deck): BlockEntry | undefined {
  return deck.edits.find(
    (entry): entry is BlockEntry => entry.kind === 'block' && taskNames.has(entry.keyword),
  );
}

/** Changes the task block in its place; a deck without one stays as it is. */
export function mapTask(deck: Deck, change: (task: BlockEntry) => BlockEntry): Deck {
  const task = taskOf(deck);
  if (task === undefined) return deck;
  return { ...deck, edits: deck.edits.map((entry) => (entry === task ? change(task) : entry)) };
}
