import { CrystalqError } from '../../errors/crystalq-error.js';

export type NumberKind = 'int' | 'real';

/** Something in the text that is legal but says less than it seems to. */
export interface ReadRemark {
  readonly line: number;
  readonly message: string;
}

const integer = /^[+-]?\d+$/;
// Fortran reals: 2. .5 1.0D-3 1e5
const real = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[EDQ][+-]?\d+)?$/i;
const repeat = /^(\d{1,2})\*(.+)$/;
const largestInteger = 2 ** 31 - 1;

/**
 * Walks through the records of a deck the way Fortran's free format does: numbers of one record may go on
 * in the next line, what follows the last number is a comment. Line numbers start at 1.
 */
export class RecordCursor {
  readonly remarks: ReadRemark[] = [];
  private index = 0;

  constructor(
    private readonly lines: string[],
    private readonly fileName: string,
  ) {}

  get lineNumber(): number {
    return this.index + 1;
  }

  /** The next line, trimmed; undefined at the end of the text. */
  peek(): string | undefined {
    return this.lines[this.index]?.trim();
  }

  /** The next line that is not blank. */
  peekRecord(): string | undefined {
    this.skipBlankLines();
    return this.peek();
  }

  /** Takes a line as it is. */
  takeLine(expected: string): string {
    const line = this.lines[this.index];
    if (line === undefined) throw this.failure(expected);
    this.index += 1;
    return line;
  }

  /** Blank lines carry nothing where a keyword is expected. */
  skipBlankLines(): void {
    while (this.peek() === '') this.index += 1;
  }

  takeRest(): string[] {
    const rest = this.lines.slice(this.index).map((line) => line.trimEnd());
    this.index = this.lines.length;
    while (rest.at(-1) === '') rest.pop();
    while (rest[0] === '') rest.shift();
    return rest;
  }

  /** First word of the next line, a keyword or a name; with `sameLine`, numbers behind it are left for their record. */
  takeWord(expected: string, sameLine = false): string {
    this.skipBlankLines();
    const word = splitRecord(this.peek() ?? '')[0];
    if (word === undefined) throw this.failure(expected);
    this.takeKeyword(word, sameLine);
    return word;
  }

  /** Passes a keyword, with the rest of its line unless numbers there are its record. */
  takeKeyword(written: string, sameLine: boolean): void {
    const after = (this.peek() ?? '').slice(written.length).trim();
    if (sameLine && startsWithNumber(after)) this.lines[this.index] = after;
    else this.index += 1;
  }

  /** As many numbers as kinds are given, over as many lines as they take. */
  takeNumbers(kinds: readonly NumberKind[], expected: string): number[] {
    const numbers: number[] = [];
    while (numbers.length < kinds.length) {
      this.skipBlankLines();
      const tokens = splitRecord(this.peek() ?? '');
      if (tokens.length === 0) throw this.failure(expected);
      for (const token of tokens) {
        const kind = kinds[numbers.length];
        if (kind === undefined) break;
        numbers.push(this.number(token, kind, expected));
      }
      this.noteSurplus(tokens, kinds.length, numbers.length);
      this.index += 1;
    }
    return numbers;
  }

  /** The numbers of exactly one line: `count` of them, the rest is a comment. */
  takeNumbersOfLine(kinds: readonly NumberKind[], expected: string): number[] {
    if (splitRecord(this.peek() ?? '').length < kinds.length) throw this.failure(expected);
    return this.takeNumbers(kinds, expected);
  }

  /** Lines that begin with a number, as text. */
  takeNumericLines(): string[] {
    const taken: string[] = [];
    for (let line = this.peek(); line !== undefined && startsWithNumber(line); line = this.peek()) {
      taken.push(line);
      this.index += 1;
    }
    return taken;
  }

  /** How many numbers the next line holds. */
  countNumbersAhead(): number {
    const tokens = splitRecord(this.peek() ?? '');
    const end = tokens.findIndex((token) => !real.test(token));
    return end < 0 ? tokens.length : end;
  }

  /** The next lines that are not blank. */
  linesAhead(count: number): string[] {
    return this.linesAheadThat((line) => line !== '', count);
  }

  /** The next lines that fit. */
  linesAheadThat(fits: (line: string) => boolean, count: number): string[] {
    const ahead: string[] = [];
    for (let index = this.index; index < this.lines.length && ahead.length < count; index += 1) {
      const line = this.lines[index]?.trim() ?? '';
      if (fits(line)) ahead.push(line);
    }
    return ahead;
  }

  remark(message: string, line = this.lineNumber): void {
    this.remarks.push({ line, message });
  }

  failure(expected: string, hint?: string): CrystalqError {
    const found = this.lines[this.index];
    const seen = found === undefined ? 'the deck ends here' : `found "${shorten(found.trim())}"`;
    return new CrystalqError(
      'DECK_UNREADABLE',
      `${this.fileName}:${this.lineNumber}: expected ${expected}, ${seen}`,
      {
        details: { file: this.fileName, line: this.lineNumber, expected },
        ...(hint === undefined ? {} : { hint }),
      },
    );
  }

  private number(token: string, kind: NumberKind, expected: string): number {
    if (!(kind === 'int' ? integer : real).test(token)) throw this.failure(expected);
    const value = Number(token.replace(/[DQ]/i, 'E'));
    const tooLarge = kind === 'int' ? Math.abs(value) > largestInteger : !Number.isFinite(value);
    if (tooLarge) throw this.failure(`${expected} within the range of the machine`);
    return value;
  }

  /** More numbers than are read: CRYSTAL passes over them in silence, the author may not know. */
  private noteSurplus(tokens: readonly string[], wanted: number, have: number): void {
    if (have < wanted) return;
    const surplus = tokens.slice(-1)[0];
    const plain = tokens.every((token) => real.test(token));
    if (plain && tokens.length > wanted && surplus !== undefined) {
      this.remark(`CRYSTAL reads ${wanted} numbers here and passes over the rest ("${surplus}")`);
    }
  }
}

/** Words of a record; commas separate, `3*0.5` repeats. */
export function splitRecord(line: string): string[] {
  const tokens = line.split(/[\s,]+/).filter((token) => token !== '');
  // No record is long; a long line shall not be made longer.
  if (!line.includes('*') || line.length > 200) return tokens;
  return tokens.flatMap((token) => {
    const [, count, value] = repeat.exec(token) ?? [];
    return count === undefined || value === undefined ? [token] : Array<string>(Number(count)).fill(value);
  });
}

/** True for a line of numbers; 2NDVARIAT is a keyword all the same. */
export function startsWithNumber(line: string): boolean {
  return /^[+-]?\.?\d/.test(line) && !/^\d[A-Z]{2}/i.test(line);
}

function shorten(text: string): string {
  // Binary text in a message helps nobody.
  const printable = text.replace(/[^\x20-\x7e]/g, '?');
  return printable.length > 60 ? `${printable.slice(0, 57)}...` : printable;
}
