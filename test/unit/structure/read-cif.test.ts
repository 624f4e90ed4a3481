import { expect } from 'chai';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { chemicalFormula } from '../../../src/crystal/structure/formula.js';
import { readEachStructure, readStructures } from '../../../src/crystal/structure/read-structures.js';
import type { Structure } from '../../../src/crystal/structure/structure.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';

const library = loadSymmetry();

const cubic = (a: string | number): string =>
  ['a', 'b', 'c'].map((axis) => `_cell_length_${axis} ${a}`).join('\n') +
  '\n' +
  ['alpha', 'beta', 'gamma'].map((angle) => `_cell_angle_${angle} 90`).join('\n');

const cell = (a: number, b: number, c: number, alpha: number, beta: number, gamma: number): string =>
  `_cell_length_a ${a}\n_cell_length_b ${b}\n_cell_length_c ${c}\n` +
  `_cell_angle_alpha ${alpha}\n_cell_angle_beta ${beta}\n_cell_angle_gamma ${gamma}`;

const sites = (...rows: readonly string[]): string =>
  [
    'loop_',
    '_atom_site_label',
    '_atom_site_fract_x',
    '_atom_site_fract_y',
    '_atom_site_fract_z',
    ...rows,
  ].join('\n');

const cif = (...parts: readonly string[]): string => ['data_test', ...parts, ''].join('\n');

const readOne = (text: string): Structure => {
  const [structure, ...others] = readStructures(text, 'test.cif', library);
  expect(others).to.deep.equal([]);
  return structure!;
};

