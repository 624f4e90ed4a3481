import { expect } from 'chai';
import * as patches from '../../../src/crystal/d12/deck-patches.js';
import type { Deck } from '../../../src/crystal/d12/deck.js';
import { followUpDeck, type FollowUp } from '../../../src/crystal/d12/follow-up-deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { fcc } from './orders.js';
import { fixtureDeck } from './real-decks.js';

const parentNamed = (name: string): Deck => readDeck(fixtureDeck(`${name}.d12`), name);
const oneLine = (deck: Deck): string => renderDeck(deck).trimEnd().split('\n').join(' / ');

/** The same atoms in a cell that a run has moved a little. */
function relaxed(deck: Deck): Deck['geometry'] {
  const { geometry } = deck;
  if (!('cell' in geometry)) return geometry;
  return { ...geometry, cell: geometry.cell.map((length) => length * 1.01) };
}

function follow(name: string, order: Partial<FollowUp>): string {
  const parent = parentNamed(name);
  const deck = followUpDeck({
    parent,
    finalGeometry: relaxed(parent),
    task: 'SP',
    overrides: {},
    title: 'next',
    ...order,
  });
  expect(readDeck(renderDeck(deck), 'next.d12')).to.deep.equal(deck);
  return oneLine(deck);
}

describe('a follow-up deck', () => {
  it('keeps basis, Hamiltonian and SCF of the parent record by record', () => {
    const text = oneLine(parentNamed('nickel-oxide-afm'));
    const tail = text.slice(text.indexOf('228 3 / INPUT'));
    expect(follow('nickel-oxide-afm', {})).to.contain(tail);
  });

  it('takes the geometry of the run and does not edit it a second time', () => {
    const next = follow('nickel-oxide-afm', {});
    expect(next).to.contain('/ 4.2218 /').and.contain('MODISYMM');
    expect(next).not.to.contain('SUPERCEL').and.not.contain('ATOMDISP');
  });

  it('still edits the geometry where the parent has not run yet', () => {
    const parent = parentNamed('nickel-oxide-afm');
    expect(follow('nickel-oxide-afm', { finalGeometry: parent.geometry }))
      .to.contain('SUPERCEL')
      .and.contain('ATOMDISP');
  });

  it('gives atoms back the numbers of the parent where the output names elements only', () => {
    const parent = parentNamed('nickel-oxide-afm');
    const plain = relaxed(parent);
    if (!('atoms' in plain)) throw new Error('fixture');
    const atoms = plain.atoms.map((atom) => ({ ...atom, number: atom.number % 100 }));
    expect(follow('nickel-oxide-afm', { finalGeometry: { ...plain, atoms } })).to.contain('/ 228 0 0 0 /');
  });

  it('goes on with the optimisation of the parent, without its RESTART', () => {
    const parent = patches.withMaxTrustRadius(patches.withOptRestart(parentNamed('diamond-opt')), 0.25);
    const next = follow('diamond-opt', {
      parent,
      task: 'OPT',
      overrides: { optimization: { maxCycles: 50 } },
    });
    expect(next).to.contain(
      'OPTGEOM / FULLOPTG / MAXCYCLE / 50 / TOLDEG / 0.0003 / TOLDEX / 0.0012 / TOLDEE / 7 / MAXTRADIUS / 0.25 / ENDOPT',
    );
  });

  it('drops the task of the parent for a single point, and GUESSP unless it is asked for', () => {
    const parent = patches.withGuessp(parentNamed('diamond-opt'));
    expect(follow('diamond-opt', { parent })).not.to.match(/OPTGEOM|GUESSP/);
    expect(follow('diamond-opt', { parent, overrides: { scf: { guess: true } } })).to.contain('GUESSP');
  });

  it('sharpens the SCF for frequencies, unless the recipe says otherwise', () => {
    expect(follow('diamond-opt', { task: 'FREQ' })).to.contain(
      'TOLINTEG / 9 9 9 11 38 / TOLDEE / 11 / SHRINK / 12 24',
    );
    expect(follow('diamond-opt', { task: 'FREQ', overrides: { scf: { energyExponent: 10 } } })).to.contain(
      'TOLDEE / 10',
    );
  });

  it('keeps the frequencies of a deck that asks for them already', () => {
    const parent = parentNamed('freq-ir-raman');
    const next = follow('freq-ir-raman', { task: 'FREQ', finalGeometry: parent.geometry });
    expect(next).to.equal(oneLine({ ...parent, title: 'next' }));
  });

  for (const [functional, expected] of [
    ['PBE0', 'DFT / PBE0-D3 / XLGRID'],
    ['HSE06', 'DFT / HSE06-D3 / XLGRID'],
    ['SVWN', 'DFT / SVWN / XLGRID'],
    ['PBEH3C', 'BASISSET / def2-mSVP / DFT / PBEH3C / XLGRID'],
    ['HF', 'POB-TZVP-REV2 / TOLINTEG'],
    ['HF3C', 'BASISSET / MINIX / HF3C / END / TOLINTEG'],
  ] as const) {
    it(`turns PBE-D3 into ${expected}`, () => {
      const next = follow('diamond-opt', { overrides: { method: { functional } } });
      expect(next).to.contain(expected).and.not.contain('-D3-D3');
    });
  }

  it('keeps EXCHANGE, CORRELAT and HYBRID when only the dispersion changes', () => {
    const next = follow('nickel-oxide-afm', { overrides: { method: { dispersion: 'none' } } });
    expect(next).to.contain('EXCHANGE / PBE / CORRELAT / PBE / HYBRID / 20').and.not.contain('DFTD3');
  });

  it('takes pseudopotential numbers off atoms that go to an internal basis set', () => {
    const next = follow('nickel-oxide-afm', { overrides: { basis: { internal: 'POB-TZVP-REV2' } } });
    expect(next)
      .to.contain('/ 28 0 0 0 /')
      .and.contain('BASISSET / POB-TZVP-REV2 / DFT')
      .and.not.contain('INPUT');
  });

  it('adds records of the user and ghosts in their places', () => {
    const extra = {
      geometry: ['EXTPRT'],
      optimization: ['ONELOG'],
      method: ['TOLDEP', '14'],
      dft: ['TOLLDENS', '9'],
    };
    const next = follow('diamond-opt', { task: 'OPT', overrides: { extra, basis: { ghosts: [2] } } });
    expect(next)
      .to.contain('/ EXTPRT / OPTGEOM')
      .and.contain('ONELOG / ENDOPT')
      .and.contain('TOLDEP / 14 / END');
    expect(next).to.contain('POB-TZVP-REV2 / GHOSTS / 1 / 2 / DFT').and.contain('TOLLDENS / 9 / ENDDFT');
  });

  it('closes and opens the shell', () => {
    const closed = follow('nickel-oxide-afm', { overrides: { spin: { shell: 'closed' } } });
    expect(closed).not.to.match(/SPIN|SPINLOCK|ATOMSPIN/);
    const open = follow('diamond-opt', {
      overrides: { spin: { atoms: { C: [1, -1] } } },
      primitiveAtoms: [0, 0],
    });
    expect(open).to.contain('DFT / SPIN / PBE-D3').and.contain('ATOMSPIN / 2 / 1 1 / 2 -1');
  });

  it('keeps SHRINK in the form of the parent, unless another net is asked for', () => {
    expect(follow('graphene-slab', {})).to.contain('SHRINK / 0 36 / 18 18 1');
    const order = { overrides: { kpoints: { spacingPerAngstrom: 0.2 } }, primitiveVectors: fcc(3.6) };
    expect(follow('diamond-opt', order)).to.contain('SHRINK / 16 32');
  });
});

