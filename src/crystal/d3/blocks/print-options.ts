import type { DeckCursor } from '../deck-cursor.js';

/** `67 999`: position in CRYSTAL's array of print options and its value. */
export type PrintOption = readonly [position: number, value: number];

export function readPrintOptions(cursor: DeckCursor, count: number): readonly PrintOption[] {
  const pairs: PrintOption[] = [];
  for (let n = 0; n < count; n += 1) {
    const [position = 0, value = 0] = cursor.integers(2, 'a print option and its value').values;
    pairs.push([position, value]);
  }
  return pairs;
}

export const renderPrintOptions = (options: readonly PrintOption[]): readonly string[] =>
  options.map((option) => option.join(' '));