describe('a CIF is read whatever way it is written', () => {
  const halite = "_symmetry_space_group_name_H-M 'F m -3 m'";
  const nacl = sites('Na1 0 0 0', 'Cl1 0.5 0.5 0.5');
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'uncertainties in brackets',
      cif(cubic('5.6402(2)'), halite, sites('Na1 0 0 0', 'Cl1 0.5000(12) 0.5 .5')),
      'Cl4 Na4',
    ],
    [
      'tags in capitals and Windows line ends',
      cif(cubic(5.64).toUpperCase(), halite.toUpperCase(), nacl).replaceAll('\n', '\r\n'),
      'Cl4 Na4',
    ],
    [
      'a byte order mark and comments',
      `\uFEFF# made by hand\n${cif(cubic(5.64), `${halite} # rock salt`, nacl)}# end`,
      'Cl4 Na4',
    ],
    [
      'the newer tag names',
      cif(
        cubic(5.64).replaceAll('_cell_', '_cell.'),
        "_space_group_name_H-M_alt 'F m -3 m'",
        nacl.replaceAll('_site_', '_site.'),
      ),
      'Cl4 Na4',
    ],
    ['the number of the group alone', cif(cubic(5.64), '_space_group_IT_number 225', nacl), 'Cl4 Na4'],
    [
      'the Hall symbol alone',
      cif(cubic(5.64), "_symmetry_space_group_name_Hall '-F 4 2 3'", nacl),
      'Cl4 Na4',
    ],
    [
      'an old cubic symbol without bar',
      cif(cubic(5.64), "_symmetry_space_group_name_H-M 'F m 3 m'", nacl),
      'Cl4 Na4',
    ],
    [
      'unknown values beside known ones',
      cif(cubic(5.64), '_symmetry_Int_Tables_number ?', '_symmetry_space_group_name_Hall .', halite, nacl),
      'Cl4 Na4',
    ],
    [
      'every atom of the cell listed, the group stated',
      cif(
        cubic(5.64),
        halite,
        sites(
          'Na1 0 0 0',
          'Na2 0 .5 .5',
          'Na3 .5 0 .5',
          'Na4 .5 .5 0',
          'Cl1 .5 .5 .5',
          'Cl2 .5 0 0',
          'Cl3 0 .5 0',
          'Cl4 0 0 .5',
        ),
      ),
      'Cl4 Na4',
    ],
    [
      'a text field and quotes before the cell',
      cif(
        `_publ_section_title\n;\nA 'title' with loop_ and data_ in it\n;`,
        `_chemical_name_common 'It''s "salt"'`,
        cubic(5.64),
        halite,
        nacl,
      ),
      'Cl4 Na4',
    ],
    [
      'Cartesian coordinates',
      cif(
        cubic(5),
        '_space_group_IT_number 1',
        sites('Na1 0 0 0', 'Cl1 2.5 2.5 2.5').replaceAll('fract', 'Cartn'),
      ),
      'Cl Na',
    ],
    [
      'fractions and charges',
      cif(
        cubic(4.2),
        '_space_group_IT_number 221',
        'loop_',
        '_atom_site_type_symbol',
        '_atom_site_fract_x',
        '_atom_site_fract_y',
        '_atom_site_fract_z',
        'Cs1+ 0 0 0',
        'Cl1- 1/2 1/2 1/2',
      ),
      'Cl Cs',
    ],
    ['deuterium', cif(cubic(4), '_space_group_IT_number 1', sites('D1 0 0 0', 'O1 .25 0 0')), 'H O'],
    [
      'a third written with three digits',
      cif(
        cell(2.46, 2.46, 6.7, 90, 90, 120),
        "_symmetry_space_group_name_H-M 'P 63/m m c'",
        sites('C1 0 0 .25', 'C2 .333 .667 .25'),
      ),
      'C4',
    ],
    [
      'operations with decimal shifts and blanks',
      cif(
        cell(5, 6, 7, 90, 100, 90),
        'loop_',
        '_symmetry_equiv_pos_as_xyz',
        "'x, y, z'",
        "'-X , 0.5+Y , 0.5-Z'",
        "'-x,-y,-z'",
        "'x, 1/2-y, 1/2+z'",
        sites('C1 .1 .2 .3'),
      ),
      'C4',
    ],
    [
      'operations with a number beside each',
      cif(
        cell(5, 6, 7, 90, 100, 90),
        'loop_',
        '_space_group_symop_id',
        '_space_group_symop_operation_xyz',
        '1 x,y,z',
        '2 -x,-y,-z',
        sites('C1 .1 .2 .3'),
      ),
      'C2',
    ],
    [
      'operations without the centring that the symbol tells',
      cif(
        cell(5, 6, 7, 90, 100, 90),
        "_symmetry_space_group_name_H-M 'C 1 2 1'",
        'loop_',
        '_symmetry_equiv_pos_as_xyz',
        'x,y,z',
        '-x,y,-z',
        sites('C1 .1 .2 .3'),
      ),
      'C4',
    ],
    [
      'rhombohedral axes',
      cif(
        cell(5, 5, 5, 55, 55, 55),
        "_symmetry_space_group_name_H-M 'R -3 c'",
        sites('Al1 .352 .352 .352', 'O1 .556 -.056 .25'),
      ),
      'Al4 O6',
    ],
    [
      'hexagonal axes of the same group',
      cif(
        cell(4.76, 4.76, 12.99, 90, 90, 120),
        "_symmetry_space_group_name_H-M 'R -3 c'",
        sites('Al1 0 0 .3522', 'O1 .3063 0 .25'),
      ),
      'Al12 O18',
    ],
    [
      'dummy atoms',
      cif(
        cubic(5.64),
        halite,
        'loop_',
        '_atom_site_label',
        '_atom_site_calc_flag',
        '_atom_site_fract_x',
        '_atom_site_fract_y',
        '_atom_site_fract_z',
        'Na1 d 0 0 0',
        'Cl1 d .5 .5 .5',
        'Cnt dum .25 .25 .25',
      ),
      'Cl4 Na4',
    ],
    [
      'a label that only the formula explains',
      cif(
        cubic(6),
        '_space_group_IT_number 1',
        "_chemical_formula_sum 'Ca O'",
        sites('CA1 0 0 0', 'O1 .5 .5 .5'),
      ),
      'Ca O',
    ],
  ];
  for (const [title, text, formula] of cases) {
    it(title, () => expect(chemicalFormula(readOne(text))).to.equal(formula));
  }

  it('reads every block with atoms, and one bad block does not hide the good ones', () => {
    const good = cif(cubic(5.64), halite, nacl);
    const bad = good.replace('data_test', 'data_bad').replace('Na1 0', 'Qq1 0');
    const results = readEachStructure(`data_global\n_publ_text 'x'\n${good}${bad}`, 'two.cif', library);
    expect(
      results.map((result) => [result.name, 'error' in result ? result.error.code : 'read']),
    ).to.deep.equal([
      ['test', 'read'],
      ['bad', 'STRUCTURE_UNKNOWN_ELEMENT'],
    ]);
  });

  it('puts nearly special positions on their places', () => {
    const text = cif(
      cell(2.46, 2.46, 6.7, 90, 90, 120),
      "_symmetry_space_group_name_H-M 'P 63/m m c'",
      sites('C1 0 0 .25', 'C2 .333 .667 .25'),
    );
    const { geometry } = toDeckGeometry(readOne(text), { mode: 'cif' }, library);
    expect('atoms' in geometry && geometry.atoms[1]!.position[0]).to.be.closeTo(1 / 3, 1e-12);
  });

  it('finds the origin that the file does not state from its atoms', () => {
    const silicon = (x: number): string =>
      cif(cubic(5.43), "_symmetry_space_group_name_H-M 'F d -3 m'", sites(`Si1 ${x} ${x} ${x}`));
    const origin = (x: number): number | undefined => {
      const { geometry } = toDeckGeometry(readOne(silicon(x)), { mode: 'cif' }, library);
      return geometry.kind === 'CRYSTAL' ? geometry.originSetting : undefined;
    };
    expect([origin(0), origin(0.125)]).to.deep.equal([1, 0]);
  });
});

