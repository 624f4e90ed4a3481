import { expect } from 'chai';
import { thermodynamicsOf, zeroPointHartree } from '../../../src/rehearsal/model/vibrations.js';
import { frequencies, magnesia, optimization, playCrystal, readOutput } from './play.js';

const withBasis = (basis: string): string => magnesia().replace(/BASISSET[\s\S]*?DFT/, `END\n${basis}\nDFT`);

describe('The stand-in for crystal', () => {
  it('marks its output as a rehearsal in the banner', () => {
    const { output, report } = playCrystal(magnesia());
    expect(report.isRehearsal).to.equal(true);
    expect(output).to.include('CRYSTALQ REHEARSAL - NOT A CALCULATION');
    expect(report.program?.version).to.equal('23');
    expect(playCrystal(magnesia(), { version: 17 }).report.program?.version).to.equal('17');
  });

  it('prints the same for the same deck, and the same physics under another title', () => {
    const first = playCrystal(magnesia(optimization));
    expect(playCrystal(magnesia(optimization)).output).to.equal(first.output);
    const renamed = playCrystal(magnesia(optimization, [], 'another name'));
    expect(renamed.report.energyHartree).to.equal(first.report.energyHartree);
    expect(renamed.report.optimizationHistory).to.deep.equal(first.report.optimizationHistory);
  });

  it('says what the deck asked for', () => {
    const { report } = playCrystal(
      magnesia([], ['TOLINTEG', '8 8 8 8 16', 'MAXCYCLE', '77', 'FMIXING', '45', 'TOLDEE', '9']),
    );
    expect(report.title).to.equal('MgO');
    expect(report.dimensionality).to.equal(3);
    expect(report.symmetry?.symbol).to.equal('F M 3 M');
    expect(report.hamiltonian?.hybridPercent).to.equal(25);
    expect(report.tolinteg).to.deep.equal([8, 8, 8, 8, 16]);
    expect(report.maxScfCycles).to.equal(77);
    expect(report.shrink).to.deep.equal({ mesh: [8, 8, 8], gilat: 16 });
    // As CRYSTAL itself counts them for an 8 8 8 net of this group.
    expect(report.irreducibleKPoints).to.equal(29);
    expect(report.electrons).to.equal(20);
    expect(report.symmetryOperators).to.have.length(48);
    expect(report.cell?.conventional?.[0]).to.be.closeTo(4.217, 1e-8);
    expect(report.atomicBasis.map(({ shells }) => shells.length).every((count) => count > 3)).to.equal(true);
  });

  it('counts k and -k once where the structure has no centre', () => {
    const skew = magnesia().replace('225\n4.217', '1\n4.2 4.3 4.4 80 85 95').replace('8 16', '4 8');
    expect(playCrystal(skew).report.irreducibleKPoints).to.equal(36);
  });

  it('gives insulators a gap, metals none, open shells two', () => {
    const gap = playCrystal(magnesia()).report;
    expect(gap.conducting).to.equal(false);
    expect(gap.bandGaps[0]!.eV).to.be.within(4, 12);
    const metal = magnesia().replace('2\n12 0. 0. 0.\n8 0.5 0.5 0.5', '1\n13 0. 0. 0.');
    expect(playCrystal(metal).report.conducting).to.equal(true);
    const open = playCrystal(magnesia().replace('DFT\n', 'DFT\nSPIN\n'));
    expect(open.report.shell).to.equal('open');
    expect(open.report.bandGaps.map(({ spin }) => spin)).to.deep.equal(['alpha', 'beta']);
  });

  it('counts dispersion once: apart in a single point, inside the energy of an optimisation', () => {
    const deck = (task: readonly string[]): string => magnesia(task).replace('PBE0', 'PBE0-D3');
    const sp = playCrystal(deck([])).report;
    expect(sp.energyFrom).to.equal('TOTAL ENERGY + DISP');
    expect(sp.energies.dispersionHartree).to.be.below(0);
    const opt = playCrystal(deck(optimization)).report;
    expect(opt.energyFrom).to.equal('OPT END');
    expect(opt.energyHartree).to.be.below(sp.energyHartree!);
    expect(opt.energyHartree).to.be.closeTo(sp.energyHartree!, 0.01);
  });

  it('moves the cell of an optimisation a little, and one that is at its minimum not at all', () => {
    const { report } = playCrystal(magnesia(optimization));
    const [before, after] = [report.initialGeometry!.conventionalCell![0], report.cell!.conventional![0]];
    expect(Math.abs(after / before - 1)).to.be.within(1e-6, 0.006);
    const again = playCrystal(magnesia(optimization).replace('4.217', String(after)));
    expect(again.report.optimization).to.deep.include({ converged: true, points: 1 });
    expect(again.report.cell!.conventional![0]).to.be.closeTo(after, 1e-6);
  });

  it('stops an optimisation at the limit of the deck', () => {
    const { report, end } = playCrystal(magnesia(['OPTGEOM', 'MAXCYCLE', '2', 'END']));
    expect(report.optimization).to.deep.include({ converged: false, points: 2 });
    expect(end).to.equal(1);
  });

  it('ends an SCF at the limit of the deck, in order', () => {
    const { report, end, files } = playCrystal(magnesia([], ['MAXCYCLE', '3']));
    expect(report.scf).to.deep.include({ converged: false, cycles: 3 });
    expect(report.normalTermination).to.equal(true);
    expect(end).to.equal(0);
    expect(files.get('fort.9')).to.include('"converged":false');
  });

  it('prints modes and thermodynamics that belong together', () => {
    const task = ['FREQCALC', 'INTENS', 'TEMPERAT', '3 100 300', 'END'];
    const { report } = playCrystal(magnesia(task));
    expect(report.frequenciesPerCm).to.have.length(6);
    expect(report.frequenciesPerCm!.slice(0, 3)).to.deep.equal([0, 0, 0]);
    expect(report.thermodynamics.map((state) => state.temperatureKelvin)).to.deep.equal([100, 200, 300]);
    const modes = [
      { first: 1, last: 3, perCm: 400, irrep: 'F', irActive: true, ramanActive: true, intensityKmPerMol: 0 },
    ];
    const cold = thermodynamicsOf(modes, 1, 0, 0);
    expect(cold.thermalHartree).to.be.closeTo(0, 1e-12);
    // Far above the frequency each mode holds kT: Dulong and Petit.
    const hot = thermodynamicsOf(modes, 1e5, 0, 0);
    expect(hot.heatCapacityHartreePerKelvin / (3 * 3.166811563e-6)).to.be.closeTo(1, 1e-4);
    expect(zeroPointHartree(modes)).to.be.closeTo(1.5 * 400 * 0.4556335e-5, 1e-12);
  });

  it('spreads its acts over the time it was given', () => {
    const [short, long] = [1, 100].map((durationSeconds) =>
      playCrystal(magnesia(optimization), { durationSeconds }),
    );
    expect(short!.waitedSeconds).to.be.within(0.5, 1.5);
    expect(long!.waitedSeconds / short!.waitedSeconds).to.be.closeTo(100, 1e-6);
    expect(long!.report.elapsedSeconds).to.be.closeTo(long!.waitedSeconds, 0.01);
  });

  it('can be followed while it runs', () => {
    const { output } = playCrystal(magnesia(optimization));
    const half = readOutput(output.slice(0, Math.floor(output.length / 2)));
    expect(half.normalTermination).to.equal(false);
    expect(half.optimizationHistory.length).to.be.within(1, 5);
  });

  it('writes the files that belong to the step', () => {
    const named = (task: readonly string[]): string[] => [...playCrystal(magnesia(task)).files.keys()];
    expect(named([])).to.include.members(['fort.9', 'fort.98', 'fort.34']);
    expect(named(optimization)).to.include.members([
      'fort.9',
      'fort.20',
      'OPTINFO.DAT',
      'HESSOPT.DAT',
      'SCFOUT.LOG',
      'optc001',
    ]);
    expect(named(frequencies)).to.include.members(['fort.9', 'FREQINFO.DAT', 'HESSFREQ.DAT']);
  });

  describe('refuses, as CRYSTAL would,', () => {
    const refused: readonly (readonly [what: string, deck: string | undefined, error: RegExp])[] = [
      ['no deck at all', undefined, /END OF DATA IN INPUT DECK/],
      ['an empty deck', '\n\n', /END OF DATA IN INPUT DECK/],
      ['a deck that is cut off', magnesia().slice(0, 40), /FORMAT ERROR IN INPUT DECK/],
      [
        'a deck that stops after the geometry',
        magnesia().replace(/BASISSET[\s\S]*/, 'END\n'),
        /END OF DATA IN INPUT DECK$/m,
      ],
      ['an unknown keyword', magnesia([], ['QUICKSCF', '100']), /QUICKSCF.* NOT ALLOWED/],
      ['an unknown keyword inside a block', magnesia(['OPTGEOM', 'FASTOPT', 'END']), /FASTOPT NOT ALLOWED/],
      ['a crystal without SHRINK', magnesia().replace('SHRINK\n8 16\n', ''), /SHRINKING FACTOR/],
      [
        'factors that break the symmetry',
        magnesia().replace('8 16', '0 16\n8 8 4'),
        /SHRINK BREAKS SYMMETRY/,
      ],
      ['SPINLOCK in a closed shell', magnesia([], ['SPINLOCK', '2 10']), /SPIN POLARIZATION NOT ALLOWED/],
      ['GUESSP without fort.20', magnesia([], ['GUESSP']), /fort\.20 CAN NOT BE FOUND/],
      ['RESTART without OPTINFO.DAT', magnesia(['OPTGEOM', 'RESTART', 'END']), /OPTINFO\.DAT/],
      ['RESTART without FREQINFO.DAT', magnesia(['FREQCALC', 'RESTART', 'END']), /FREQINFO\.DAT/],
      ['an atom on another', magnesia().replace('8 0.5 0.5 0.5', '8 0.01 0. 0.'), /SMALLDIST/],
      ['a group that does not exist', magnesia().replace('225', '231'), /ERROR \*\*\*\*/],
      [
        'an element without a basis',
        withBasis('8 1\n0 0 1 2. 1.\n 10. 1.\n99 0\nEND'),
        /BASIS SET NOT DEFINED/,
      ],
      [
        'a basis that does not hold all electrons',
        withBasis('12 1\n0 0 1 2. 1.\n 10. 1.\n8 1\n0 0 1 2. 1.\n 10. 1.\n99 0\nEND'),
        /LoadBa \*\*\*\* UNIT CELL NOT NEUTRAL/,
      ],
      [
        'an element that an internal set lacks',
        magnesia().replace('12 0. 0. 0.', '10 0. 0. 0.'),
        /init_pobtzvprev2 \*\*\*\* Basis set is not implemented for requested element: 10/,
      ],
      ['an internal set that does not exist', magnesia().replace('POB-TZVP-REV2', 'POB-QZVP'), /POB-QZVP/],
    ];
    for (const [what, deck, error] of refused) {
      it(what, () => {
        const { output, files, end, report } = playCrystal(deck);
        expect(end).to.equal(1);
        expect(output).to.match(error);
        expect(files.get('fort.87')).to.match(error);
        expect(report.normalTermination).to.equal(false);
        expect(report.failures).to.have.length.above(0);
      });
    }
  });

  it('says so where it does not carry out an edit of the geometry', () => {
    const { output, end } = playCrystal(magnesia(['SUPERCEL', '2 0 0', '0 2 0', '0 0 2']));
    expect(end).to.equal(0);
    expect(output).to.include('WARNING **** REHEARSAL **** SUPERCEL IS NOT CARRIED OUT');
  });

  it('stops after the geometry where the deck tests no more', () => {
    const { report, end } = playCrystal(magnesia(['TESTGEOM']));
    expect(end).to.equal(0);
    expect(report.status).to.equal('testgeom_only');
    const dimensions = playCrystal(magnesia([], ['TESTPDIM']));
    expect(dimensions.output).to.include('SIZE OF DENSITY MATRIX EVALUATED');
    expect(dimensions.report.scf).to.equal(null);
  });

  describe('knows slabs, polymers and molecules:', () => {
    const basis = ['BASISSET', 'STO-3G', 'DFT', 'PBE', 'END'];
    const deck = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
    it('graphene keeps its z in Angstrom and has no volume', () => {
      const text = deck(
        'graphene',
        'SLAB',
        '77',
        '2.46',
        '1',
        '6 0.3333333333 0.6666666667 0.',
        ...optimization,
        ...basis,
        'SHRINK',
        '12 24',
        'END',
      );
      const { report, end } = playCrystal(text);
      expect(end).to.equal(0);
      expect(report.dimensionality).to.equal(2);
      expect(report.atoms).to.equal(2);
      expect(report.cell?.primitive?.[2]).to.equal(500);
      expect(report.symmetry?.number).to.equal(77);
    });
    it('a chain is periodic along x alone', () => {
      const text = deck(
        'chain',
        'POLYMER',
        '1',
        '2.6',
        '2',
        '6 0. 0. 0.',
        '6 0.5 0. 0.',
        ...basis,
        'SHRINK',
        '6 6',
        'END',
      );
      expect(playCrystal(text).report).to.deep.include({ dimensionality: 1, atoms: 2 });
    });
    it('a molecule needs no k points and loses six modes', () => {
      const text = deck(
        'water',
        'MOLECULE',
        '1',
        '3',
        '8 0. 0. 0.',
        '1 0.76 0.59 0.',
        '1 -0.76 0.59 0.',
        ...frequencies,
        ...basis,
        'END',
      );
      const { report, end } = playCrystal(text);
      expect(end).to.equal(0);
      expect(report.dimensionality).to.equal(0);
      expect(report.frequenciesPerCm!.filter((value) => value === 0)).to.have.length(6);
    });
  });
});
