import { expect } from 'chai';
import { buildDeck } from '../../../src/crystal/d12/build-deck.js';
import { checkDeck } from '../../../src/crystal/d12/checks/check-deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { diamond, diamondOrder } from './orders.js';

const records = (task: 'OPT' | 'SP' | 'FREQ', settings: object): string =>
  renderDeck(buildDeck(diamondOrder(task, settings)).deck)
    .split('\n')
    .join(' / ');

/** What a setting has to bring into the deck, and what it must keep out. */
const writes: readonly (readonly [string, 'OPT' | 'SP' | 'FREQ', object, string, string?])[] = [
  [
    'nothing said: a standard optimisation',
    'OPT',
    {},
    'OPTGEOM / FULLOPTG / MAXCYCLE / 800 / TOLDEG / 0.0003 / TOLDEX / 0.0012 / TOLDEE / 7 / ENDOPT / BASISSET / POB-TZVP-REV2 / DFT / PBE-D3 / XLGRID / ENDDFT / SHRINK / 11 22 / TOLINTEG / 7 7 7 7 14 / TOLDEE / 7',
    'SPIN',
  ],
  ['a single point', 'SP', {}, '6 0.125 0.125 0.125 / BASISSET', 'OPTGEOM'],
  ['tight', 'OPT', { level: 'tight' }, 'TOLDEG / 0.0001 / TOLDEX / 0.0004 / TOLDEE / 8 / ENDOPT'],
  ['very tight integrals', 'SP', { level: 'veryTight' }, 'TOLINTEG / 9 9 9 11 38 / TOLDEE / 11'],
  ['frequencies with a sharp SCF', 'FREQ', { level: 'quick' }, 'TOLINTEG / 9 9 9 11 38 / TOLDEE / 11'],
  [
    'frequencies with tolerances of their own',
    'FREQ',
    { scf: { energyExponent: 12 } },
    'TOLINTEG / 9 9 9 11 38 / TOLDEE / 12',
  ],
  ['a functional without D3', 'SP', { method: { functional: 'PBEsol0' } }, 'DFT / PBESOL0 / XLGRID', '-D3'],
  ['dispersion switched off', 'SP', { method: { dispersion: 'none' } }, 'DFT / PBE / XLGRID', '-D3'],
  [
    'dispersion for any functional',
    'SP',
    { method: { functional: 'SCAN', dispersion: { version: 3, threeBody: true } } },
    'ENDDFT / DFTD3 / VERSION / 3 / ABC / END',
  ],
  [
    'a composite method with its basis',
    'SP',
    { method: { functional: 'HSE3C' } },
    'BASISSET / def2-mSVP / DFT / HSE3C',
    '-D3',
  ],
  [
    'a Hartree-Fock composite',
    'SP',
    { method: { functional: 'HF3C' } },
    'BASISSET / MINIX / HF3C / END / SHRINK',
    'DFT',
  ],
  ['Hartree-Fock', 'SP', { method: { functional: 'HF' } }, 'POB-TZVP-REV2 / SHRINK', 'DFT'],
  [
    'unrestricted Hartree-Fock',
    'SP',
    { method: { functional: 'HF' }, spin: { shell: 'open' } },
    'POB-TZVP-REV2 / UHF / SHRINK',
  ],
  [
    'a functional of parts',
    'SP',
    { method: { functional: 'custom', exchange: 'pbe', correlation: 'lyp', hybridPercent: 12.5 } },
    'DFT / EXCHANGE / PBE / CORRELAT / LYP / HYBRID / 12.5 / XLGRID',
  ],
  ['no grid', 'SP', { method: { grid: null } }, 'DFT / PBE-D3 / ENDDFT'],
  [
    'an open shell with locked spins',
    'SP',
    { spin: { lock: { difference: 2, cycles: 10 } } },
    'DFT / SPIN / PBE-D3 / XLGRID / ENDDFT / SPINLOCK / 2 10',
  ],
  ['an antiferromagnet', 'SP', { spin: { atoms: { C: [1, -1] } } }, 'ATOMSPIN / 2 / 1 1 / 2 -1'],
  ['a mesh by hand', 'SP', { kpoints: { mesh: [8, 8, 6] } }, 'SHRINK / 0 16 / 8 8 6'],
  ['smearing', 'SP', { scf: { smearHartree: 0.005 } }, 'SMEAR / 0.005'],
  [
    'a level shift, which DIIS would switch off',
    'SP',
    { scf: { levelShift: { shift: 6, lock: 1 } } },
    'LEVSHIFT / 6 1 / MAXCYCLE / 800 / FMIXING / 30 / NODIIS',
    '/ DIIS',
  ],
  ['Broyden', 'SP', { scf: { accelerator: 'BROYDEN' } }, 'BROYDEN / 0.0001 50 2', 'DIIS'],
  ['buffers', 'SP', { scf: { bufferWords: 110000000 } }, 'BIPOSIZE / 110000000 / EXCHSIZE / 110000000'],
  ['a guess', 'SP', { scf: { guess: true } }, 'GUESSP'],
  ['pressure in hartree/bohr^3', 'OPT', { optimization: { pressureGPa: 10 } }, 'EXTPRESS / 0.00033989'],
  ['a constant volume', 'OPT', { optimization: { type: 'CVOLOPT' } }, 'OPTGEOM / FULLOPTG / CVOLOPT'],
  [
    'infrared and Raman',
    'FREQ',
    { frequencies: { raman: true, ramanSpectrum: true } },
    'NUMDERIV / 2 / INTENS / INTRAMAN / INTCPHF / ENDCPHF / RAMSPEC / END / ENDFREQ',
  ],
  [
    'thermodynamics',
    'FREQ',
    { frequencies: { temperaturesKelvin: { points: 10, from: 100, to: 1000 } } },
    'TEMPERAT / 10 100 1000',
  ],
  [
    'phonon dispersion, with the mesh of the supercell',
    'FREQ',
    {
      frequencies: {
        dispersionSupercell: [
          [2, 0, 0],
          [0, 2, 0],
          [0, 0, 2],
        ],
        dispersionBands: { denominator: 4, points: 50, segments: [[0, 0, 0, 2, 0, 2]] },
      },
    },
    'SCELPHONO / 2 0 0 / 0 2 0 / 0 0 2 / FREQCALC / NUMDERIV / 2 / DISPERSION / BANDS / 4 50 / 1 / 0 0 0 2 0 2 / ENDFREQ / BASISSET / POB-TZVP-REV2 / DFT / PBE-D3 / XLGRID / ENDDFT / SHRINK / 6 12',
  ],
  [
    'records of the user',
    'SP',
    { extra: { method: ['TOLDEP', '14', 'NEWWORD', '1 2'], dft: ['TOLLDENS', '9'], geometry: ['EXTPRT'] } },
    'EXTPRT / BASISSET',
    '/ SCFDIR',
  ],
];

