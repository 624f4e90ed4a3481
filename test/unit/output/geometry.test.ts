import { expect } from 'chai';
import { ended, head, lines, optEnd, point, readText, stars } from './read-text.js';

const cellLines = (length: string, angle: string): string[] => [
  ' LATTICE PARAMETERS (ANGSTROMS AND DEGREES) - BOHR = 0.5291772083 ANGSTROM',
  ' PRIMITIVE CELL - CENTRING CODE 7/0 VOLUME=    36.708009 - DENSITY  6.689 g/cm^3',
  '         A              B              C           ALPHA      BETA       GAMMA ',
  `     ${length}     ${length}     ${length}    ${angle}  ${angle}  ${angle}`,
  stars,
];
const atomHead = [
  ' ATOMS IN THE ASYMMETRIC UNIT    2 - ATOMS IN THE UNIT CELL:    3',
  '     ATOM   X/A   Y/B   Z/C',
  stars,
];
const atoms = [
  '      1 T 228 NI    0.000000000000E+00  0.000000000000E+00  0.000000000000E+00',
  '      2 T  28 NI1  -5.000000000000E-01-5.000000000000E-01 -5.000000000000E-01',
  '      3 F   0 XX    2.499998865722E-01  2.499998865722E-01  1.862735368087E-33',
];
const crystallographic = [
  ' TRANSFORMATION MATRIX PRIMITIVE-CRYSTALLOGRAPHIC CELL',
  '  1.0000  0.0000  1.0000 -1.0000  1.0000  1.0000  0.0000 -1.0000  1.0000',
  '',
  ' CRYSTALLOGRAPHIC CELL (VOLUME=        110.12402628)',
  '         A              B              C           ALPHA      BETA       GAMMA ',
  '     2.96323108     2.96323108    14.48172881    90.000000  90.000000 120.000000',
  '',
  ' COORDINATES IN THE CRYSTALLOGRAPHIC CELL',
  '     ATOM                 X/A                 Y/B                 Z/C    ',
  stars,
  ...atoms,
  '',
];
const vectors = [
  ' DIRECT LATTICE VECTORS CARTESIAN COMPONENTS (ANGSTROM)',
  '          X                    Y                    Z',
  '   0.171082225937E+01   0.000000000000E+00   0.482724293787E+01',
  '  -0.855411129687E+00   0.148161553798E+01   0.482724293787E+01',
  '  -0.855411129687E+00  -0.148161553798E+01   0.482724293787E+01',
];
const wave = ' GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM    3';
const final = ' FINAL OPTIMIZED GEOMETRY - DIMENSIONALITY OF THE SYSTEM      3';
const first = [wave, ...cellLines('5.11698475', '33.557280'), ...atomHead, ...atoms, '', ...vectors];
const last = [...cellLines('5.12144386', '33.631681'), ...atomHead, ...atoms, '', ...crystallographic];

