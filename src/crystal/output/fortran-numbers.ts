/*
 * Numbers as Fortran prints them: ` -2.7544869807267E+02`, `DE-1.6E-08`, `1.0000 -1.0000-12.5`, `0.50-0.50`, `1.2-103`
 * (exponent of three digits without its letter), `********` (too wide for its field), `NaN`.
 */

/** Source of one number, for regular expressions with fixed words around it. Has no groups. */
export const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[ED][-+]?\d+)?`;

const NEXT = /\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[ED][-+]?\d+|[-+]\d{3}(?![\d.]))?)(?=[-+\s]|$)/y;

/**
 * All numbers from `from` to the end of the line. Undefined where anything else stands there: a damaged line gives no
 * number at all rather than the digits before the damage.
 */
export function numbersFrom(text: string, from = 0): number[] | undefined {
  const numbers: number[] = [];
  NEXT.lastIndex = from;
  for (let end = from; end < text.length; end = NEXT.lastIndex) {
    const match = NEXT.exec(text);
    if (!match?.[1]) return text.slice(end).trim() === '' ? numbers : undefined;
    const value = toNumber(match[1]);
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  return numbers;
}

/** Exactly `count` numbers and nothing else, else undefined. */
export function numberRow(text: string, count: number, from = 0): number[] | undefined {
  const numbers = numbersFrom(text, from);
  return numbers?.length === count ? numbers : undefined;
}

/**
 * Whether the last two numbers of a row have one format, `0.000000000000E+00 -5.000000000000E-01`: the last may be cut
 * where a program was killed.
 */
export function isEvenRow(text: string): boolean {
  const last = text.lastIndexOf('.');
  const before = text.lastIndexOf('.', last - 1);
  if (last < 1 || before < 0) return false;
  const length = text.trimEnd().length - last;
  for (let index = 1; index < length; index += 1)
    if (kindAt(text, before + index) !== kindAt(text, last + index)) return false;
  return ' -'.includes(text.charAt(before + length));
}

/** Digits are alike, signs are alike, anything else is itself. */
function kindAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code >= 48 && code <= 57) return 48;
  return code === 43 ? 45 : code;
}

/** One number; undefined for NaN, asterisks and anything that is no number. */
export function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  const fortran = Number(text.replace(/[Dd]/, 'E').replace(/(\d)([-+]\d{3})$/, '$1E$2'));
  return Number.isFinite(fortran) ? fortran : undefined;
}
