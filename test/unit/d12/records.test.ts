import { expect } from 'chai';
import type { Deck, DeckEntry } from '../../../src/crystal/d12/deck.js';
import { findBlock, nameOf } from '../../../src/crystal/d12/entries.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { fixtureDeck } from './real-decks.js';

type Place = 'geometry' | 'FREQCALC' | 'QHA' | 'ANHARM' | 'DFT' | 'TWOCOMPON' | 'method';

/** A keyword with its records, where it stands, and what the words beside it have to be afterwards. */
const written: readonly (readonly [Place, string])[] = [
  ['geometry', 'ROTCRY\nANGROT\n10 20 30'],
  ['geometry', 'ROTCRY\nANGROT 10 20 30'],
  ['geometry', 'MOLEXP\n1\n3 0 0 0'],
  ['geometry', 'PBAND\n8 20 1 0\n0 0 0 4 4 0'],
  ['FREQCALC', 'ANHAPES\n4\n7 8\n9 10\n3 0.9'],
  ['FREQCALC', 'VSCF'],
  ['FREQCALC', 'VSCFTOL\n4'],
  ['FREQCALC', 'VSCFMIX\n30'],
  ['FREQCALC', 'VCI\n6 3\n1'],
  ['FREQCALC', 'RESTPES'],
  ['FREQCALC', 'SCANMODE\n-2 -10 10 0.1\n4 7'],
  ['FREQCALC', 'COMBMODE\nIRRAMAN\nFREQRANGE\n100 3000\nEND'],
  ['FREQCALC', 'COMBMODE\nFREQRANGE 100 3000\nEND'],
  ['FREQCALC', 'BETAVIB\n1064.0'],
  ['FREQCALC', 'ADP\n0 0'],
  ['FREQCALC', 'INS\n3000 300\n2'],
  ['FREQCALC', 'INS\n3000 300 2'],
  ['FREQCALC', 'PDOS\n1000 200 1'],
  ['QHA', 'PREOPTGEOM\nFULLOPTG\nEND'],
  ['ANHARM', 'TEST'],
  ['DFT', 'COLLINEAR'],
  ['DFT', 'SR-HYB-WB97X\n0.16'],
  ['DFT', 'DFTD3\nVERSION\n4\nEND'],
  ['DFT', 'GCP\nMETHOD\nHF3C\nEND'],
  ['TWOCOMPON', 'GUESSPSO'],
  ['TWOCOMPON', 'GCOREROT\n90 45'],
  ['TWOCOMPON', '2NDVARIAT\n1\n90 0'],
  ['TWOCOMPON', 'SPINORLOCK\n2 10'],
  ['method', 'ROHF\n1'],
  ['method', 'GUESSPAT'],
  ['method', 'QVRSGDIM\n100000'],
];

describe('the reader of decks', () => {
  for (const [place, text] of written) {
    it(`gives ${text.split('\n').join(' / ')} in ${place} its records and no others`, () => {
      const deck = readDeck(deckWith(place, text), 'x.d12');
      const found = between(deck, place);
      expect(found.map(nameOf)).to.deep.equal(['PRINT', text.split(/\s/)[0], 'PRINT']);
      expect(found[1]?.kind).not.to.equal('verbatim');
      expect(deck.method.map(nameOf)).to.include('SHRINK');
      expect(deck.rest).to.deep.equal([]);
      expect(readDeck(renderDeck(deck), 'x.d12')).to.deep.equal(deck);
    });
  }

  it('keeps a spin-orbit pseudopotential: convention, factor, terms', () => {
    const { basis } = readDeck(fixtureDeck('lead-spin-orbit.d12'), 'x.d12');
    if (basis.kind !== 'external') throw new Error('an external basis set was expected');
    expect(basis.elements[0]?.pseudopotential).to.deep.equal({
      kind: 'spin-orbit',
      convention: 'INTERNAL',
      scale: 1,
      charge: 4,
      counts: [0, 1, 2, 1, 0, 0],
      terms: [
        [1.2, 55, 0, 0],
        [1.1, 30, -18, 0],
        [1, 28, 9, 0],
        [0.9, 12, -3, 0],
      ],
    });
    expect(basis.elements[0]?.shells.length).to.equal(2);
  });

  it('takes the factor of the spin-orbit part from a line of its own as well', () => {
    const text = fixtureDeck('lead-spin-orbit.d12');
    const spread = text.replace('INTERNAL 1.0', 'INTERNAL\n1.0');
    expect(readDeck(spread, 'x.d12')).to.deep.equal(readDeck(text, 'x.d12'));
  });

  for (const [what, from, to, expected] of [
    ['without its convention', 'INTERNAL 1.0', '1.0', '"PSONAME SOSCALE"'],
    ['with a term that lacks a number', '1.1 30.0 -18.0 0', '1.1 30.0 -18.0', 'term 2 of 4'],
    ['with a missing term', '1.2 55.0 0.0 0\n', '', 'term 4 of 4'],
  ] as const) {
    it(`refuses a spin-orbit pseudopotential ${what}`, () => {
      const text = fixtureDeck('lead-spin-orbit.d12').replace(from, to);
      expect(() => readDeck(text, 'x.d12')).to.throw(expected);
    });
  }

  for (const opening of ['BASISSET\nCUSTOM', 'BASISSET\nCUSTOM\nEND']) {
    it(`reads the elements after ${opening.split('\n').join(' / ')}`, () => {
      const text = fixtureDeck('lead-spin-orbit.d12').replace('\nEND\n282 2', `\n${opening}\n282 2`);
      const deck = readDeck(text, 'x.d12');
      if (deck.basis.kind !== 'external') throw new Error('an external basis set was expected');
      expect(deck.basis.elements.map(({ number }) => number)).to.deep.equal([282]);
      expect(deck.geometryEnd).to.equal(null);
      expect(renderDeck(deck)).to.contain(`0\n${opening}\n282 2\nINPSOC`);
    });
  }
});

/** The keyword between two PRINTs, so that a record too many or too few is seen. */
function deckWith(place: Place, text: string): string {
  const here = (name: Place): string => (name === place ? `PRINT\n${text}\nPRINT\n` : '');
  const block = (name: Place, head = name as string): string =>
    name === place ? `${head}\n${here(name)}END\n` : '';
  const tasks = `${block('FREQCALC')}${block('QHA')}${block('ANHARM', 'ANHARM\n1')}`;
  return [
    'made',
    'CRYSTAL\n0 0 0\n225\n4.2\n2\n12 0 0 0\n8 0.5 0.5 0.5',
    `${here('geometry')}${tasks}BASISSET\nPOB-TZVP`,
    `${block('TWOCOMPON')}DFT\nPBE0\n${here('DFT')}END\n${here('method')}SHRINK\n8 16\nEND\n`,
  ].join('\n');
}

/** What stands from the first PRINT to the last. */
function between(deck: Deck, place: Place): readonly DeckEntry[] {
  const entries =
    place === 'geometry'
      ? deck.edits
      : place === 'method'
        ? deck.method
        : (findBlock([...deck.edits, ...deck.method], place)?.entries ?? []);
  const isMark = (entry: DeckEntry): boolean => nameOf(entry) === 'PRINT';
  return entries.slice(entries.findIndex(isMark), entries.findLastIndex(isMark) + 1);
}