describe('the geometry of an output', () => {
  it('is the final one, with both cells, vectors and what stands for what', () => {
    const end = optEnd('CONVERGED', '-3.166755184129E+03', 2);
    const report = readText(
      lines(...head, ...first, point(2), ...last, end, final, ...last, ...vectors, ended),
    );
    expect(report).to.include({ dimensionality: 3, atoms: 3, asymmetricAtoms: 2 });
    expect(report.cell).to.deep.include({
      primitive: [5.12144386, 5.12144386, 5.12144386, 33.631681, 33.631681, 33.631681],
      conventional: [2.96323108, 2.96323108, 14.48172881, 90, 90, 120],
      primitiveVolumeAngstrom3: 36.708009,
      densityGramPerCm3: 6.689,
      centringCode: '7/0',
    });
    expect(report.finalGeometry).to.include({ source: 'final', dimensionality: 3 });
    expect(report.finalGeometry?.conventionalAtoms).to.have.length(3);
    expect(report.primitiveVectors?.[1]).to.deep.equal([-0.855411129687, 1.48161553798, 4.82724293787]);
    expect(report.finalGeometry?.primitiveToConventional?.[2]).to.deep.equal([0, -1, 1]);
    expect(report.initialGeometry?.primitiveCell?.[0]).to.equal(5.11698475);
  });

  it('names pseudopotentials, labelled atoms and ghosts by their element', () => {
    const report = readText(lines(...head, ...first, ended));
    expect(
      report.finalGeometry?.atoms.map((atom) => [
        atom.symbol,
        atom.atomicNumber,
        atom.conventionalNumber,
        atom.asymmetric,
      ]),
    ).to.deep.equal([
      ['Ni', 28, 228, true],
      ['Ni', 28, 28, true],
      ['XX', 0, 0, false],
    ]);
    expect(report.finalGeometry?.atoms[1]?.position).to.deep.equal([-0.5, -0.5, -0.5]);
  });

  it('is that of the last point where the optimisation failed without a final one', () => {
    const end = optEnd('FAILED   ', '-3.166755184129E+03', 2);
    const report = readText(lines(...head, ...first, point(2), ...last, end));
    expect(report.finalGeometry).to.include({ source: 'optimisation point', point: 2 });
    expect(report.finalGeometry?.primitiveVectors).to.equal(null);
  });

  it('of a list of atoms that was cut does not count', () => {
    const cut = [...cellLines('5.12144386', '33.631681'), ...atomHead, ...atoms.slice(0, 2)];
    const report = readText(lines(...head, ...first, point(2), ...cut));
    expect(report.finalGeometry).to.include({ source: 'input' });
    expect(report.cell?.primitive?.[0]).to.equal(5.11698475);
  });

  it('of a file without its head is no initial one, and errors of the machine may stand in it', () => {
    const noise = [
      'Note: The following floating-point exceptions are signalling: IEEE_DENORMAL',
      '[node7:02311] 3 more processes have sent help message help-mpi-btl-base.txt / btl:no-nics',
    ];
    const mixed = [...first, ...last].flatMap((line) => [line, ...noise]);
    const whole = readText(lines(...head, ...mixed, ended));
    const plain = readText(lines(...head, ...first, ...last, ended));
    expect(plain.finalGeometry?.atoms).to.have.length(3);
    expect(whole.finalGeometry?.atoms).to.deep.equal(plain.finalGeometry?.atoms);
    expect(whole.cell).to.deep.equal(plain.cell);
    const tail = readText(lines(' CYC   3 ETOT(AU) -3.166755184129E+03 DETOT -1.27E-10', point(7), ...last));
    expect(tail.initialGeometry).to.equal(null);
    expect(tail.finalGeometry).to.include({ source: 'optimisation point', point: 7 });
  });

  it('of a polymer has one fractional coordinate and a distance from the axis', () => {
    const tube = [
      ' GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM    1',
      ' LATTICE PARAMETERS (ANGSTROMS AND DEGREES) - BOHR = 0.5291772083 ANGSTROM',
      ' PRIMITIVE CELL',
      '         A              B              C           ALPHA      BETA       GAMMA ',
      '     8.90571165   500.00000000   500.00000000    90.000000  90.000000  90.000000',
      stars,
      ' ATOMS IN THE ASYMMETRIC UNIT    1 - ATOMS IN THE UNIT CELL:    1',
      '     ATOM                 X/A             Y(ANGSTROM)         Z(ANGSTROM)   R(ANGS)',
      stars,
      '      1 T   6 C    -0.15384615385E+00  0.24231966327E+01 -0.39380778298E+00   2.455',
    ];
    const report = readText(lines(...head, ...tube, ''));
    expect(report.dimensionality).to.equal(1);
    expect(report.finalGeometry?.atoms[0]?.position).to.deep.equal([
      -0.15384615385, 2.4231966327, -0.39380778298,
    ]);
  });

  it('of a molecule has no cell', () => {
    const molecule = [
      ' POINT  GROUP  N. 15                  :  MM2    OR  C2V  ',
      ' GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM    0',
      stars,
      ' ATOMS IN THE ASYMMETRIC UNIT    1 - ATOMS IN THE UNIT CELL:    1',
      '     ATOM             X(ANGSTROM)         Y(ANGSTROM)         Z(ANGSTROM)',
      stars,
      '      1 T   8 O     1.000000000000E-01  2.000000000000E-01  0.000000000000E+00',
    ];
    const report = readText(lines(...head, ...molecule, ''));
    expect(report.cell).to.equal(null);
    expect(report.finalGeometry?.atoms[0]?.cartesian).to.deep.equal([0.1, 0.2, 0]);
    expect(report.symmetry).to.include({ kind: 'point group', symbol: 'MM2 OR C2V', number: 15 });
  });

  it('comes with groups and operators', () => {
    const group = [
      ' SPACE GROUP (NONCENTROSYMMETRIC)     :  P -4 M 2        ',
      ' ****    2 SYMMOPS - TRANSLATORS IN FRACTIONAL UNITS',
      ' **** MATRICES AND TRANSLATORS IN THE CRYSTALLOGRAPHIC REFERENCE FRAME',
      '   V INV                    ROTATION MATRICES                   TRANSLATORS',
      '   1   1  1.00  0.00  0.00  0.00  1.00  0.00  0.00  0.00  1.00  0.00  0.00  0.00',
      '   2   2  0.00  1.00 -0.00  1.00  0.00  0.00 -1.00 -1.00 -1.00  0.00  0.50  0.00',
    ];
    const report = readText(lines(...head, ...group, ended));
    expect(report.symmetry).to.include({ kind: 'space group', symbol: 'P -4 M 2', centrosymmetric: false });
    expect(report.symmetryOperators[1]).to.deep.equal({
      rotation: [
        [0, 1, 0],
        [1, 0, 0],
        [-1, -1, -1],
      ],
      translation: [0, 0.5, 0],
    });
    const cut = readText(lines(...head, ...group.slice(0, -1)));
    expect(cut.symmetryOperators).to.deep.equal([]);
  });

  it('comes with the neighbours of each atom', () => {
    const table = [
      ' NEIGHBORS OF THE NON-EQUIVALENT ATOMS',
      '',
      ' N = NUMBER OF NEIGHBORS AT DISTANCE R',
      '    ATOM  N     R/ANG      R/AU   NEIGHBORS (ATOM LABELS AND CELL INDICES)',
      '   1 MG   6     2.1201     4.0064    2 O   -1 0 0    2 O    0-1 0    2 O    0 0-1',
      '                                     2 O   -1-1 0    2 O   -1 0-1    2 O    0-1-1',
      '   1 MG  12     2.9983     5.6659    1 MG  -1 0 0    1 MG   1 0 0    1 MG  -1 0 1',
      '',
      '   2 O    6     2.1201     4.0064    1 MG   1 0 0    1 MG   0 1 0    1 MG   0 0 1',
    ];
    const report = readText(lines(...head, ...table, ended));
    expect(report.neighbors.map((shell): unknown[] => Object.values(shell))).to.deep.equal([
      [1, 'Mg', 6, 2.1201, 'O'],
      [1, 'Mg', 12, 2.9983, 'Mg'],
      [2, 'O', 6, 2.1201, 'Mg'],
    ]);
  });

  it('numbers the basis functions of all atoms through', () => {
    const basis = [
      ' LOCAL ATOMIC FUNCTIONS BASIS SET',
      stars,
      '   ATOM   X(AU)   Y(AU)   Z(AU)  N. TYPE  EXPONENT  S COEF   P COEF   D/F/G COEF',
      stars,
      '   1 NI  -0.000   2.844   2.011',
      '                                  1 S  ',
      '                                         2.992E+02 1.925E+01 0.000E+00 0.000E+00',
      '                           2-     5 SP ',
      '   2 NI1  2.844   0.000  -2.011',
      '                                  6 S  ',
      '   3 XX   2.844   0.000  -2.011',
      '                           7-    11 D  ',
      stars,
    ];
    const size = (count: number): string =>
      ` NUMBER OF AO              ${String(count).padStart(4)}  EXCHANGE OVERLAP TOL        (T3) 10**   -7`;
    const report = readText(lines(...head, ...first, ...basis, size(11), ended));
    expect(
      report.atomicBasis.map(({ shells }) =>
        shells.map(({ type, firstAo, lastAo }) => [type, firstAo, lastAo]),
      ),
    ).to.deep.equal([
      [
        ['S', 1, 1],
        ['SP', 2, 5],
      ],
      [['S', 6, 6]],
      [['D', 7, 11]],
    ]);
    expect(readText(lines(...head, ...first, ...basis, size(12), ended)).atomicBasis).to.deep.equal([]);
  });
});
