import type { Finding } from '../finding.js';
import type { Deck } from './deck.js';
import { withoutGuessp, withoutRestart } from './deck-patches.js';
import { keyword, replaceKeywords } from './entries.js';

/** CRYSTAL reads the whole deck, builds structure and basis set, counts what the SCF would need, and stops. */
export type TestKeyword = 'TESTGEOM' | 'TESTPDIM';

/**
 * The deck for a trial: it needs no file of an earlier run and takes a second. TESTGEOM stops after block 1,
 * TESTPDIM after the symmetry analysis.
 */
export function testDeck(deck: Deck, test: TestKeyword): Deck {
  const alone = withoutGuessp(withoutRestart(deck));
  if (test === 'TESTPDIM')
    return { ...alone, method: replaceKeywords(alone.method, [test], [keyword(test)]) };
  // TESTGEOM ends block 1 as a task does, so it takes the place of the task.
  const edits = alone.edits.filter(({ kind }) => kind !== 'block');
  return { ...alone, edits: [...edits, keyword(test)] };
}

/** Lines by which CRYSTAL says that the trial went well. */
const success: Readonly<Record<TestKeyword, RegExp>> = {
  TESTGEOM: /WARNING \*+ CRYSTA \*+ TESTGEOM +DIRECTIVE - GEOMETRY EDITING COMPLETE/,
  TESTPDIM: /SIZE OF DENSITY MATRIX EVALUATED|SIZE OF THE P\(G\) MATRIX/,
};
const fatal = /ERROR \*+ *(\S+) *\*+ *(.*)/g;

/** What the printout of a trial says against the deck; line 1, since CRYSTAL names no lines. */
export function findingsOfTestRun(output: string, test: TestKeyword): Finding[] {
  const errors = [...output.matchAll(fatal)].map(
    ([, routine = '', message = '']) => `${routine}: ${message.trim()}`,
  );
  const said = errors.length === 0 && !success[test].test(output) ? ['it stopped without a word'] : errors;
  return said.map((message) => ({
    line: 1,
    severity: 'error' as const,
    rule: 'crystal',
    message: `CRYSTAL's ${test}: ${message}`,
    instead: 'correct the deck as CRYSTAL asks',
  }));
}
