import { CrystalqError } from '../../errors/crystalq-error.js';
import { createLineSplitter } from '../output/line-splitter.js';
import type { Reading } from './data-reader.js';

/** A line longer than this (300 000 bands) is damage: its rest is dropped. */
const longestLine = 4 * 1024 * 1024;

/**
 * The lines of a plot or data file that comes in pieces. What asks for a line is a generator: it stops where the next
 * piece has to come first. Every fault names file, line and what was expected: a damaged or truncated file gives a
 * diagnosis, never a number.
 */
export class DataText {
  /** Those to come, and before them the two taken last. */
  private lines: string[] = [];
  private index = 0;
  private dropped = 0;
  private isBlank = true;
  private isWhole = false;
  private readonly splitter = createLineSplitter((line) => this.lines.push(line), longestLine);

  constructor(
    readonly fileName: string,
    private readonly sizeBytes: number,
  ) {}

  push(piece: string): void {
    const done = Math.max(0, this.index - 2);
    this.lines = this.lines.slice(done);
    this.index -= done;
    this.dropped += done;
    this.isBlank &&= piece.trim() === '';
    this.splitter.push(piece);
  }

  /** The file ends here. What stands behind its last line end is a line too, most often an empty one. */
  end(): void {
    const ended = this.lines.length;
    this.splitter.finish();
    if (this.lines.length === ended) this.lines.push('');
    this.isWhole = true;
  }

  /** Line number (1-based) of the line that comes next. */
  get lineNumber(): number {
    return this.dropped + this.index + 1;
  }

  *refuseEmpty(): Reading<void> {
    while (this.isBlank && !this.isWhole) yield;
    if (this.isBlank) throw this.fault('data', 'an empty file');
  }

  *peek(): Reading<string | undefined> {
    while (this.isUsedUp) yield;
    return this.lines[this.index];
  }

  *next(expected: string): Reading<string> {
    const line = yield* this.peek();
    if (line === undefined) throw this.fault(expected);
    this.index += 1;
    return line;
  }

  /** The first line with ink, left in its place; undefined at the end. */
  *skipBlank(): Reading<string | undefined> {
    for (;;) {
      while (this.isUsedUp) yield;
      const line = this.lines[this.index];
      if (line === undefined || line.trim() !== '') return line;
      this.index += 1;
    }
  }

  /** True for a last line that no line end closes: it may be cut. */
  isUnended(line: string): boolean {
    return this.isWhole && this.index >= this.lines.length - 1 && line === this.lines.at(-1);
  }

  /** Takes lines as long as they are wanted, and returns them. */
  *takeWhile(isWanted: (line: string) => boolean): Reading<readonly string[]> {
    const taken: string[] = [];
    for (;;) {
      while (this.isUsedUp) yield;
      const line = this.lines[this.index];
      if (line === undefined || !isWanted(line)) return taken;
      taken.push(line);
      this.index += 1;
    }
  }

  /**
   * Gives out exactly `count` numbers from the following lines, one by one, however they are wrapped. With `width`, the
   * lines are cut into columns (Fortran's own layout), so that numbers may touch.
   */
  *eachValue(
    count: number,
    expected: string,
    give: (value: number, index: number) => void,
    width?: number,
  ): Reading<void> {
    this.refuseTooMany(count, expected);
    let given = 0;
    while (given < count) {
      while (this.isUsedUp) yield;
      const line = this.lines[this.index];
      if (line === undefined) throw this.fault(`${count} numbers of ${expected}`, `only ${given}`);
      const row = width === undefined ? numbersOf(line) : columnsOf(line, width);
      if (!row) throw this.fault(`numbers of ${expected}`, quote(line));
      if (given + row.length > count) throw this.fault(`${count} numbers of ${expected}`, 'more');
      for (const value of row) {
        give(value, given);
        given += 1;
      }
      this.index += 1;
      // A blank line is none of the table.
      if (row.length > 0) this.refuseCutNumber(expected);
    }
  }

  *values(count: number, expected: string, width?: number): Reading<Float64Array> {
    this.refuseTooMany(count, expected);
    const values = new Float64Array(count);
    const put = (value: number, index: number): void => {
      values[index] = value;
    };
    yield* this.eachValue(count, expected, put, width);
    return values;
  }

