import { expect } from 'chai';
import fc from 'fast-check';
import type { Deck } from '../../../src/crystal/d12/deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { arbitraryDeck } from './arbitrary-deck.js';
import { fixtureDecks, sharedDataIsThere, sharedDecks, type NamedDeck } from './real-decks.js';

describe('a deck', () => {
  it('of the model comes back unchanged when it is written and read', () => {
    fc.assert(
      fc.property(arbitraryDeck, (deck) => {
        expect(readDeck(renderDeck(deck), 'written.d12')).to.deep.equal(deck);
      }),
      // The counterexample as found: shrinking decks this large takes minutes.
      { numRuns: 150, endOnFailure: true },
    );
  }).timeout(30_000);

  for (const { name, text } of fixtureDecks()) {
    it(`${name} says the same after reading and writing`, () => {
      expect(wordsOf(renderDeck(readDeck(text, name)))).to.deep.equal(wordsOf(text));
    });
  }

  it('of a real calculation says the same after reading and writing', function () {
    if (!sharedDataIsThere) {
      console.log('      real decks are read where ../shared/data exists');
      return;
    }
    const { files, echoed } = sharedDecks();
    expect(files.length).to.be.greaterThan(10);
    expect(echoed.length).to.be.greaterThan(20);
    for (const deck of files) saysTheSame(deck);
    // What an output prints below the deck is not part of it.
    for (const deck of echoed)
      saysTheSame({ ...deck, text: renderDeck({ ...readDeck(deck.text, deck.name), rest: [] }) });
  });

  it('is refused with file and line when it is damaged, and never crashes', () => {
    const decks = fixtureDecks();
    fc.assert(
      fc.property(fc.constantFrom(...decks), damage, ({ text }, ruin) => {
        const damaged = ruin(text);
        const outcome = readOrDiagnose(damaged);
        if (outcome instanceof CrystalqError) {
          expect(outcome.code).to.equal('DECK_UNREADABLE');
          expect(outcome.message).to.match(/^damaged\.d12:\d+: expected .+/);
        } else {
          expect(readDeck(renderDeck(outcome), 'again')).to.deep.equal(outcome);
          expect(JSON.stringify(outcome)).not.to.contain('null,null');
        }
      }),
      { numRuns: 1500, endOnFailure: true },
    );
  }).timeout(30_000);

  it('is refused when it is cut anywhere before its last END', () => {
    for (const { name, text } of fixtureDecks()) {
      const lines = text.trimEnd().split('\n');
      for (let kept = 1; kept < lines.length; kept += 1) {
        const cut = lines.slice(0, kept).join('\n');
        // A text that stops with the END of the geometry is a structure, which the check complains of.
        const outcome = readOrDiagnose(cut);
        const complete = !(outcome instanceof CrystalqError) && outcome.basis.kind !== 'none';
        expect(complete, `${name} cut after line ${kept}`).to.equal(false);
      }
    }
  });

  for (const [what, text] of [
    ['an empty file', ''],
    ['binary data', 'title\nCRYSTAL\0\0\0'],
    ['20 MB of a single letter', 'x'.repeat(20_000_000)],
    ['numbers without end', `t\nCRYSTAL\n0 0 0\n1\n${'1 '.repeat(1_000_000)}`],
    ['a count beyond the text', 't\nMOLECULE\n1\n2000000000\n6 0 0 0\n'],
    ['a million blank lines', `t\n${'\n'.repeat(1_000_000)}`],
  ] as const) {
    it(`is refused at once when it is ${what}`, () => {
      const started = performance.now();
      expect(readOrDiagnose(text)).to.be.instanceOf(CrystalqError);
      expect(performance.now() - started).to.be.lessThan(2_000);
    });
  }
});

function saysTheSame({ name, text }: NamedDeck): void {
  const deck = readDeck(text, name);
  expect(readDeck(renderDeck(deck), name), name).to.deep.equal(deck);
  expect(wordsOf(renderDeck(deck)), name).to.deep.equal(wordsOf(text, surplus.get(name)));
}

/** Numbers in a real deck that CRYSTAL passes over: angles of a cubic cell. */
const surplus = new Map([['crystalpytools-dev/h_bulk.d12', '1.6839861384 1.6839861384 90 90 90']]);

/** Keyword by keyword, number by number: the deck as a list of words with numbers as values. */
function wordsOf(text: string, without = ''): (string | number)[] {
  const [title = '', ...lines] = text.replace(without, '').trimEnd().split('\n');
  const words = lines.flatMap((line) => line.replace(/#.*/, '').split(/\s+/)).filter((word) => word !== '');
  return [title.trimEnd(), ...words.map((word) => numberIn(word) ?? word)];
}

function numberIn(word: string): number | undefined {
  const value = Number(word.replace(/^([+-]?[\d.]+)[DE]([+-]?\d+)$/i, '$1e$2'));
  return Number.isNaN(value) ? undefined : value;
}

function readOrDiagnose(text: string): Deck | CrystalqError {
  try {
    return readDeck(text, 'damaged.d12');
  } catch (error) {
    if (error instanceof CrystalqError) return error;
    throw error;
  }
}

type Ruin = (text: string) => string;
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const damage: fc.Arbitrary<Ruin> = fc.oneof(
  place.map(
    (at): Ruin =>
      (text) =>
        text.slice(0, at * text.length),
  ),
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([at, byte]): Ruin => (text) => {
    const index = Math.floor(at * text.length);
    return `${text.slice(0, index)}${String.fromCharCode(byte)}${text.slice(index + 1)}`;
  }),
  fc.tuple(place, place).map(([one, other]): Ruin => (text) => {
    const lines = text.split('\n');
    const [first, second] = [Math.floor(one * lines.length), Math.floor(other * lines.length)];
    return lines
      .map((line, index) => (index === first ? lines[second]! : index === second ? lines[first]! : line))
      .join('\n');
  }),
  place.map(
    (at): Ruin =>
      (text) =>
        text
          .split('\n')
          .filter((_, index, lines) => index !== Math.floor(at * lines.length))
          .join('\n'),
  ),
  fc.tuple(place, fc.string({ unit: 'binary' })).map(
    ([at, noise]): Ruin =>
      (text) =>
        `${text.slice(0, at * text.length)}${noise}${text.slice(at * text.length)}`,
  ),
);
