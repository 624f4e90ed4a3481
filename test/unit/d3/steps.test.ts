import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { hasErrors, checkPropertyDeck } from '../../../src/crystal/d3/checks/check-property-deck.js';
import type { ParentRun } from '../../../src/crystal/d3/parent-run.js';
import {
  propertySteps,
  propertyStepNames,
  type PropertyStepName,
} from '../../../src/crystal/d3/property-steps.js';
import { readPropertyDeck } from '../../../src/crystal/d3/read-deck.js';
import { renderPropertyDeck } from '../../../src/crystal/d3/render-deck.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { chain, graphene, magnesia, water } from './parent-runs.js';

const decks = (name: PropertyStepName, run: ParentRun, raw?: unknown): readonly string[] =>
  propertySteps[name].plan(run, raw).runs.map(({ deck }) => renderPropertyDeck(deck));

const only = (name: PropertyStepName, run: ParentRun, raw?: unknown): string => {
  const [text, ...more] = decks(name, run, raw);
  expect(more).to.deep.equal([]);
  return text ?? '';
};

const lines = (...records: readonly string[]): string => `${records.join('\n')}\n`;

const refusal = (act: () => unknown): CrystalqError => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof CrystalqError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
};

describe('BAND', () => {
  it('writes the path of the lattice in whole numbers, with labels where CRYSTAL does not read', () => {
    expect(only('BAND', magnesia)).to.equal(
      lines(
        'BAND',
        'cF2 GAMMA-X-U|K-GAMMA-L-W-X',
        '6 8 1000 1 26 1 0',
        '0 0 0  4 0 4  GAMMA-X',
        '4 0 4  5 2 5  X-U',
        '3 3 6  0 0 0  K-GAMMA',
        '0 0 0  4 4 4  GAMMA-L',
        '4 4 4  4 2 6  L-W',
        '4 2 6  4 0 4  W-X',
        'END',
      ),
    );
  });

  it('keeps the labels of the ends with the plan', () => {
    const ticks = propertySteps.BAND.plan(magnesia, {}).runs[0]?.labels.ticks;
    expect(ticks?.[1]).to.deep.equal({ from: 'X', to: 'U', start: [0.5, 0, 0.5], end: [0.625, 0.25, 0.625] });
  });

  it('takes so many bands around the gap, and never more than there are', () => {
    const record = (bands: unknown, run = magnesia) => only('BAND', run, { bands }).split('\n')[2];
    expect(record({ below: 4, above: 3 })).to.equal('6 8 1000 7 13 1 0');
    expect(record({ below: 40, above: 300 })).to.equal('6 8 1000 1 26 1 0');
    expect(record({ first: 5, last: 99 })).to.equal('6 8 1000 5 26 1 0');
    // a conductor prints no highest band: half the electrons
    expect(record({ below: 2, above: 2 }, graphene)).to.equal('3 6 1000 5 8 1 0');
    // the spins differ: from below the lower to above the higher
    expect(record({ below: 1, above: 1 }, chain)).to.equal('1 2 1000 3 5 1 0');
  });

  it('has twice as many bands and the path for -k where spin and orbit are coupled and inversion is missing', () => {
    const rotations = [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]] as const; // prettier-ignore
    const text = only('BAND', { ...magnesia, twoComponent: true, rotations });
    expect(text.split('\n')[2]).to.match(/ 1 52 1 0$/);
    expect(text).to.contain("GAMMA-X'");
  });

  it('takes the symmetry of the run, or of the bare lattice where asked', () => {
    const trivial = { ...magnesia, rotations: [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]] as const }; // prettier-ignore
    expect(only('BAND', trivial)).to.match(/^BAND\naP[23] /);
    expect(only('BAND', trivial, { latticeSymmetry: true })).to.match(/^BAND\ncF2 /);
  });

  it('gives every segment 20 points or more', () => {
    expect(only('BAND', magnesia, { points: 50 }).split('\n')[2]).to.equal('6 8 120 1 26 1 0');
  });

  it("draws the user's own path, exact in whole numbers", () => {
    const customPath = [
      [
        { label: 'A', k: [0, 0, 0] },
        { label: 'B', k: [1 / 3, 0, 1 / 2] },
      ],
    ];
    expect(only('BAND', magnesia, { customPath, title: 'mine' })).to.equal(
      lines('BAND', 'mine', '1 6 1000 1 26 1 0', '0 0 0  2 0 3  A-B', 'END'),
    );
    customPath[0]?.push({ label: 'A', k: [0, 1, 0] });
    expect(refusal(() => decks('BAND', magnesia, { customPath })).message).to.contain(
      'two different points A',
    );
  });

  it('cuts titles to what CRYSTAL reads, on one line', () => {
    const title = `first\nsecond ${'x'.repeat(100)}`;
    const line = only('BAND', magnesia, { title }).split('\n')[1] ?? '';
    expect(line).to.match(/^first second x+$/);
    expect(line.length).to.equal(72);
  });
});