describe('a CIF is refused with the reason', () => {
  const halite = "_symmetry_space_group_name_H-M 'F m -3 m'";
  const nacl = sites('Na1 0 0 0', 'Cl1 0.5 0.5 0.5');
  const withColumn = (tag: string, first: string, second: string): string =>
    cif(
      cubic(5.64),
      halite,
      'loop_',
      '_atom_site_label',
      '_atom_site_fract_x',
      '_atom_site_fract_y',
      '_atom_site_fract_z',
      tag,
      `Na1 0 0 0 ${first}`,
      `Cl1 .5 .5 .5 ${second}`,
    );
  const cases: readonly (readonly [string, string, string])[] = [
    ['partial occupancy', withColumn('_atom_site_occupancy', '0.5', '1'), 'STRUCTURE_PARTIAL_OCCUPANCY'],
    ['an occupancy above one', withColumn('_atom_site_occupancy', '1.5', '1'), 'STRUCTURE_PARTIAL_OCCUPANCY'],
    ['two disorder groups', withColumn('_atom_site_disorder_group', '1', '2'), 'STRUCTURE_PARTIAL_OCCUPANCY'],
    [
      'disorder about a special position',
      withColumn('_atom_site_disorder_group', '-1', '.'),
      'STRUCTURE_PARTIAL_OCCUPANCY',
    ],
    ['an unknown element', cif(cubic(5), halite, sites('Xx1 0 0 0')), 'STRUCTURE_UNKNOWN_ELEMENT'],
    [
      'a label that may be two elements',
      cif(cubic(5), halite, sites('CA1 0 0 0')),
      'STRUCTURE_UNKNOWN_ELEMENT',
    ],
    [
      'two elements on one place',
      cif(cubic(5), halite, sites('Na1 0 0 0', 'K1 0 0 0.001')),
      'STRUCTURE_ATOMS_OVERLAP',
    ],
    ['an atom near its own image', cif(cubic(5), halite, sites('Na1 0.03 0 0')), 'STRUCTURE_ATOMS_OVERLAP'],
    ['a missing cell', cif(halite, nacl), 'STRUCTURE_NO_CELL'],
    ['an unknown cell length', cif(cubic('?'), halite, nacl), 'STRUCTURE_NO_CELL'],
    ['a cell without volume', cif(cell(5, 5, 5, 120, 120, 120), halite, nacl), 'STRUCTURE_NO_CELL'],
    ['a cell length of zero', cif(cubic(0), halite, nacl), 'STRUCTURE_NO_CELL'],
    ['a length that is no number', cif(cubic('5.6x'), halite, nacl), 'CIF_UNREADABLE'],
    [
      'a site without coordinates',
      cif(cubic(5), halite, sites('Na1 0 0 ?', 'Cl1 .5 .5 .5')),
      'CIF_UNREADABLE',
    ],
    ['an incomplete row', cif(cubic(5), halite, sites('Na1 0 0 0', 'Cl1 .5 .5')), 'CIF_UNREADABLE'],
    ['a text that does not end', cif(cubic(5), halite, '_publ_text\n;\nabc', nacl), 'CIF_UNREADABLE'],
    [
      'a quote that does not end',
      cif(cubic(5), "_chemical_name_common 'salt", halite, nacl),
      'CIF_UNREADABLE',
    ],
    ['no word about symmetry', cif(cubic(5), nacl), 'CIF_UNREADABLE'],
    [
      'an unknown group without operations',
      cif(cubic(5), "_symmetry_space_group_name_H-M 'F q q q'", nacl),
      'CIF_UNREADABLE',
    ],
    [
      'an operation that is none',
      cif(cubic(5), 'loop_', '_symmetry_equiv_pos_as_xyz', 'x,y,y', nacl),
      'CIF_UNREADABLE',
    ],
    ['one tag with two values', cif(cubic(5), cubic(6), halite, nacl), 'CIF_UNREADABLE'],
    ['blocks without atoms', cif(cubic(5), halite), 'STRUCTURE_EMPTY'],
    ['an empty file', ' \n\n', 'STRUCTURE_EMPTY'],
    ['a binary file', 'data_x\0\0\u0001', 'STRUCTURE_UNREADABLE'],
  ];
  for (const [title, text, code] of cases) {
    it(title, () => {
      expect(() => readOne(text))
        .to.throw(CrystalqError)
        .with.property('code', code);
    });
  }
});