describe('a deck built from settings', () => {
  for (const [title, task, settings, expected, absent] of writes) {
    it(`writes ${title}`, () => {
      const text = records(task, settings);
      expect(text).to.contain(expected);
      if (absent !== undefined) expect(text).not.to.contain(absent);
    });

    it(`is read back unchanged and has no errors: ${title}`, () => {
      const { deck } = buildDeck(diamondOrder(task, settings));
      expect(readDeck(renderDeck(deck), 'built.d12')).to.deep.equal(deck);
      const errors = checkDeck(deck, { symmetry: loadSymmetry() }).filter(
        ({ severity }) => severity === 'error',
      );
      // The mesh by hand is the user's mistake, and found.
      expect(errors.map(({ rule }) => rule)).to.deep.equal(title === 'a mesh by hand' ? ['shrink'] : []);
    });
  }

  it('opens the shell where the electrons are odd in number', () => {
    const order = {
      ...diamondOrder('SP'),
      geometry: { ...diamond, atoms: [{ number: 7, position: [0, 0, 0] as const }] },
      primitiveAtoms: [0],
    };
    expect(renderDeck(buildDeck(order).deck)).to.contain('DFT\nSPIN\n');
    const metal = {
      ...order,
      settings: { ...order.settings, scf: { ...order.settings.scf, smearHartree: 0.01 } },
    };
    expect(renderDeck(buildDeck(metal).deck)).not.to.contain('SPIN');
    const closed = buildDeck({
      ...order,
      settings: { ...order.settings, spin: { ...order.settings.spin, shell: 'closed' } },
    });
    expect(closed.warnings.join()).to.contain('7 electrons');
  });

  it('refuses elements that the basis set lacks and names the sets that cover them', () => {
    const order = {
      ...diamondOrder('SP'),
      geometry: { ...diamond, atoms: [{ number: 36, position: [0, 0, 0] as const }] },
    };
    expect(() => buildDeck(order)).to.throw(CrystalqError, 'POB-TZVP-REV2 has no functions for Kr');
    try {
      buildDeck(order);
    } catch (error) {
      expect((error as CrystalqError).code).to.equal('BASIS_NOT_COVERED');
      expect((error as CrystalqError).hint)
        .to.contain('POB-TZVP')
        .and.contain('MINIX')
        .and.not.contain('REV2');
    }
  });

  it('takes from an external basis text the elements of the structure, and its pseudopotential numbers', () => {
    const external =
      'my set\n8 1\n1 0 3 8. 0.\n206 1\nINPUT\n4. 1 0 0 0 0 0\n 1.0 2.0 0\n0 0 1 4. 1.\n 0.5 1.0\n99 0\nEND\n';
    const text = records('SP', { basis: { external } });
    expect(text).to.contain(
      '206 0.125 0.125 0.125 / END / 206 1 / INPUT / 4 1 0 0 0 0 0 / 1 2 0 / 0 0 1 4 1 / 0.5 1 / 99 0 / END / DFT',
    );
    expect(() => records('SP', { basis: { external: '8 1\n1 0 3 8. 0.\n' } })).to.throw(
      'no functions for C (6)',
    );
  });

  it('refuses initial spins where the atoms of the primitive cell are not known', () => {
    const { primitiveAtoms: _unknown, ...order } = diamondOrder('SP', { spin: { atoms: { C: 1 } } });
    expect(() => buildDeck(order)).to.throw(CrystalqError, 'initial spins');
  });

  it('makes one printable line of a hostile title', () => {
    const order = { ...diamondOrder('SP'), title: 'x\nCRYSTAL\n0 0 0; rm -rf \u0007/é' };
    const { deck } = buildDeck(order);
    expect(deck.title).to.equal('x CRYSTAL 0 0 0; rm -rf /e');
    expect(readDeck(renderDeck(deck), 'x')).to.deep.equal(deck);
  });

  it('refuses to write a record with a line break in it', () => {
    const { deck } = buildDeck(diamondOrder('SP'));
    expect(() => renderDeck({ ...deck, title: 'a\nb' })).to.throw(CrystalqError, 'line break');
  });
});
