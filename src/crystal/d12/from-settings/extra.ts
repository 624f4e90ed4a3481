import type { DeckEntry } from '../deck.js';
import type { KeywordTable } from '../keyword-table.js';
import { readEntry } from '../read-entries.js';
import { RecordCursor } from '../record-cursor.js';

/**
 * Records that the user wrote himself: known keywords are checked, unknown ones kept as they are.
 * @throws DECK_UNREADABLE naming the setting and the line of it.
 */
export function extraEntries(
  lines: readonly string[],
  table: KeywordTable,
  setting: string,
  dimensionality?: number,
): DeckEntry[] {
  const cursor = new RecordCursor([...lines], setting);
  const entries: DeckEntry[] = [];
  while (cursor.peekRecord() !== undefined) {
    entries.push(readEntry({ cursor, dimensionality, mark: () => undefined }, table));
  }
  return entries;
}
