import { readPropertyDeckWithLines } from './read-deck.js';

/*
 * Where CRYSTAL limits what one run may do (15 projections of DOSS), a step calls the program several times, one deck
 * after another. The decks stand in one file, each up to its END: CRYSTAL itself reads the first and no further.
 */

/**
 * Lines of each deck of a file, in order; one number where it holds one deck.
 * @throws DECK_UNREADABLE
 */
export function linesOfDecks(text: string, fileName: string): readonly number[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const counts: number[] = [];
  for (let start = 0; start < lines.length; start += counts.at(-1) ?? lines.length) {
    const rest = lines.slice(start);
    const { deck, lines: places } = readPropertyDeckWithLines(rest.join('\n'), fileName);
    const end = places.at(-1) ?? rest.length;
    counts.push(deck.after.length === 0 ? rest.length : end);
  }
  return counts;
}
