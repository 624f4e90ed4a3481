import { readBand } from './blocks/band.js';
import { readBoltztra } from './blocks/boltztra.js';
import { readDoss } from './blocks/doss.js';
import { readGrid } from './blocks/grid.js';
import { readMap } from './blocks/map.js';
import { readNewk } from './blocks/newk.js';
import { readOverlap } from './blocks/overlap.js';
import { isPlainKeyword, readPlain } from './blocks/plain.js';
import { readPotc } from './blocks/potc.js';
import { readVerbatim } from './blocks/verbatim.js';
import { DeckCursor, isEnd } from './deck-cursor.js';
import { namedKeywords } from './keyword-names.js';
import type { DeckBlock, PropertyDeck } from './deck.js';

/**
 * Reads a .d3 deck. Unknown keywords are kept as they stand. Throws DECK_UNREADABLE with file, line, what was expected
 * and what stands there.
 */
export const readPropertyDeck = (text: string, fileName: string): PropertyDeck =>
  readPropertyDeckWithLines(text, fileName).deck;

/** The deck and, block by block, the line where each starts; the last line number is that of the end. */
export function readPropertyDeckWithLines(
  text: string,
  fileName: string,
): { readonly deck: PropertyDeck; readonly lines: readonly number[] } {
  const cursor = new DeckCursor(text, fileName);
  if (cursor.peek() === undefined) throw cursor.fault('a keyword of the properties program', undefined);
  const blocks: DeckBlock[] = [];
  const lines: number[] = [];
  while (cursor.peek() !== undefined) {
    lines.push(cursor.lineNumber);
    if (isEnd(cursor.peekWord())) {
      const end = cursor.line('END').trim();
      return { deck: { blocks, end, after: cursor.rest() }, lines };
    }
    blocks.push(readBlock(cursor));
  }
  return { deck: { blocks, end: null, after: [] }, lines: [...lines, cursor.lineNumber] };
}

const readers: Readonly<Record<string, (cursor: DeckCursor) => DeckBlock>> = {
  NEWK: readNewk,
  BAND: readBand,
  DOSS: readDoss,
  COOP: (cursor) => readOverlap(cursor, 'COOP'),
  COHP: (cursor) => readOverlap(cursor, 'COHP'),
  ECHG: (cursor) => readMap(cursor, 'ECHG'),
  POTM: (cursor) => readMap(cursor, 'POTM'),
  ECH3: (cursor) => readGrid(cursor, 'ECH3'),
  POT3: (cursor) => readGrid(cursor, 'POT3'),
  POTC: readPotc,
  BOLTZTRA: readBoltztra,
};

const isKnownKeyword = (word: string): boolean => Object.hasOwn(readers, word) || isPlainKeyword(word);
const isKeyword = (word: string): boolean => isKnownKeyword(word) || namedKeywords.has(word);

function readBlock(cursor: DeckCursor): DeckBlock {
  const word = cursor.peekWord();
  if (!/^[A-Z]/.test(word)) throw cursor.fault('a keyword of the properties program', cursor.peek());
  if (!isKnownKeyword(word)) return readVerbatim(cursor, isKeyword);
  cursor.line('a keyword');
  if (isPlainKeyword(word)) return readPlain(cursor, word);
  const read = readers[word];
  if (!read) throw cursor.fault('a keyword of the properties program', word);
  return read(cursor);
}