describe('DOSS', () => {
  it('writes the mesh of the parent, an absolute window and one projection per element', () => {
    expect(only('DOSS', magnesia)).to.equal(
      lines(
        'NEWK',
        '12 24',
        '1 0',
        'DOSS',
        '2 1000 -1 -1 2 14 0',
        '-0.519493 0.215493',
        '-1 1 Mg',
        '-1 2 O',
        'END',
      ),
    );
  });

  it('names directions without periodicity with 1', () => {
    expect(only('DOSS', graphene, { projections: 'total' })).to.equal(
      lines('NEWK', '0 48', '24 24 1', '1 0', 'DOSS', '0 1000 -1 -1 2 14 0', '-0.465193 0.269793', 'END'),
    );
  });

  const projections: readonly (readonly [unknown, readonly string[]])[] = [
    ['atoms', ['-1 1 C1', '-1 2 C2']],
    ['elements', ['-2 1 2 C']],
    [
      'shells',
      [
        '6 1 2 6 15 16 20 C-s',
        '12 3 4 5 7 8 9 17 18 19 21 22 23 C-p',
        '10 10 11 12 13 14 24 25 26 27 28 C-d',
      ],
    ],
    [
      'atomShells',
      [
        '3 1 2 6 C1-s',
        '6 3 4 5 7 8 9 C1-p',
        '5 10 11 12 13 14 C1-d',
        '3 15 16 20 C2-s',
        '6 17 18 19 21 22 23 C2-p',
        '5 24 25 26 27 28 C2-d',
      ],
    ],
    [[{ label: 'pz', functions: [5, 9] }], ['2 5 9 pz']],
  ];
  for (const [wanted, expected] of projections) {
    it(`projects on ${JSON.stringify(wanted)}`, () => {
      const text = only('DOSS', graphene, { projections: wanted }).trimEnd().split('\n');
      expect(text.slice(7, -1)).to.deep.equal(expected);
    });
  }

  it('names the orbitals of a shell in their order', () => {
    const labels = propertySteps.DOSS.plan(graphene, { projections: 'orbitals' }).runs[0]?.labels.projections;
    expect(labels).to.deep.equal([
      'C-s',
      'C-px',
      'C-py',
      'C-pz',
      'C-dz2',
      'C-dxz',
      'C-dyz',
      'C-dx2-y2',
      'C-dxy',
    ]);
  });

  it('divides more than 15 projections over several runs', () => {
    const template = magnesia.atoms[0]!;
    const atoms = Array.from({ length: 32 }, (_, index) => ({ ...template, number: index + 1 }));
    const plan = propertySteps.DOSS.plan({ ...magnesia, atoms }, { projections: 'atoms' });
    expect(plan.runs.map(({ labels }) => labels.projections?.length)).to.deep.equal([15, 15, 2]);
    expect(plan.remarks).to.include('more than 15 projections: 3 runs');
  });

  it('wraps long lists of functions, and they are read back', () => {
    const functions = Array.from({ length: 26 }, (_, index) => index + 1);
    const text = only('DOSS', magnesia, { projections: [{ label: 'all', functions }] });
    expect(Math.max(...text.split('\n').map((line) => line.length))).to.be.lessThan(80);
    const [, doss] = readPropertyDeck(text, 'deck').blocks;
    expect(doss).to.have.nested.property('projections[0].members').that.deep.equals(functions);
    expect(doss).to.have.nested.property('projections[0].note', 'all');
  });

  it('takes all bands where no Fermi energy is known', () => {
    const plan = propertySteps.DOSS.plan({ ...magnesia, fermiHartree: null }, { projections: 'total' });
    expect(renderPropertyDeck(plan.runs[0]!.deck)).to.contain('0 1000 1 26 2 14 0\nEND');
    expect(plan.remarks[0]).to.contain('no Fermi energy');
  });
});

