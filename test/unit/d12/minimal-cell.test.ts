import { expect } from 'chai';
import { cellCountOfSymbol } from '../../../src/crystal/d12/tables/minimal-cell.js';

/** One symbol of each kind that decks use, and how many numbers its cell record has. */
const symbols: readonly (readonly [string, number | undefined])[] = [
  ['P 1', 6],
  ['P -1', 6],
  ['P 21/C', 4],
  ['P 1 21/N 1', 4],
  ['P 1 1 21/A', 4],
  ['B 2', 4],
  ['P 2 2 21', 3],
  ['P B N M', 3],
  ['F D D D', 3],
  ['P 42/M N M', 2],
  ['I -4', 2],
  ['P 3', 2],
  ['P 31 1 2', 2],
  ['P 3 M 1', 2],
  ['R 3 2', 2],
  ['R -3 C', 2],
  ['P 63/M M C', 2],
  ['P -6 2 M', 2],
  ['P 2 3', 1],
  ['P 21 3', 1],
  ['I A -3 D', 1],
  ['F M 3 M', 1],
  ['F -4 3 M', 1],
  ['P 43 3 2', 1],
  ['FM3M', undefined],
  ['X 1', undefined],
  ['P', undefined],
];

describe('the cell record of a Hermann-Mauguin symbol', () => {
  for (const [symbol, count] of symbols) {
    it(`${symbol} has ${count ?? 'no'} numbers`, () => {
      expect(cellCountOfSymbol(symbol)).to.equal(count);
    });
  }
});
