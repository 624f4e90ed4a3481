import { CrystalqError } from '../../../errors/crystalq-error.js';

/** `value`: bare text. `string`: quoted or a text field, so that `'?'` is a question mark and `?` is nothing. */
export interface CifToken {
  readonly kind: 'data' | 'save' | 'loop' | 'tag' | 'value' | 'string';
  readonly text: string;
  readonly line: number;
}

const bareToken = /\S+/y;
const blanks = /[^\S\n]*/y;

/** The tokens of CIF 1.1 (International Tables G, 2.2.7), with the triple quotes of CIF 2. Linear in the text. */
export function tokenizeCif(text: string, fileName: string): readonly CifToken[] {
  const tokens: CifToken[] = [];
  let at = 0;
  let line = 1;
  let atLineStart = true;

  const fail = (what: string): never => {
    throw new CrystalqError('CIF_UNREADABLE', `${fileName}:${line}: ${what}`, {
      details: { fileName, line },
    });
  };
  const push = (kind: CifToken['kind'], tokenText: string, end: number): void => {
    tokens.push({ kind, text: tokenText, line });
    at = end;
  };
  const quoted = (quote: string): void => {
    const triple = text.startsWith(quote.repeat(3), at);
    const end = triple ? text.indexOf(quote.repeat(3), at + 3) : closingQuote(text, at, quote);
    if (end < 0) return fail(`a text in ${quote} quotes is not closed on its line`);
    const width = triple ? 3 : 1;
    const content = text.slice(at + width, end);
    push('string', content, end + width);
    line += countLines(content);
  };
  const textField = (): void => {
    const end = text.indexOf('\n;', at);
    if (end < 0) return fail('a text field opened by ";" is not closed');
    const content = text.slice(at + 1, end);
    push('string', content, end + 2);
    line += countLines(content) + 1;
  };

  while (at < text.length) {
    const start = at;
    const c = text[at];
    if (c === '\n') {
      at += 1;
      line += 1;
      atLineStart = true;
      continue;
    }
    if (c === ';' && atLineStart) textField();
    else if (c === '#') at = endOfLine(text, at);
    else if (c === "'" || c === '"') quoted(c);
    else if (isBlank(c)) at = skip(blanks, text, at);
    else {
      const end = skip(bareToken, text, at);
      const bare = text.slice(at, end);
      push(kindOf(bare), bare, end);
    }
    atLineStart = false;
    if (at <= start) return fail('cannot go on reading here');
  }
  return tokens;
}

function kindOf(bare: string): CifToken['kind'] {
  if (bare.startsWith('_')) return 'tag';
  const word = bare.slice(0, 5).toLowerCase();
  if (word === 'data_') return 'data';
  if (word === 'save_') return 'save';
  return word === 'loop_' && bare.length === 5 ? 'loop' : 'value';
}

/** A quote closes only where blank or end of line follows: `'O1's place'` is one text. */
function closingQuote(text: string, open: number, quote: string): number {
  for (let at = open + 1; at < text.length; at += 1) {
    const c = text[at];
    if (c === '\n') return -1;
    if (c === quote && (at + 1 === text.length || /\s/.test(text[at + 1] ?? ''))) return at;
  }
  return -1;
}

const isBlank = (c: string | undefined): boolean => c !== undefined && /\s/.test(c);

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
