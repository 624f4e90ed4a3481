import { CrystalqError } from '../../errors/crystalq-error.js';

/**
 * Reads plot and data files line by line. Every fault names file, line and what was expected: a damaged or truncated
 * file gives a diagnosis, never a number.
 */
export class DataText {
  private readonly lines: readonly string[];
  private index = 0;

  constructor(
    text: string,
    readonly fileName: string,
  ) {
    this.lines = text.split(/\r?\n/);
    if (text.trim() === '') throw this.fault('data', 'an empty file');
  }

  /** Line number (1-based) of the line that comes next. */
  get lineNumber(): number {
    return this.index + 1;
  }

  get atEnd(): boolean {
    this.skipBlank();
    return this.index >= this.lines.length;
  }

  peek(): string | undefined {
    return this.lines[this.index];
  }

  next(expected: string): string {
    const line = this.lines[this.index];
    if (line === undefined) throw this.fault(expected);
    this.index += 1;
    return line;
  }

  skipBlank(): void {
    while (this.lines[this.index]?.trim() === '') this.index += 1;
  }

  /** True for a last line that no line end closes: it may be cut. */
  isUnended(line: string): boolean {
    return this.index >= this.lines.length - 1 && line === this.lines.at(-1);
  }

  /** Takes lines as long as they begin with one of these characters, and returns them. */
  takeWhile(isWanted: (line: string) => boolean): readonly string[] {
    const start = this.index;
    while (this.index < this.lines.length && isWanted(this.lines[this.index] ?? '')) this.index += 1;
    return this.lines.slice(start, this.index);
  }

  /**
   * Exactly `count` numbers from the following lines, however they are wrapped. With `width`, the lines are cut into
   * columns (Fortran's own layout), so that numbers may touch.
   */
  values(count: number, expected: string, width?: number): Float64Array {
    this.refuseTooMany(count, expected);
    const values = new Float64Array(count);
    let filled = 0;
    while (filled < count) {
      this.skipBlank();
      const line = this.lines[this.index];
      if (line === undefined) throw this.fault(`${count} numbers of ${expected}`, `only ${filled}`);
      const row = width === undefined ? numbersOf(line) : columnsOf(line, width);
      if (!row) throw this.fault(`numbers of ${expected}`, quote(line));
      if (filled + row.length > count) throw this.fault(`${count} numbers of ${expected}`, 'more');
      values.set(row, filled);
      filled += row.length;
      this.index += 1;
      this.refuseCutNumber(expected);
    }
    return values;
  }

  /** The line just taken must not be one that the file ends in, without line end and within a number. */
  refuseCutNumber(expected: string): void {
    const line = this.lines[this.index - 1] ?? '';
    if (this.index < this.lines.length || !endsInsideNumber(line, this.lines[this.index - 2])) return;
    const found = `${quote(line.slice(-30))}, cut inside its last number`;
    throw this.fault(`numbers of ${expected}`, found, this.index);
  }

  /** A damaged header may ask for any number of values; a file of this length cannot hold more than it has letters. */
  private refuseTooMany(count: number, expected: string): void {
    const letters = this.lines.reduce((sum, line) => sum + line.length, 0);
    if (count < 0 || count > letters) {
      throw this.fault(expected, `a header that announces ${count} numbers in a file of ${letters} letters`);
    }
  }

  fault(expected: string, found = 'the end of the file', line = this.lineNumber): CrystalqError {
    const at = Math.min(line, this.lines.length);
    return new CrystalqError(
      'DATA_FILE_UNREADABLE',
      `${this.fileName}:${at}: expected ${expected}, found ${found}`,
      { details: { file: this.fileName, line: at, expected } },
    );
  }
}

export const quote = (line: string): string => `"${line.trim().slice(0, 60)}"`;

/**
 * True where the last number of a line is shorter than the one before it: Fortran writes all numbers of a table in one
 * form, so a file that ends in such a line (and without line end) was cut there.
 */
export function endsInsideNumber(line: string, lineBefore: string | undefined): boolean {
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
