import type { DeckRecord } from './deck.js';
import type { NumberKind, RecordCursor } from './record-cursor.js';

interface ShapeContext {
  readonly keyword: string;
  /** Periodic directions of the structure; undefined where fort.34 holds it. */
  readonly dimensionality: number | undefined;
}

/** Reads the records of one keyword. */
export type Shape = (cursor: RecordCursor, context: ShapeContext) => readonly DeckRecord[];

export const none: Shape = () => [];

/** One record of numbers. `ints(2, 'IS ISP')`; the text says what they mean. */
export const ints = (count: number, meaning: string): Shape =>
  numbers(Array<NumberKind>(count).fill('int'), meaning);
export const reals = (count: number, meaning: string): Shape =>
  numbers(Array<NumberKind>(count).fill('real'), meaning);

export const numbers =
  (kinds: readonly NumberKind[], meaning: string): Shape =>
  (cursor, context) => [cursor.takeNumbers(kinds, expectation(context, meaning))];

/** One word on its own line. */
export const word =
  (meaning: string): Shape =>
  (cursor, context) => [[cursor.takeWord(expectation(context, meaning))]];

/** Several records one after another. */
export const sequence =
  (...shapes: readonly Shape[]): Shape =>
  (cursor, context) =>
    shapes.flatMap((shape) => shape(cursor, context));

/** `N`, then N records of the given kinds. */
export const counted =
  (kinds: readonly NumberKind[], meaning: string): Shape =>
  (cursor, context) => {
    const count = takeCount(cursor, expectation(context, `the number of records "${meaning}"`));
    const rows: DeckRecord[] = [[count]];
    for (let row = 0; row < count; row += 1) {
      rows.push(cursor.takeNumbers(kinds, expectation(context, `${meaning} (${row + 1} of ${count})`)));
    }
    return rows;
  };

/** `N`, then N groups of `width` integers that may share lines: atom labels, spins of atoms. */
export const countedInts =
  (width: number, meaning: string): Shape =>
  (cursor, context) => {
    const count = takeCount(cursor, expectation(context, `the number of "${meaning}"`));
    const flat: number[] = [];
    while (flat.length < count * width) {
      flat.push(
        ...takeSomeInts(
          cursor,
          count * width - flat.length,
          expectation(context, `${meaning} ${count} times`),
        ),
      );
    }
    return [[count], ...chunks(flat, width === 1 ? 15 : width)];
  };

/** IDIM rows of IDIM numbers, by the periodic directions of the structure. */
export const latticeMatrix: Shape = (cursor, context) => {
  // A molecule has none; what is written all the same is read as it stands, for the check to complain of.
  const isKnown = context.dimensionality !== undefined && context.dimensionality > 0;
  const size = isKnown ? context.dimensionality : Math.min(3, Math.max(1, cursor.countNumbersAhead()));
  const kinds = Array<NumberKind>(size).fill('real');
  const rows: DeckRecord[] = [];
  for (let row = 0; row < size; row += 1) {
    rows.push(
      cursor.takeNumbers(kinds, expectation(context, `row ${row + 1} of a ${size} x ${size} matrix`)),
    );
  }
  return rows;
};

/** What follows in numbers, as text: for records whose layout is not established. */
export const numericLines: Shape = (cursor) => cursor.takeNumericLines().map((line) => [line]);

function takeCount(cursor: RecordCursor, expected: string): number {
  const [count = 0] = cursor.takeNumbers(['int'], expected);
  if (count < 0) throw cursor.failure(`${expected}, not a negative one`);
  return count;
}

/** The integers of the next line, at most `limit` and at least one. */
function takeSomeInts(cursor: RecordCursor, limit: number, expected: string): number[] {
  cursor.skipBlankLines();
  const count = Math.max(1, Math.min(limit, cursor.countNumbersAhead()));
  return cursor.takeNumbers(Array<NumberKind>(count).fill('int'), expected);
}

function chunks(values: readonly number[], size: number): number[][] {
  const rows: number[][] = [];
  for (let start = 0; start < values.length; start += size) rows.push(values.slice(start, start + size));
  return rows;
}

function expectation(context: ShapeContext, meaning: string): string {
  return `${meaning} after ${context.keyword}`;
}
