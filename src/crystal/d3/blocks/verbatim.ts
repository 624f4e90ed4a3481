import { isEnd, type DeckCursor } from '../deck-cursor.js';

/** A keyword whose records are not known: its lines as they stand, from the keyword to its last record (or own END). */
export interface VerbatimBlock {
  readonly kind: 'VERBATIM';
  readonly lines: readonly string[];
}

/** Keywords that close themselves with an END of their own. */
const closesItself = new Set([
  'CLAS',
  'EDFT',
  'ADFT',
  'ENECOR',
  'ACOR',
  'ORBITALS',
  'LOCALI',
  'LOCALWF',
  'PROF',
]);

export function readVerbatim(cursor: DeckCursor, isKeyword: (word: string) => boolean): VerbatimBlock {
  const word = cursor.peekWord();
  const lines = [cursor.line('a keyword')];
  const ownEnd = closesItself.has(word);
  for (;;) {
    const next = cursor.peek();
    if (next === undefined) return { kind: 'VERBATIM', lines };
    const nextWord = cursor.peekWord();
    const isClosing = isEnd(nextWord) && (ownEnd || deckGoesOn(cursor, isKeyword));
    if (!isClosing && !ownEnd && (isEnd(nextWord) || isKeyword(nextWord))) return { kind: 'VERBATIM', lines };
    lines.push(cursor.line('a record'));
    if (isClosing) return { kind: 'VERBATIM', lines };
  }
}

/** Nothing follows the END of a deck; one with a keyword or another END behind it has closed this keyword. */
function deckGoesOn(cursor: DeckCursor, isKeyword: (word: string) => boolean): boolean {
  const after = cursor.wordAfterNext();
  return isKeyword(after) || isEnd(after);
}

export const renderVerbatim = (block: VerbatimBlock): readonly string[] => block.lines;