const changes: readonly (readonly [string, string, (deck: Deck) => Deck, string, string])[] = [
  [
    'the SCF cycles and not the optimisation steps',
    'diamond-opt',
    (deck) => patches.withScfMaxcycle(deck, 1800),
    'SCFDIR / MAXCYCLE / 800',
    'SCFDIR / MAXCYCLE / 1800',
  ],
  [
    'the optimisation steps and not the SCF cycles',
    'diamond-opt',
    (deck) => patches.withOptMaxcycle(deck, 1300),
    'FULLOPTG / MAXCYCLE / 800',
    'FULLOPTG / MAXCYCLE / 1300',
  ],
  ['FMIXING', 'diamond-opt', (deck) => patches.withFmixing(deck, 50), 'FMIXING / 30', 'FMIXING / 50'],
  [
    'SMEAR where there is one',
    'graphene-slab',
    (deck) => patches.withSmear(deck, 0.02),
    'SMEAR / 0.01',
    'SMEAR / 0.02',
  ],
  [
    'SMEAR where there is none',
    'diamond-opt',
    (deck) => patches.withSmear(deck, 0.005),
    'PPAN / END',
    'PPAN / SMEAR / 0.005 / END',
  ],
  [
    'three factors into the largest',
    'hf3c-eos',
    patches.withUniformShrink,
    'SHRINK / 0 8 / 4 3 2',
    'SHRINK / 4 8',
  ],
  [
    'the density of the net',
    'graphene-slab',
    (deck) => patches.withDenserShrink(deck, 1.5),
    '0 36 / 18 18 1',
    '0 54 / 27 27 1',
  ],
  [
    'DIIS into a level shift',
    'diamond-opt',
    (deck) => patches.withNoDiisLevshift(deck, 6),
    'DIIS / PPAN',
    'NODIIS / PPAN / LEVSHIFT / 6 0',
  ],
  [
    'a level shift into Broyden',
    'nickel-oxide-afm',
    (deck) => patches.withBroyden(deck),
    'NODIIS / LEVSHIFT / 6 0',
    'BROYDEN / 0.0001 50 2',
  ],
  [
    'RESTART in',
    'diamond-opt',
    patches.withOptRestart,
    'FULLOPTG / MAXCYCLE',
    'FULLOPTG / RESTART / MAXCYCLE',
  ],
  [
    'RESTART in front of frequencies',
    'freq-ir-raman',
    patches.restartDeck,
    'FREQCALC / NUMDERIV',
    'FREQCALC / RESTART / NUMDERIV',
  ],
  [
    'an optimisation into its restart',
    'diamond-opt',
    patches.restartDeck,
    'FULLOPTG / MAXCYCLE',
    'FULLOPTG / RESTART / MAXCYCLE',
  ],
  [
    'a single point into one with a guess',
    'graphene-slab',
    patches.restartDeck,
    'PPAN / END',
    'PPAN / GUESSP / END',
  ],
  [
    'tolerances that are looser',
    'diamond-opt',
    (deck) => patches.withTighterTolerances(deck, [8, 8, 8, 8, 12], 9),
    'TOLINTEG / 7 7 7 7 14 / TOLDEE / 7',
    'TOLINTEG / 8 8 8 8 14 / TOLDEE / 9',
  ],
  [
    'the trust radius',
    'diamond-opt',
    (deck) => patches.withMaxTrustRadius(deck, 0.25),
    'TOLDEE / 7 / ENDOPT',
    'TOLDEE / 7 / MAXTRADIUS / 0.25 / ENDOPT',
  ],
  [
    'the buffers',
    'polymer-sto3g',
    (deck) => patches.withBuffers(deck, 5000),
    '8 8 / END',
    '8 8 / BIPOSIZE / 5000 / EXCHSIZE / 5000 / END',
  ],
];

describe('a patch of a deck', () => {
  for (const [title, name, patch, before, after] of changes) {
    it(`changes ${title}, and nothing else`, () => {
      const deck = parentNamed(name);
      const text = oneLine(deck);
      expect(text).to.contain(before);
      expect(oneLine(patch(deck))).to.equal(text.replace(before, after));
    });

    it(`changes ${title} once: a second time makes no difference`, () => {
      const once = patch(parentNamed(name));
      if (!title.startsWith('the density')) expect(patch(once)).to.deep.equal(once);
    });
  }

  it('takes RESTART and GUESSP out again', () => {
    const deck = parentNamed('diamond-opt');
    expect(patches.withoutRestart(patches.withOptRestart(deck))).to.deep.equal(deck);
    expect(patches.withoutGuessp(patches.withGuessp(deck))).to.deep.equal(deck);
  });
});
