import { CrystalqError } from '../../errors/crystalq-error.js';
import { keywordOf, type PropertyDeck } from './deck.js';
import { readPropertyDeckWithLines } from './read-deck.js';

/*
 * Where CRYSTAL limits what one run may do (15 projections of DOSS), a step calls the program several times, one deck
 * after another. The decks stand in one file, each up to its END: CRYSTAL itself reads the first and no further.
 */

export interface PlacedDeck {
  readonly deck: PropertyDeck;
  /** Where each block starts in the file, then the line of the end. */
  readonly lines: readonly number[];
}

/**
 * The decks of a file, in order. Only a row of whole decks with the same keywords is several calls: anything else behind
 * END stays with the first deck, as the text that CRYSTAL does not read.
 * @throws DECK_UNREADABLE
 */
export function readPropertyDecks(text: string, fileName: string): readonly PlacedDeck[] {
  const first = readPropertyDeckWithLines(text, fileName);
  if (first.deck.after.length === 0) return [first];
  const decks: PlacedDeck[] = [];
  const lines = text.split('\n');
  for (let start = 0; start < lines.length; start = decks.at(-1)?.lines.at(-1) ?? lines.length) {
    const next = readAnother(lines.slice(start).join('\n'), fileName, first.deck);
    if (!next) return [first];
    decks.push({
      deck: { ...next.deck, after: [] },
      lines: next.lines.map((line) => line + start),
    });
    if (next.deck.after.length === 0) break;
  }
  return decks;
}

/** Lines of each deck of a file, in order; one number where it holds one deck. */
export function linesOfDecks(text: string, fileName: string): readonly number[] {
  const ends = readPropertyDecks(text, fileName).map(({ lines }) => lines.at(-1) ?? 0);
  const last = text.replace(/\n$/, '').split('\n').length;
  return [...ends.slice(0, -1), last].map((end, index) => end - (ends[index - 1] ?? 0));
}

function readAnother(text: string, fileName: string, first: PropertyDeck): PlacedDeck | undefined {
  try {
    const another = readPropertyDeckWithLines(text, fileName);
    const isAlike = keywordsOf(another.deck) === keywordsOf(first);
    return isAlike && another.deck.end !== null ? another : undefined;
  } catch (thrown) {
    // A note of the author behind END is no deck.
    if (thrown instanceof CrystalqError && thrown.code === 'DECK_UNREADABLE') return undefined;
    throw thrown;
  }
}

const keywordsOf = ({ blocks }: PropertyDeck): string => blocks.map(keywordOf).join();