  /** The line just taken must not be one that the file ends in, without line end and within a number. */
  refuseCutNumber(expected: string): void {
    if (!this.isWhole || this.index < this.lines.length) return;
    const line = this.lines[this.index - 1] ?? '';
    if (!endsInsideNumber(line, this.lines[this.index - 2])) return;
    const found = `${quote(line.slice(-30))}, cut inside its last number`;
    throw this.fault(`numbers of ${expected}`, found, this.lineNumber - 1);
  }

  /** A damaged header may ask for any number of values; a file of this size cannot hold more than it has bytes. */
  private refuseTooMany(count: number, expected: string): void {
    if (count <= this.sizeBytes) return;
    const found = `a header that announces ${count} numbers in a file of ${this.sizeBytes} bytes`;
    throw this.fault(expected, found);
  }

  fault(expected: string, found = 'the end of the file', line = this.lineNumber): CrystalqError {
    const at = this.isWhole ? Math.min(line, this.dropped + this.lines.length) : line;
    return new CrystalqError(
      'DATA_FILE_UNREADABLE',
      `${this.fileName}:${at}: expected ${expected}, found ${found}`,
      { details: { file: this.fileName, line: at, expected } },
    );
  }

  private get isUsedUp(): boolean {
    return !this.isWhole && this.index === this.lines.length;
  }
}

export const quote = (line: string): string => `"${line.trim().slice(0, 60)}"`;

/**
 * True where the last number of a line is shorter than the one before it: Fortran writes all numbers of a table in one
 * form, so a file that ends in such a line (and without line end) was cut there.
 */
function endsInsideNumber(line: string, lineBefore: string | undefined): boolean {
  const forms = [lineBefore ?? '', line].flatMap((text) => text.match(numberToken) ?? []).map(formOf);
  const [last, before] = [forms.at(-1), forms.at(-2)];
  return (
    last !== undefined && before !== undefined && last !== before && before.startsWith(last.slice(0, -1))
  );
}

const numberToken = /[+-]?[\d.]+(?:[EeDd][+-]?\d*)?/g;
const formOf = (token: string): string =>
  token
    .replace(/^[+-]?\d*/, '9')
    .replace(/\d/g, '9')
    .replace(/[+-]/, '+');

const number = /[+-]?(?:(?:\d+\.\d*|\.\d+)[+-]\d{3}(?![\d.])|(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d+)?)/y;

/**
 * All numbers of a line; they may touch (`0.1E+01-0.2E+01`), and Fortran may leave the E out of a long exponent
 * (`0.1-100`). Undefined where anything else stands in the line, e.g. `*****` or `NaN`.
 */
export function numbersOf(line: string): readonly number[] | undefined {
  return plainNumbers(line) ?? touchingNumbers(line);
}

/** The common case, fast: numbers apart from each other, in a form that JavaScript knows too. */
function plainNumbers(line: string): readonly number[] | undefined {
  if (!/^[\s\dEe.+-]*$/.test(line)) return undefined;
  const values: number[] = [];
  for (const token of line.split(/\s+/)) {
    if (token === '') continue;
    const value = Number(token);
    if (!Number.isFinite(value)) return undefined;
    values.push(value);
  }
  return values;
}

function touchingNumbers(line: string): readonly number[] | undefined {
  const values: number[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line[at] ?? '')) {
      at += 1;
      continue;
    }
    number.lastIndex = at;
    const token = number.exec(line)?.[0];
    const value = token === undefined ? undefined : fortranNumber(token);
    if (token === undefined || value === undefined) return undefined;
    values.push(value);
    at += token.length;
  }
  return values;
}

/** Numbers of a line in columns of one width; undefined where a column holds something else. */
export function columnsOf(line: string, width: number): readonly number[] | undefined {
  const values: number[] = [];
  for (let at = 0; at < line.trimEnd().length; at += width) {
    const value = fortranNumber(line.slice(at, at + width).trim());
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** A number as Fortran writes it; undefined for anything else. */
export function fortranNumber(text: string): number | undefined {
  if (!/^[+-]?(?:(?:\d+\.\d*|\.\d+)[+-]\d{3}|(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d+)?)$/.test(text))
    return undefined;
  const value = Number(text.replace(/[Dd]/, 'E').replace(/(?<=[\d.])([+-]\d{3})$/, 'E$1'));
  return Number.isFinite(value) ? value : undefined;
}
