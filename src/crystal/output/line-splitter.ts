/** Longest line of an output that is kept; CRYSTAL's own end below 200 characters. */
const LONGEST_LINE = 4096;

export interface LineSplitter {
  readonly push: (chunk: Uint8Array | string) => void;
  /** Hands out the last line when it has no line end; `cut` says that it may be incomplete. */
  readonly finish: () => void;
}

/**
 * Splits a stream into lines, wherever its chunks end. Bytes are latin-1. Memory stays constant even where a line never
 * ends: of such a line only the first characters are kept, the rest is dropped.
 */
export function createLineSplitter(
  onLine: (text: string, cut: boolean) => void,
  longestLine = LONGEST_LINE,
): LineSplitter {
  let rest = '';

  const keep = (piece: string): void => {
    if (rest.length < longestLine) rest += piece.slice(0, longestLine - rest.length);
  };

  const push = (chunk: Uint8Array | string): void => {
    const text = typeof chunk === 'string' ? chunk : latin1(chunk);
    let from = 0;
    let end = text.indexOf('\n');
    if (end === -1) {
      keep(text);
      return;
    }
    if (rest !== '') {
      keep(text.slice(0, end));
      onLine(withoutReturn(rest), false);
      rest = '';
      from = end + 1;
      end = text.indexOf('\n', from);
    }
    for (; end !== -1; from = end + 1, end = text.indexOf('\n', from)) {
      const to = Math.min(end, from + longestLine);
      onLine(withoutReturn(text.slice(from, to)), false);
    }
    keep(text.slice(from));
  };

  const finish = (): void => {
    if (rest !== '') onLine(withoutReturn(rest), true);
    rest = '';
  };

  return { push, finish };
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const RETURN = 13;
const withoutReturn = (text: string): string =>
  text.charCodeAt(text.length - 1) === RETURN ? text.slice(0, -1) : text;