describe('TRANSPORT', () => {
  it('counts chemical potentials from the band edges and writes them absolute, with two ENDs', () => {
    expect(only('TRANSPORT', magnesia, { relaxationTimeFs: 20 })).to.equal(
      lines(
        'NEWK', '48 96', '0 0',
        'BOLTZTRA',
        'TRANGE', '100 800 50',
        'MURANGE', '-6.136 4.993 0.01',
        'TDFRANGE', '-9.136 7.993 0.01',
        'RELAXTIM', '20',
        'END',
        'END',
      ), // prettier-ignore
    );
  });

  it('computes the Fermi energy of a conductor on the dense mesh, and counts from it', () => {
    const text = only('TRANSPORT', graphene, { meshFactor: 2 });
    expect(text).to.contain('NEWK\n0 96\n48 48 1\n1 0\n');
    expect(text).to.contain('MURANGE\n-4.659 -0.659 0.01');
  });

  it('writes undocumented records only where asked for, with a remark', () => {
    const plan = propertySteps.TRANSPORT.plan(magnesia, { smear: 0.01 });
    expect(renderPropertyDeck(plan.runs[0]!.deck)).to.contain('SMEAR\n0.01\n');
    expect(plan.remarks.join()).to.contain('not documented');
    expect(only('TRANSPORT', magnesia)).not.to.contain('SMEAR');
  });

  it('refuses a distribution that does not hold the chemical potentials', () => {
    const raw = { distributionElectronvolt: { from: -1, to: 1 } };
    expect(refusal(() => decks('TRANSPORT', magnesia, raw)).code).to.equal('SETTINGS_INVALID');
  });
});

describe('CHARGE+POTENTIAL', () => {
  it('needs no box for a crystal', () => {
    expect(only('CHARGE+POTENTIAL', magnesia)).to.equal(lines('ECH3', '100', 'POT3', '100', '5', 'END'));
  });

  it('gives one range in bohr for each direction without periodicity', () => {
    const slab = only('CHARGE+POTENTIAL', graphene, { potential: false, marginAngstrom: 5.291772083 });
    expect(slab).to.equal(lines('ECH3', '100', 'RANGE', '-10', '10', 'END'));
    expect(only('CHARGE+POTENTIAL', chain, { potential: false })).to.contain(
      'RANGE\n-18.141 -18.897\n21.732 19.086\n',
    );
    expect(only('CHARGE+POTENTIAL', water, { charge: false })).to.match(
      /RANGE\n\S+ \S+ \S+\n\S+ \S+ \S+\nEND\n$/,
    );
  });

  it('expects a cube of the spin density from an open shell', () => {
    expect(propertySteps['CHARGE+POTENTIAL'].plan(chain, {}).runs[0]?.files).to.deep.equal([
      'DENS_CUBE.DAT',
      'SPIN_CUBE.DAT',
      'POT_CUBE.DAT',
    ]);
  });

  it('chooses the number of points from their distance', () => {
    // |a1| = 2.98187 Angstrom = 5.6349 bohr
    expect(only('CHARGE+POTENTIAL', magnesia, { stepBohr: 0.1, potential: false })).to.equal(
      lines('ECH3', '57', 'END'),
    );
  });
});

