import type { DeckEntry } from './deck.js';
import { canonicalKeyword, type KeywordRule, type KeywordTable } from './keyword-table.js';
import { splitRecord, startsWithNumber, type RecordCursor } from './record-cursor.js';

export interface EntryReader {
  readonly cursor: RecordCursor;
  /** Periodic directions at this point of the deck; undefined where fort.34 tells. */
  dimensionality: number | undefined;
  /** Remembers in which line a part of the deck stands. */
  readonly mark: (part: object, line: number) => void;
}

export interface EntryList {
  readonly entries: readonly DeckEntry[];
  /** The record that closed the list; undefined where `stops` did. */
  readonly end: string | undefined;
}

/**
 * Reads keywords until a record that begins with END, which closes the innermost block whatever follows the
 * three letters, or until a keyword that `stops` names, which is left in place.
 */
export function readEntries(
  reader: EntryReader,
  table: KeywordTable,
  inside: string,
  stops: (keyword: string) => boolean = () => false,
  endIsShared: () => boolean = () => false,
): EntryList {
  const { cursor } = reader;
  const entries: DeckEntry[] = [];
  for (;;) {
    cursor.skipBlankLines();
    const line = cursor.peek();
    if (line === undefined) throw cursor.failure(`END of ${inside}`);
    if (isEnd(line)) return { entries, end: endIsShared() ? undefined : cursor.takeWord('END') };
    const name = splitRecord(line)[0] ?? '';
    if (stops(name.toUpperCase())) return { entries, end: undefined };
    if (startsWithNumber(line)) throw cursor.failure(`a keyword of ${inside}`);
    entries.push(readEntry(reader, table));
  }
}

export const isEnd = (line: string): boolean => /^END/i.test(line);

export function readEntry(reader: EntryReader, table: KeywordTable): DeckEntry {
  const { cursor } = reader;
  const line = cursor.lineNumber;
  const written = splitRecord(cursor.peek() ?? '')[0] ?? '';
  const keyword = canonicalKeyword(table, written);
  const rule = keyword === undefined ? undefined : table.get(keyword);
  const entry =
    keyword === undefined || rule === undefined
      ? readVerbatim(cursor)
      : readKnown(reader, table, keyword, written, rule);
  reader.mark(entry, line);
  return entry;
}

function readVerbatim(cursor: RecordCursor): DeckEntry {
  const keywordLine = cursor.takeLine('a keyword').trim();
  return { kind: 'verbatim', lines: [keywordLine, ...cursor.takeNumericLines()] };
}

function readKnown(
  reader: EntryReader,
  table: KeywordTable,
  keyword: string,
  written: string,
  rule: KeywordRule,
): DeckEntry {
  const { cursor, dimensionality } = reader;
  const opened = cursor.lineNumber;
  cursor.takeKeyword(written, rule.sameLine === true);
  const name =
    written.toUpperCase() === keyword && written === keyword ? { keyword } : { keyword, spelling: written };
  const records = rule.records(cursor, { keyword, dimensionality });
  reader.dimensionality = rule.leaves ?? dimensionality;
  if (rule.block === undefined || (rule.optionalBlock === true && !blockFollows(cursor, rule.block, table))) {
    return { kind: 'keyword', ...name, records };
  }
  const where = `${keyword} (opened in line ${opened})`;
  const inner = readEntries(
    reader,
    rule.block,
    where,
    (word) => {
      if (word === 'BASISSET') throw cursor.failure(`END of ${where}`);
      return false;
    },
    () => rule.mayShareEnd === true && endsRunOut(cursor),
  );
  return { kind: 'block', ...name, records, entries: inner.entries, end: inner.end ?? null };
}

/**
 * HF3C may stand alone or open a block. The next END is its own where no keyword of the surrounding block comes
 * before it and another END follows.
 */
function blockFollows(cursor: RecordCursor, own: KeywordTable, around: KeywordTable): boolean {
  const isIn = (table: KeywordTable, line: string): boolean =>
    canonicalKeyword(table, splitRecord(line)[0] ?? '') !== undefined;
  if (isIn(own, cursor.linesAhead(1)[0] ?? '')) return true;
  const [first, ...later] = cursor.linesAheadThat((line) => isEnd(line) || isIn(around, line), 2);
  return first !== undefined && isEnd(first) && later.length > 0;
}

/**
 * Real decks close `ELASTCON / PREOPTGEOM` with one END and the geometry with another: two ENDs for three
 * blocks, then the basis set. The inner block has none of its own.
 */
function endsRunOut(cursor: RecordCursor): boolean {
  const ahead = cursor.linesAhead(3);
  return ahead.length === 3 && ahead.slice(0, 2).every(isEnd) && startsWithNumber(ahead[2] ?? '');
}
