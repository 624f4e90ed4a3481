import { expect } from 'chai';
import fc from 'fast-check';
import { checkDeck, checkDeckText } from '../../../src/crystal/d12/checks/check-deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { arbitraryDeck } from './arbitrary-deck.js';
import { mistakes } from './mistakes.js';
import { fixtureDeck, fixtureDecks, sharedDataIsThere, sharedDecks } from './real-decks.js';

const symmetry = loadSymmetry();

describe('the check for a release', () => {
  for (const [release, change, where] of [
    [17, ['PBE-D3', 'R2SCAN'], 'R2SCAN'],
    [23, ['PBE-D3', 'B2PLYP'], 'B2PLYP'],
    [17, ['SCFDIR', 'LDREMO\n5'], 'LDREMO'],
    [17, ['x', 'x'], 'BASISSET'],
    [17, ['FULLOPTG', 'ITATOCEL\nRESTART'], 'RESTART'],
  ] as const) {
    it(`finds ${where} in a deck for CRYSTAL${release}, and says nothing for the other`, () => {
      const text = fixtureDeck('diamond-opt.d12').replace(change[0], change[1]);
      const lines = text.split('\n');
      const found = (number: 17 | 23) =>
        checkDeckText(text, 'x.d12', { release: number })
          .filter(({ rule }) => rule === 'release')
          .map(({ line }) => lines[line - 1]);
      expect(found(release)).to.include(where);
      expect(found(release === 17 ? 23 : 17)).not.to.include(where);
    });
  }
});

describe('the check of a deck', () => {
  for (const { title, deck, change, rule, where, severity = 'error' } of mistakes) {
    it(`finds ${title}`, () => {
      const text = change.reduce(
        (before, [from, to]) => {
          expect(before, `${deck} holds ${JSON.stringify(from)}`).to.contain(from);
          return before.replace(from, to);
        },
        fixtureDeck(`${deck}.d12`),
      );
      const findings = checkDeckText(text, 'x.d12', { symmetry, otherFiles: new Set() });
      const lines = text.split('\n');
      const places = findings.map(
        (finding) => `${finding.severity} ${finding.rule}: ${lines[finding.line - 1] ?? ''}`,
      );
      expect(places).to.include(`${severity} ${rule}: ${where}`);
    });
  }

  for (const { name, text } of fixtureDecks()) {
    it(`finds no error in ${name}`, () => {
      const findings = checkDeckText(text, name, { symmetry });
      expect(findings.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    });
  }

  it('is content when the files of GUESSP and RESTART are there', () => {
    const text = fixtureDeck('diamond-opt.d12')
      .replace('FULLOPTG', 'FULLOPTG\nRESTART')
      .replace('SCFDIR', 'GUESSP');
    const otherFiles = new Set(['fort.20', 'OPTINFO.DAT']);
    expect(checkDeckText(text, 'x.d12', { symmetry, otherFiles })).to.deep.equal([]);
  });

  it('names the lines of the written text when it is given a deck instead of a text', () => {
    const deck = readDeck(fixtureDeck('diamond-opt.d12').replace('SCFDIR', 'HF'), 'x.d12');
    const withoutTask = { ...deck, edits: [] };
    const lines = renderDeck(withoutTask).split('\n');
    const found = checkDeck(withoutTask).map(({ rule, line }) => [rule, lines[line - 1]]);
    expect(found).to.deep.equal([
      ['functional', 'HF'],
      ['keywords', 'HF'],
    ]);
  });

  it('finds no error in decks that CRYSTAL has run', function () {
    if (!sharedDataIsThere) {
      console.log('      real decks are checked where ../shared/data exists');
      return;
    }
    const { echoed } = sharedDecks();
    for (const { name, text } of echoed) {
      const errors = checkDeckText(text, name, { symmetry }).filter(({ severity }) => severity === 'error');
      expect(errors, name).to.deep.equal([]);
    }
  });

  it('has an answer to any deck and any damaged text, and no exception', () => {
    fc.assert(
      fc.property(arbitraryDeck, fc.double({ min: 0, max: 1, noNaN: true }), (deck, at) => {
        const text = renderDeck(deck);
        const lines = text.split('\n').length;
        const damaged = text.slice(0, at * text.length) + text.slice(at * text.length + 3);
        for (const written of [text, damaged]) {
          for (const { line, message, instead } of checkDeckText(written, 'x.d12', { symmetry })) {
            expect(line).to.be.within(1, lines);
            expect(message).not.to.match(/NaN|undefined/);
            expect(instead).not.to.equal('');
          }
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }).timeout(30_000);
});
