import { expect } from 'chai';
import fc from 'fast-check';
import { checkDeck, checkDeckText } from '../../../src/crystal/d12/checks/check-deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { arbitraryDeck } from './arbitrary-deck.js';
import { fixtureDeck, fixtureDecks, sharedDataIsThere, sharedDecks } from './real-decks.js';

const symmetry = loadSymmetry();

interface Mistake {
  readonly title: string;
  readonly deck: string;
  /** What is replaced by what in the text of the deck. */
  readonly change: readonly (readonly [string, string])[];
  readonly rule: string;
  /** The line that the finding names, by its text. */
  readonly where: string;
  readonly severity?: 'warning';
}

const mistakes: readonly Mistake[] = [
  {
    title: 'a supercell of a molecule',
    deck: 'water-molecule',
    change: [['OPTGEOM', 'SUPERCEL\n2 0 0\n0 2 0\n0 0 2\nOPTGEOM']],
    rule: 'task-block',
    where: 'SUPERCEL',
  },
  {
    title: 'k points across the slab that SLABCUT leaves',
    deck: 'freq-ir-raman',
    change: [
      ['FREQCALC', 'SLABCUT\n1 0 0\n1 3\nSUPERCEL\n2 0\n0 2\nFREQCALC'],
      ['8 16', '0 16\n8 8 4'],
    ],
    rule: 'shrink',
    where: 'SHRINK',
  },
  {
    title: 'a diffuse function in a crystal',
    deck: 'elastic-preopt',
    change: [[' 1.0 1.0', ' 0.03 1.0']],
    rule: 'diffuse-functions',
    where: '2 1',
    severity: 'warning',
  },
  {
    title: 'a space group number for a slab',
    deck: 'graphene-slab',
    change: [['\n80\n', '\n191\n']],
    rule: 'readable',
    where: '191',
  },
  {
    title: 'a record without its number',
    deck: 'diamond-opt',
    change: [['FMIXING\n30\n', 'FMIXING\n']],
    rule: 'readable',
    where: 'DIIS',
  },
  {
    title: 'a deck without basis set',
    deck: 'diamond-opt',
    change: [[/BASISSET[^]*$/.exec(fixtureDeck('diamond-opt.d12'))![0], 'END\n']],
    rule: 'deck-complete',
    where: 'CRYSTAL',
  },
  {
    title: 'IFHR for a cubic group',
    deck: 'diamond-opt',
    change: [['0 0 0\n227', '0 1 0\n227']],
    rule: 'cell-and-group',
    where: 'CRYSTAL',
    severity: 'warning',
  },
  {
    title: 'the angle of rhombohedral axes with IFHR 0',
    deck: 'elastic-preopt',
    change: [['3.0 8.0', '5.1 55.3']],
    rule: 'cell-and-group',
    where: 'CRYSTAL',
    severity: 'warning',
  },
  {
    title: 'the new letter of the e-glide',
    deck: 'hf3c-eos',
    change: [['0 0 2\n48\n6 6 0', '1 0 0\nC M C E']],
    rule: 'cell-and-group',
    where: 'CRYSTAL',
  },
  {
    title: 'an impossible angle',
    deck: 'graphene-slab',
    change: [['80\n2.46\n', '1\n2.46 2.46 200\n']],
    rule: 'cell-and-group',
    where: 'SLAB',
  },
  {
    title: 'the whole cell beside its group',
    deck: 'freq-ir-raman',
    change: [['\n2\n12 0 0 0', '\n3\n12 0 0.5 0.5\n12 0 0 0']],
    rule: 'cell-and-group',
    where: 'CRYSTAL',
  },
  {
    title: 'an atom listed twice',
    deck: 'water-molecule',
    change: [['1 0.0 0.757 -0.467', '8 0.0 0.0 0.117']],
    rule: 'cell-and-group',
    where: 'MOLECULE',
  },
  {
    title: 'atoms half an Angstrom apart',
    deck: 'water-molecule',
    change: [['8 0.0 0.0 0.117', '8 0.0 0.757 -0.02']],
    rule: 'atom-positions',
    where: '1 0.0 0.757 -0.467',
  },
  {
    title: 'a number that is no element',
    deck: 'water-molecule',
    change: [['8 0.0 0.0', '100 0.0 0.0']],
    rule: 'atom-positions',
    where: '100 0.0 0.0 0.117',
  },
  {
    title: 'Angstrom where fractions belong',
    deck: 'polymer-sto3g',
    change: [['6 0.5 -0.43', '6 2.55 -0.43']],
    rule: 'atom-positions',
    where: '6 2.55 -0.43 0.0',
    severity: 'warning',
  },
  {
    title: 'a keyword after the task block',
    deck: 'freq-ir-raman',
    change: [['ENDFREQ', 'ENDFREQ\nBREAKSYMM']],
    rule: 'task-block',
    where: 'BREAKSYMM',
  },
  {
    title: 'two tasks',
    deck: 'diamond-opt',
    change: [['ENDOPT', 'ENDOPT\nFREQCALC\nENDFREQ']],
    rule: 'task-block',
    where: 'FREQCALC',
  },
  {
    title: 'PREOPTGEOM beside FREQCALC',
    deck: 'freq-ir-raman',
    change: [['FREQCALC', 'PREOPTGEOM\nFREQCALC']],
    rule: 'task-block',
    where: 'PREOPTGEOM',
  },
  {
    title: 'a supercell without volume',
    deck: 'phonon-dispersion',
    change: [['3 0\n0 3', '3 3\n3 3']],
    rule: 'supercell-matrix',
    where: 'SCELPHONO',
  },
  {
    title: 'two kinds of optimisation',
    deck: 'diamond-opt',
    change: [['FULLOPTG', 'FULLOPTG\nCELLONLY']],
    rule: 'optgeom',
    where: 'CELLONLY',
  },
  {
    title: 'a kind of optimisation that does not exist',
    deck: 'diamond-opt',
    change: [['FULLOPTG', 'ATOMSONLY']],
    rule: 'optgeom',
    where: 'ATOMSONLY',
  },
  {
    title: 'a cell optimisation of a molecule',
    deck: 'water-molecule',
    change: [['ATOMONLY', 'FULLOPTG']],
    rule: 'optgeom',
    where: 'FULLOPTG',
    severity: 'warning',
  },
  {
    title: 'FIXCELL without internal coordinates',
    deck: 'diamond-opt',
    change: [['FULLOPTG', 'FIXCELL']],
    rule: 'optgeom',
    where: 'FIXCELL',
  },
  {
    title: 'Raman without the coupled-perturbed block',
    deck: 'freq-ir-raman',
    change: [['INTCPHF\nFMIXING\n40\nENDCPHF\n', '']],
    rule: 'freqcalc',
    where: 'INTRAMAN',
  },
  {
    title: 'a Raman spectrum without intensities',
    deck: 'freq-ir-raman',
    change: [['INTRAMAN\n', '']],
    rule: 'freqcalc',
    where: 'RAMSPEC',
  },
  {
    title: 'phonon bands without DISPERSION',
    deck: 'phonon-dispersion',
    change: [['DISPERSI\n', '']],
    rule: 'freqcalc',
    where: 'BANDS',
  },
  {
    title: 'frequencies with a loose SCF',
    deck: 'freq-ir-raman',
    change: [['TOLDEE\n11', 'TOLDEE\n8']],
    rule: 'freqcalc',
    where: 'TOLDEE',
    severity: 'warning',
  },
  {
    title: 'NUMDERIV 3',
    deck: 'freq-ir-raman',
    change: [['NUMDERIV\n2', 'NUMDERIV\n3']],
    rule: 'freqcalc',
    where: 'FREQCALC',
  },
  {
    title: 'an element that the basis set lacks',
    deck: 'diamond-opt',
    change: [['6 0.125', '57 0.125']],
    rule: 'basis-coverage',
    where: 'BASISSET',
  },
  {
    title: 'an unknown internal basis set',
    deck: 'diamond-opt',
    change: [['POB-TZVP-REV2', 'POB-XYZ']],
    rule: 'basis-coverage',
    where: 'BASISSET',
    severity: 'warning',
  },
  {
    title: 'a pseudopotential atom with an internal set',
    deck: 'diamond-opt',
    change: [['6 0.125', '232 0.125']],
    rule: 'basis-coverage',
    where: '232 0.125 0.125 0.125',
  },
  {
    title: 'an atom without functions in an external set',
    deck: 'elastic-preopt',
    change: [['2 0. 0. 0.22', '3 0. 0. 0.22']],
    rule: 'basis-coverage',
    where: '2 1',
  },
  {
    title: 'a pseudopotential number without pseudopotential',
    deck: 'elastic-preopt',
    change: [
      ['2 0. 0. 0.22', '202 0. 0. 0.22'],
      ['\n2 1\n', '\n202 1\n'],
    ],
    rule: 'basis-coverage',
    where: '202 1',
  },
  {
    title: 'shells that do not balance the nuclei',
    deck: 'elastic-preopt',
    change: [['0 0 1 2. 1.', '0 0 1 1. 1.']],
    rule: 'neutrality',
    where: '2 1',
  },
  {
    title: 'a composite method with another basis set',
    deck: 'hf3c-eos',
    change: [['MINIX', 'STO-3G']],
    rule: 'functional',
    where: 'BASISSET',
  },
  {
    title: '-D3 on a functional without parameters',
    deck: 'diamond-opt',
    change: [['PBE-D3', 'PBESOL-D3']],
    rule: 'functional',
    where: 'PBESOL-D3',
  },
  {
    title: 'two functionals',
    deck: 'diamond-opt',
    change: [['PBE-D3', 'PBE-D3\nPBE0']],
    rule: 'functional',
    where: 'PBE0',
  },
  {
    title: 'a DFT block without functional',
    deck: 'diamond-opt',
    change: [['PBE-D3\n', '']],
    rule: 'functional',
    where: 'DFT',
  },
  {
    title: 'the grid DEFAULT',
    deck: 'diamond-opt',
    change: [['XLGRID', 'DEFAULT']],
    rule: 'functional',
    where: 'DEFAULT',
  },
  {
    title: 'an unknown exchange functional',
    deck: 'nickel-oxide-afm',
    change: [['EXCHANGE\nPBE', 'EXCHANGE\nPBEX']],
    rule: 'functional',
    where: 'EXCHANGE',
  },
  {
    title: 'dispersion twice',
    deck: 'diamond-opt',
    change: [['ENDDFT', 'ENDDFT\nDFTD3\nVERSION\n4\nEND']],
    rule: 'functional',
    where: 'DFTD3',
    severity: 'warning',
  },
  {
    title: 'the bare word HF',
    deck: 'polymer-sto3g',
    change: [['STO-3G\n', 'STO-3G\nHF\n']],
    rule: 'functional',
    where: 'HF',
  },
  {
    title: 'SPINLOCK in a closed shell',
    deck: 'diamond-opt',
    change: [['SCFDIR', 'SPINLOCK\n2 10']],
    rule: 'spin',
    where: 'SPINLOCK',
  },
  {
    title: 'a SPINLOCK of the wrong parity',
    deck: 'water-molecule',
    change: [
      ['DFT\n', 'DFT\nSPIN\n'],
      ['MAXCYCLE\n', 'SPINLOCK\n1 5\nMAXCYCLE\n'],
    ],
    rule: 'spin',
    where: 'SPINLOCK',
  },
  {
    title: 'an ATOMSPIN beyond the cell',
    deck: 'water-molecule',
    change: [
      ['DFT\n', 'DFT\nSPIN\n'],
      ['MAXCYCLE\n', 'ATOMSPIN\n1\n9 1\nMAXCYCLE\n'],
    ],
    rule: 'spin',
    where: 'ATOMSPIN',
  },
  {
    title: 'an odd number of electrons in a closed shell',
    deck: 'water-molecule',
    change: [
      ['1 0.0 0.757', '6 0.0 0.757'],
      ['B3LYP-D3', 'B3LYP'],
    ],
    rule: 'spin',
    where: 'DFT',
    severity: 'warning',
  },
  {
    title: 'a crystal without SHRINK',
    deck: 'diamond-opt',
    change: [['SHRINK\n12 24\n', '']],
    rule: 'shrink',
    where: 'PPAN',
  },
  {
    title: 'SHRINK for a molecule',
    deck: 'water-molecule',
    change: [['MAXCYCLE', 'SHRINK\n4 4\nMAXCYCLE']],
    rule: 'shrink',
    where: 'SHRINK',
    severity: 'warning',
  },
  {
    title: 'SHRINK that breaks the symmetry',
    deck: 'diamond-opt',
    change: [['12 24', '0 24\n12 12 10']],
    rule: 'shrink',
    where: 'SHRINK',
  },
  {
    title: 'SHRINK that breaks the symmetry of a slab',
    deck: 'graphene-slab',
    change: [['18 18 1', '18 12 1']],
    rule: 'shrink',
    where: 'SHRINK',
  },
  {
    title: 'k points across a slab',
    deck: 'graphene-slab',
    change: [['18 18 1', '18 18 2']],
    rule: 'shrink',
    where: 'SHRINK',
  },
  {
    title: 'a Gilat net coarser than the k net',
    deck: 'diamond-opt',
    change: [['12 24', '12 6']],
    rule: 'shrink',
    where: 'SHRINK',
    severity: 'warning',
  },
  {
    title: 'a fifth integral tolerance like the fourth',
    deck: 'diamond-opt',
    change: [['7 7 7 7 14', '7 7 7 7 8']],
    rule: 'tolerances',
    where: 'TOLINTEG',
    severity: 'warning',
  },
  {
    title: 'an SCF too loose for gradients',
    deck: 'diamond-opt',
    change: [['TOLDEE\n7\nSHRINK', 'TOLDEE\n6\nSHRINK']],
    rule: 'tolerances',
    where: 'TOLDEE',
    severity: 'warning',
  },
  {
    title: 'LEVSHIFT under DIIS',
    deck: 'diamond-opt',
    change: [['SCFDIR', 'LEVSHIFT\n6 1']],
    rule: 'scf',
    where: 'LEVSHIFT',
    severity: 'warning',
  },
  {
    title: 'LEVSHIFT with cycles for a lock',
    deck: 'nickel-oxide-afm',
    change: [['6 0\n', '5 20\n']],
    rule: 'scf',
    where: 'LEVSHIFT',
  },
  {
    title: 'two accelerators',
    deck: 'diamond-opt',
    change: [['DIIS', 'DIIS\nANDERSON']],
    rule: 'scf',
    where: 'ANDERSON',
    severity: 'warning',
  },
  {
    title: 'BROYDEN from the first cycle',
    deck: 'diamond-opt',
    change: [['DIIS', 'BROYDEN\n0.0001 50 1']],
    rule: 'scf',
    where: 'BROYDEN',
  },
  {
    title: 'FMIXING above 99',
    deck: 'diamond-opt',
    change: [['FMIXING\n30', 'FMIXING\n300']],
    rule: 'scf',
    where: 'FMIXING',
  },
  {
    title: 'a keyword twice',
    deck: 'diamond-opt',
    change: [['PPAN', 'PPAN\nTOLDEE\n8']],
    rule: 'scf',
    where: 'TOLDEE',
    severity: 'warning',
  },
  {
    title: 'an optimisation with two components',
    deck: 'diamond-opt',
    change: [['DFT\n', 'TWOCOMPON\nSOC\nEND\nDFT\n']],
    rule: 'two-components',
    where: 'TWOCOMPON',
  },
  {
    title: 'GUESSP without its file',
    deck: 'diamond-opt',
    change: [['SCFDIR', 'GUESSP']],
    rule: 'needed-files',
    where: 'GUESSP',
  },
  {
    title: 'RESTART without its file',
    deck: 'diamond-opt',
    change: [['FULLOPTG', 'FULLOPTG\nRESTART']],
    rule: 'needed-files',
    where: 'RESTART',
  },
  {
    title: 'a comment line',
    deck: 'diamond-opt',
    change: [['SCFDIR', '# direct\nSCFDIR']],
    rule: 'keywords',
    where: '# direct',
  },
  {
    title: 'an unknown keyword',
    deck: 'diamond-opt',
    change: [['SCFDIR', 'SCFDIRECTLY']],
    rule: 'keywords',
    where: 'SCFDIRECTLY',
    severity: 'warning',
  },
  {
    title: 'a keyword whose records are not established',
    deck: 'diamond-opt',
    change: [['SCFDIR', 'FDOCCUP\n1 2 3']],
    rule: 'keywords',
    where: 'FDOCCUP',
    severity: 'warning',
  },
  {
    title: 'a block closed in the name of another',
    deck: 'diamond-opt',
    change: [['ENDOPT', 'ENDDFT']],
    rule: 'block-ends',
    where: 'OPTGEOM',
    severity: 'warning',
  },
  {
    title: 'text after the last END',
    deck: 'diamond-opt',
    change: [['PPAN\nEND', 'END\nPPAN\nEND']],
    rule: 'block-ends',
    where: 'DIIS',
    severity: 'warning',
  },
  {
    title: 'more numbers than are read',
    deck: 'diamond-opt',
    change: [['3.567', '3.567 3.567 3.567']],
    rule: 'surplus-numbers',
    where: '3.567 3.567 3.567',
    severity: 'warning',
  },
];

describe('the check for a release', () => {
  for (const [release, change, where] of [
    [17, ['PBE-D3', 'R2SCAN'], 'R2SCAN'],
    [23, ['PBE-D3', 'B2PLYP'], 'B2PLYP'],
    [17, ['SCFDIR', 'LDREMO\n5'], 'LDREMO'],
    [17, ['x', 'x'], 'BASISSET'],
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