describe('symmetry that the atoms do not have', () => {
  const codeOf = (text: string): string => {
    try {
      toDeckGeometry(readOne(text), { mode: 'cif' }, library);
      return 'accepted';
    } catch (thrown) {
      return (thrown as CrystalqError).code;
    }
  };
  const moved = [
    'Na1 0 0 0.04',
    'Na2 0 .5 .5',
    'Na3 .5 0 .5',
    'Na4 .5 .5 0',
    'Cl1 .5 .5 .5',
    'Cl2 .5 0 0',
    'Cl3 0 .5 0',
    'Cl4 0 0 .5',
  ];
  const wrong: readonly (readonly [string, string])[] = [
    [
      'a whole cell with one atom moved',
      cif(cubic(5.64), "_symmetry_space_group_name_H-M 'F 2 2 2'", sites(...moved)),
    ],
    [
      'a cubic group on a cell that is not cubic',
      cif(cell(5.6, 5.7, 5.6, 90, 90, 90), '_space_group_IT_number 225', sites('Na1 0 0 0', 'Cl1 .5 .5 .5')),
    ],
    [
      'operations of another group than the one named',
      cif(
        cubic(5),
        '_space_group_IT_number 225',
        'loop_',
        '_symmetry_equiv_pos_as_xyz',
        'x,y,z',
        '-x,y,-z',
        'x,-y,z',
        sites('Na1 0 0 0'),
      ),
    ],
    [
      'operations that close to no group',
      cif(
        cubic(5),
        'loop_',
        '_symmetry_equiv_pos_as_xyz',
        'x,y,z',
        '-y,x+0.123,z+0.211',
        sites('Na1 .1 .2 .3'),
      ),
    ],
  ];
  for (const [title, text] of wrong) {
    it(`is found out: ${title}`, () => expect(codeOf(text)).to.equal('STRUCTURE_SYMMETRY_MISMATCH'));
  }

  it('does not stop modes standard and p1, which look at the atoms alone', () => {
    const structure = readOne(wrong[0]![1]);
    expect(structure.sites).to.have.length(8);
    const standard = toDeckGeometry(structure, { mode: 'standard' }, library);
    expect([standard.spaceGroup.number, standard.atomsInPrimitiveCell]).to.deep.equal([99, 8]);
    expect(toDeckGeometry(structure, { mode: 'p1' }, library).geometry)
      .to.have.property('atoms')
      .with.length(8);
  });
});
