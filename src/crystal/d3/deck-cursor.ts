import { CrystalqError } from '../../errors/crystalq-error.js';

/** Numbers of one READ statement, and the words that stood behind the last of them. */
export interface NumberRecord {
  readonly values: readonly number[];
  readonly note: string;
}

/**
 * Walks through the lines of a .d3 deck as CRYSTAL's list-directed READ does: a record may be spread over lines,
 * text behind its last number is ignored (kept as note), `2*0` repeats, `1.5D-3` is a number, blank lines are skipped.
 */
export class DeckCursor {
  private index = 0;
  private readonly lines: readonly string[];

  constructor(
    text: string,
    private readonly fileName: string,
  ) {
    this.lines = text.split(/\r\n|\n|\r/).map((line) => line.trimEnd());
  }

  /** Line number (1-based) of the line that comes next. */
  get lineNumber(): number {
    this.skipBlank();
    return Math.min(this.index + 1, this.lines.length);
  }

  /** The next line that is not blank, without taking it. */
  peek(): string | undefined {
    this.skipBlank();
    return this.lines[this.index];
  }

  /** First word of the next line in capitals. */
  peekWord(): string {
    return firstWord(this.peek() ?? '');
  }

  /** First word, in capitals, of the line after the next. */
  wordAfterNext(): string {
    this.skipBlank();
    return firstWord(this.lines.slice(this.index + 1).find((line) => line.trim() !== '') ?? '');
  }

  /** Takes the next line that is not blank. */
  line(expected: string): string {
    const line = this.peek();
    if (line === undefined) throw this.fault(expected, undefined);
    this.index += 1;
    return line;
  }

  /** Takes the very next line, blank or not: titles may be blank. */
  rawLine(expected: string): string {
    const line = this.lines[this.index];
    if (line === undefined) throw this.fault(expected, undefined);
    this.index += 1;
    return line;
  }

  /** All lines that are left. */
  rest(): readonly string[] {
    const left = this.lines.slice(this.index);
    this.index = this.lines.length;
    return left.filter((line) => line.trim() !== '');
  }

  integers(count: number, expected: string): NumberRecord {
    const at = this.lineNumber;
    const record = this.numbers(count, expected);
    const odd = record.values.find((value) => !Number.isSafeInteger(value));
    if (odd !== undefined) throw this.faultAt(at, expected, `${odd}, which is not a whole number`);
    return record;
  }

  /** Exactly `count` numbers, over as many lines as they take. */
  numbers(count: number, expected: string): NumberRecord {
    const values: number[] = [];
    let note = '';
    while (values.length < count) {
      const line = this.peek();
      if (line === undefined) throw this.fault(expected, undefined);
      note = takeNumbers(line, values, count);
      if (values.length < count && note !== '') throw this.fault(expected, line);
      this.index += 1;
    }
    return { values, note };
  }

  /** All numbers of one line: for records whose length depends on the dimensionality. */
  numbersOfLine(expected: string): readonly number[] {
    const line = this.peek();
    const values: number[] = [];
    if (line === undefined) throw this.fault(expected, undefined);
    takeNumbers(line, values, Number.POSITIVE_INFINITY);
    if (values.length === 0) throw this.fault(expected, line);
    this.index += 1;
    return values;
  }

  /** How many numbers the next line begins with. */
  countNumbers(): number {
    const values: number[] = [];
    takeNumbers(this.peek() ?? '', values, Number.POSITIVE_INFINITY);
    return values.length;
  }

  /** The first number of the next record, without taking it. */
  firstInteger(expected: string): number {
    const line = this.peek();
    const values: number[] = [];
    if (line !== undefined) takeNumbers(line, values, 1);
    const value = values[0];
    if (value === undefined || !Number.isSafeInteger(value)) throw this.fault(expected, line);
    return value;
  }

  fault(expected: string, found: string | undefined): CrystalqError {
    return this.faultAt(
      this.lineNumber,
      expected,
      found === undefined ? 'the end of the deck' : quote(found),
    );
  }

  faultAt(line: number, expected: string, found: string): CrystalqError {
    return new CrystalqError(
      'DECK_UNREADABLE',
      `${this.fileName}:${line}: expected ${expected}, found ${found}`,
      {
        details: { file: this.fileName, line, expected },
      },
    );
  }

  private skipBlank(): void {
    while (this.lines[this.index]?.trim() === '') this.index += 1;
  }
}

const firstWord = (line: string): string => /\S+/.exec(line)?.[0].toUpperCase() ?? '';

/** END closes a deck or a block; CRYSTAL looks at the first three letters. */
export const isEnd = (word: string): boolean => word.startsWith('END');

/** Puts numbers into `values` until there are `wanted`; returns the text behind the last one taken. */
function takeNumbers(line: string, values: number[], wanted: number): string {
  let rest = line.trim();
  while (values.length < wanted && rest !== '') {
    const token = /^[^\s,]+/.exec(rest)?.[0] ?? '';
    const found = parseToken(token);
    if (!found) return rest;
    values.push(...found.slice(0, Math.min(found.length, wanted - values.length)));
    rest = rest.slice(token.length).replace(/^\s*,?\s*/, '');
  }
  return rest;
}

const longestRepeat = 10_000;

function parseToken(token: string): readonly number[] | undefined {
  const repeat = /^(\d{1,5})\*(.+)$/.exec(token);
  const value = parseFortranNumber(repeat?.[2] ?? token);
  const times = repeat ? Number(repeat[1]) : 1;
  if (value === undefined || times < 1 || times > longestRepeat) return undefined;
  return new Array<number>(times).fill(value);
}

/** A Fortran number: `2`, `-0.7`, `+.8`, `1.D-3`; undefined where it is none or too large for a number. */
function parseFortranNumber(token: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(token)) return undefined;
  const value = Number(token.replace(/[dD]/, 'e'));
  return Number.isFinite(value) ? value + 0 : undefined;
}

const quote = (line: string): string => `"${line.trim().slice(0, 60)}"`;