describe('ECHG, POTM and POTC', () => {
  it('maps the face of the crystallographic cell around an atom', () => {
    expect(only('ECHG', magnesia, { points: 80 })).to.equal(
      lines(
        'ECHG',
        '0',
        '80',
        'COORDINA',
        '-2.1085 -2.1085 0',
        '2.1085 -2.1085 0',
        '2.1085 2.1085 0',
        'END',
        'END',
      ),
    );
  });

  it('puts the extent of the atoms in the place of the 500 Angstrom', () => {
    expect(only('ECHG', graphene, { plane: { face: 'ac', marginAngstrom: 4 } })).to.contain(
      'COORDINA\n-1.23 1.42028 -4\n1.23 1.42028 -4\n1.23 1.42028 4\n',
    );
  });

  it('maps the plane of three atoms as a rectangle with margins', () => {
    expect(only('POTM', water, { plane: { atoms: [2, 1, 3] }, tolerance: 6 })).to.equal(
      lines(
        'POTM', '0 6', '100',
        'COORDINA', '0 0.757 -0.467', '0 0 0.117', '0 -0.757 -0.467',
        'RECTANGU', 'MARGINS', '1.5 1.5 1.5 1.5',
        'END', 'END',
      ), // prettier-ignore
    );
    expect(refusal(() => decks('ECHG', water, { plane: { atoms: [1, 2, 9] } })).message).to.contain('atom 9');
    expect(refusal(() => decks('ECHG', water, { plane: { atoms: [1, 2, 2] } })).message).to.contain(
      'no plane',
    );
  });

  it('computes the deformation density in one run', () => {
    const kinds = readPropertyDeck(only('ECHG', magnesia, { deformation: true }), 'deck').blocks.map(
      ({ kind }) => kind,
    );
    expect(kinds).to.deep.equal(['MAP', 'PLAIN', 'MAP']);
  });

  it('averages the potential of a slab over planes that reach into the vacuum', () => {
    expect(only('POTC', graphene, { marginAngstrom: 10.583544166 })).to.equal(
      lines('POTC', '2 400 0', '-20 20', 'END'),
    );
    expect(only('POTC', graphene, { mode: 'slabs', planes: 50, rangeAngstrom: [-1, 1] })).to.equal(
      lines('POTC', '3 50 0', '-1.889726 1.889726', '0.944863', 'END'),
    );
    expect(only('POTC', water)).to.equal(lines('POTC', '0 0 0', 'END'));
    expect(only('POTC', water, { mode: 'points', pointsAngstrom: [[0, 0, 1]] })).to.equal(
      lines('POTC', '0 1 0', '0 0 1.889726', 'END'),
    );
  });
});

describe('property decks', () => {
  it('are refused for molecules where k points are needed', () => {
    for (const name of ['BAND', 'DOSS', 'TRANSPORT'] as const) {
      expect(refusal(() => decks(name, water)).code, name).to.equal('DECK_INVALID');
    }
  });

  it('tell all wrong settings at once', () => {
    const error = refusal(() => decks('DOSS', magnesia, { points: 3, polynomials: 99, wrong: 1 }));
    expect(error.code).to.equal('SETTINGS_INVALID');
    for (const key of ['points', 'polynomials', 'wrong']) expect(error.message).to.contain(key);
  });

  for (const run of [magnesia, graphene, chain, water]) {
    for (const name of propertyStepNames) {
      if (run === water && ['BAND', 'DOSS', 'TRANSPORT'].includes(name)) continue;
      it(`${name} of ${run.source} is read back as it was written and passes its own check`, () => {
        for (const { deck } of propertySteps[name].plan(run, {}).runs) {
          expect(readPropertyDeck(renderPropertyDeck(deck), 'deck')).to.deep.equal(deck);
          expect(hasErrors(checkPropertyDeck(deck, run))).to.equal(false);
        }
      });
    }
  }
});

describe('The pages on property steps', () => {
  for (const [page, type, run] of [
    ['doss', 'DOSS', magnesia],
    ['potc', 'POTC', graphene],
  ] as const) {
    it(`show the ${type} deck that is written`, () => {
      const text = readFileSync(join(process.cwd(), `docs/steps/${page}.md`), 'utf8');
      expect(/```\n([^`]*)```/.exec(text)?.[1]).to.equal(only(type, run));
    });
  }

  it('keep the Fermi energy of a slab for its work functions, and of nothing else', () => {
    const labels = (run: ParentRun, raw?: unknown) => propertySteps.POTC.plan(run, raw).runs[0]?.labels;
    expect(labels(graphene)).to.deep.equal({ vacuumFermiHartree: graphene.fermiHartree });
    expect(labels(graphene, { mode: 'atoms' })).to.deep.equal({});
    expect(labels(magnesia)).to.deep.equal({});
  });
});
