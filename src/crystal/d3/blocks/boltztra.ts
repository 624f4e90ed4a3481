import { isEnd, type DeckCursor } from '../deck-cursor.js';

/**
 * Transport coefficients by Boltzmann's equation, after NEWK; it has an END of its own:
 *
 *     BOLTZTRA
 *     TRANGE
 *     300 500 10
 *     MURANGE
 *     -4.838 -1.838 0.1
 *     TDFRANGE
 *     -4.838 -1.838 0.001
 *     RELAXTIM
 *     175
 *     END
 */
export interface BoltztraBlock {
  readonly kind: 'BOLTZTRA';
  readonly entries: readonly BoltztraEntry[];
}

export type BoltztraEntry =
  | { readonly keyword: BoltztraKeyword; readonly values: readonly number[] }
  | { readonly keyword: 'OTHER'; readonly line: string };

/**
 * Sub-keywords and how many numbers follow: TRANGE in kelvin; MURANGE and TDFRANGE in eV, absolute (not relative to the
 * Fermi energy); RELAXTIM in fs.
 */
const recordLengths = { TRANGE: 3, MURANGE: 3, TDFRANGE: 3, RELAXTIM: 1, SMEAR: 1, SMEARTYP: 1 } as const;
export type BoltztraKeyword = keyof typeof recordLengths;

export function readBoltztra(cursor: DeckCursor): BoltztraBlock {
  const entries: BoltztraEntry[] = [];
  while (!isEnd(cursor.peekWord())) {
    const line = cursor.line('a keyword or END of BOLTZTRA');
    const word = line.trim().toUpperCase();
    if (!isKeyword(word)) entries.push({ keyword: 'OTHER', line });
    else
      entries.push({
        keyword: word,
        values: cursor.numbers(recordLengths[word], `the record of ${word}`).values,
      });
  }
  cursor.line('END of BOLTZTRA');
  return { kind: 'BOLTZTRA', entries };
}

const isKeyword = (word: string): word is BoltztraKeyword => Object.hasOwn(recordLengths, word);

export function renderBoltztra(block: BoltztraBlock): readonly string[] {
  const lines = block.entries.flatMap((entry) =>
    entry.keyword === 'OTHER' ? [entry.line] : [entry.keyword, entry.values.join(' ')],
  );
  return ['BOLTZTRA', ...lines, 'END'];
}
