import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkPropertyDeck } from '../../../src/crystal/d3/checks/check-property-deck.js';
import { keywordOf } from '../../../src/crystal/d3/deck.js';
import { readPropertyDeck, readPropertyDeckWithLines } from '../../../src/crystal/d3/read-deck.js';
import { renderPropertyDeck } from '../../../src/crystal/d3/render-deck.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { anyDeck } from './any-deck.js';
import { magnesia } from './parent-runs.js';

const dataFolder = join(process.cwd(), '../shared/data');

const realDecks = existsSync(dataFolder)
  ? readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d3'))
  : [];

/** The keywords and numbers of a text, in order; notes of our own stand behind numbers and do not count. */
const tokens = (text: string): readonly string[] =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .map((token) => (Number.isNaN(Number(token)) ? token : String(Number(token))));

const fault = (text: string): CrystalqError => {
  try {
    readPropertyDeck(text, 'bad.d3');
  } catch (thrown) {
    if (thrown instanceof CrystalqError) return thrown;
    throw thrown;
  }
  throw new Error(`this was read: ${text}`);
};

describe('a property deck', () => {
  it('is the same after it was written and read, whatever the model holds', () => {
    fc.assert(
      fc.property(anyDeck, (deck) => {
        expect(readPropertyDeck(renderPropertyDeck(deck), 'deck.d3')).to.deep.equal(deck);
      }),
      { numRuns: 600 },
    );
  });

  if (realDecks.length === 0) {
    it('real decks: not read here, the folder ../shared/data is missing', function () {
      this.skip();
    });
  }
  for (const file of realDecks) {
    it(`${file} says the same after it was read and written: every keyword, every number`, () => {
      const text = readFileSync(join(dataFolder, file), 'utf8');
      const written = renderPropertyDeck(readPropertyDeck(text, file));
      expect(tokens(written)).to.deep.equal(tokens(text));
      expect(readPropertyDeck(written, file)).to.deep.equal(readPropertyDeck(text, file));
    });
  }

  it('is read as a list-directed READ does: records over several lines, words behind numbers, repeats, D exponents', () => {
    const deck = readPropertyDeck(
      'newk\n0\n24\n24 24\n18\n1 0\nDOSS\n2 800 -1 -1 1 14 0\n-7d-1, +.8D0\n-1\n1\n-1 2 oxygen\nBAND\n\n1 2 60 1 4 1 0\n3*0 1 0 0 G-X\nENDPROP\n',
      'odd.d3',
    );
    expect(deck.blocks[0]).to.deep.equal({
      kind: 'NEWK',
      mesh: [24, 24, 18],
      gilat: 24,
      fermi: 1,
      prints: [],
    });
    expect(deck.blocks[1]).to.deep.include({
      windowHartree: [-0.7, 0.8],
      projections: [
        { of: 'atoms', members: [1], note: '' },
        { of: 'atoms', members: [2], note: 'oxygen' },
      ],
    });
    expect(deck.blocks[2]).to.deep.include({
      title: '',
      segments: [{ start: [0, 0, 0], end: [1, 0, 0], note: 'G-X' }],
    });
    expect(deck.end).to.equal('ENDPROP');
  });

  it('keeps keywords that it does not know as they stand, with an END of their own', () => {
    const text = 'EDFT\nBECKE\nEND\nFUTURE\n 1  2.50 x\nNEWK\n4 8\n1 0\nPROF\n 2 0 1 0\nCP\nEND\nEND\n';
    const deck = readPropertyDeck(text, 'new.d3');
    expect(deck.blocks.map(keywordOf)).to.deep.equal(['EDFT', 'FUTURE', 'NEWK', 'PROF']);
    expect(renderPropertyDeck(deck)).to.equal(text);
  });

  for (const [what, text, keywords] of [
    [
      'two of them in a row',
      'ANBD\n1 2 1\n4\n1 2\nEMDL\n1 3. 0.1 1 0\n1 1 1\n0 0\nPPAN\nEND\n',
      'ANBD EMDL PPAN',
    ],
    ['one with words as records', 'ROTREF\nMATRIX\n1 0 0\n0 1 0\n0 0 1\nECH3\n20\nEND\n', 'ROTREF ECH3'],
    ['one with an END of its own', 'TOPO\nTRHO\n3\nEND\nPPAN\nEND\n', 'TOPO PPAN'],
    ['one with an END of its own at the end', 'TOPO\nTRHO\n3\nEND\nENDPROP\n', 'TOPO'],
    ['print options of the basis set', 'BASISSET\n2\n60 79\n64 79\nEND\n', 'BASISSET'],
    ['a net as in the SCF', 'NEWK\n0 0\n1 0\nPPAN\nEND\n', 'NEWK PPAN'],
    ['multipoles of the spin density', 'POLSPIN\n4 0 4\nPPAN\nEND\n', 'POLSPIN PPAN'],
    ['a powder pattern', 'XRDSPEC\n20 1.5406 0\nPPAN\nEND\n', 'XRDSPEC PPAN'],
    ['momentum densities', 'KINETEMD\n2 0.1 0.1 0.5\n1\nPPAN\nEND\n', 'KINETEMD PPAN'],
  ] as const) {
    it(`tells keyword from record: ${what}`, () => {
      const deck = readPropertyDeck(text, 'x.d3');
      expect(deck.blocks.map(keywordOf).join(' ')).to.equal(keywords);
      expect([deck.end?.slice(0, 3), deck.after]).to.deep.equal(['END', []]);
      expect(renderPropertyDeck(deck)).to.equal(text);
    });
  }

  it('reads layers of POTC on one line and writes them on two, which every reader takes', () => {
    const deck = readPropertyDeck('POTC\n3 400 0\n-40. 40. 0.5\nPPAN\nEND\n', 'x.d3');
    expect(renderPropertyDeck(deck)).to.equal('POTC\n3 400 0\n-40 40\n0.5\nPPAN\nEND\n');
  });

  it('knows the line where each block starts', () => {
    const { lines } = readPropertyDeckWithLines('\nNEWK\n4 8\n1 0\n\nDOSS\n0 9 1 2 1 9 0\nEND\n', 'lines.d3');
    expect(lines).to.deep.equal([2, 6, 8]);
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    [
      'an empty file',
      '\n \n',
      /^bad\.d3:\d+: expected a keyword of the properties program, found the end of the deck$/,
    ],
    ['numbers where a keyword belongs', '12 24\n', /^bad\.d3:1: expected a keyword.*found "12 24"$/],
    ['a cut record', 'NEWK\n12\n', /^bad\.d3:\d: expected IS ISP of NEWK, found the end of the deck$/],
    [
      'a word instead of a number',
      'BAND\nt\n1 2 x 1 4 1 0\n',
      /^bad\.d3:3: expected NLINE ISS NSUB.*found "1 2 x 1 4 1 0"$/,
    ],
    [
      'a fraction instead of a whole number',
      'NEWK\n12.5 24\n1 0\n',
      /^bad\.d3:2: expected IS ISP of NEWK, found 12\.5, which is not a whole number$/,
    ],
    [
      'too few segments',
      'BAND\nt\n2 2 60 1 4 1 0\n0 0 0 1 0 0\nEND\n',
      /^bad\.d3:5: expected two points of a BAND segment, found "END"$/,
    ],
    [
      'a projection of nothing',
      'DOSS\n1 9 1 2 1 9 0\n0 1\nEND\n',
      /^bad\.d3:3: expected a number of functions or atoms, found 0$/,
    ],
    [
      'a map without END',
      'ECHG\n0\n9\nPRINT\n',
      /^bad\.d3:\d: expected a keyword or END of ECHG, found the end of the deck$/,
    ],
    [
      'a transport block without END',
      'BOLTZTRA\nTRANGE\n1 2 3\n',
      /END of BOLTZTRA, found the end of the deck$/,
    ],
  ];
  for (const [name, text, message] of faults) {
    it(`names file, line, what was expected and what was found: ${name}`, () => {
      const error = fault(text);
      expect(error.code).to.equal('DECK_UNREADABLE');
      expect(error.message).to.match(message);
    });
  }

  it('that is damaged gives a diagnosis or a deck, and its check never fails', () => {
    const seeds = [
      'NEWK\n12 24\n1 0\nDOSS\n2 300 -1 -1 2 12 0\n-0.7 +0.8\n-1 1\n-1 2\nEND\n',
      'BAND\nBN\n2 4 200 1 26 1 0\n0 0 0 2 0 2\n2 0 2 2 2 2\nECHG\n0\n9\nCOORDINA\n1 2 3\n4 5 6\n7 8 1\nEND\nPOTC\n0 1 0\n1 2 3\nEND\n',
      'NEWK\n4 8\n0 0\nBOLTZTRA\nTRANGE\n1 2 3\nEND\nPOT3\n9\n5\nRANGE\n1\n2\nEND\n',
    ];
    const damage = fc.record({
      seed: fc.constantFrom(...seeds),
      cut: fc.nat({ max: 200 }),
      at: fc.nat({ max: 200 }),
      put: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('-1', '999999999999', '9'.repeat(400), '1e999', '\0', 'END', '99999*1'),
      ),
      swap: fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 })),
    });
    fc.assert(
      fc.property(damage, ({ seed, cut, at, put, swap: [i, j] }) => {
        const lines = seed.split('\n');
        [lines[i % lines.length], lines[j % lines.length]] = [
          lines[j % lines.length] ?? '',
          lines[i % lines.length] ?? '',
        ];
        const text = lines.join('\n');
        const damaged = (text.slice(0, at) + put + text.slice(at)).slice(0, 200 + seed.length - cut);
        try {
          checkPropertyDeck(readPropertyDeck(damaged, 'damaged.d3'), magnesia);
        } catch (thrown) {
          expect(thrown).to.be.instanceOf(CrystalqError);
          expect((thrown as CrystalqError).code).to.equal('DECK_UNREADABLE');
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('of random bytes gives a diagnosis or keeps what it does not know', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const text = Buffer.from(bytes).toString('latin1');
        try {
          readPropertyDeck(text, 'bytes.d3');
        } catch (thrown) {
          expect(thrown).to.be.instanceOf(CrystalqError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
