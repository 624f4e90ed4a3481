import { expect } from 'chai';
import type { DeckGeometry } from '../../../src/crystal/d12/geometry.js';
import { finalDeckGeometry } from '../../../src/crystal/follow-up/final-deck-geometry.js';
import type {
  CellParameters,
  OutputReport,
  PrintedAtom,
  PrintedGeometry,
} from '../../../src/crystal/output/report.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { readText } from '../output/read-text.js';

const atom = (
  conventionalNumber: number,
  position: PrintedAtom['position'],
  asymmetric = true,
): PrintedAtom => ({
  number: 1,
  asymmetric,
  conventionalNumber,
  atomicNumber: conventionalNumber % 100,
  symbol: 'X',
  position,
  cartesian: null,
});

const primitive: CellParameters = [3, 3.1, 3.2, 61, 62, 63];

const reportWith = (changes: Partial<PrintedGeometry> | null): OutputReport => ({
  ...readText('nothing\n'),
  file: 'parent.out',
  finalGeometry: changes && {
    source: 'final',
    dimensionality: 3,
    point: null,
    primitiveCell: primitive,
    primitiveCellLine: null,
    primitiveVolumeAngstrom3: null,
    conventionalCell: null,
    conventionalCellLine: null,
    atoms: [atom(212, [0.1, 0.2, 0.3]), atom(8, [0.5, 0.5, 0.5], false)],
    conventionalAtoms: [],
    primitiveToConventional: null,
    primitiveVectors: null,
    line: 1,
    ...changes,
  },
});

const crystal = (changes: Partial<Extract<DeckGeometry, { kind: 'CRYSTAL' }>>): DeckGeometry => ({
  kind: 'CRYSTAL',
  symbolFlag: 0,
  rhombohedralAxes: 0,
  originSetting: 0,
  group: 1,
  cell: [1, 2, 3, 90, 90, 90],
  atoms: [{ number: 212, position: [0, 0, 0] }],
  ...changes,
});

const cellOf = (parent: DeckGeometry, changes: Partial<PrintedGeometry>): readonly number[] => {
  const found = finalDeckGeometry(parent, reportWith(changes));
  return 'cell' in found ? found.cell : [];
};

const conventional = (cell: CellParameters): Partial<PrintedGeometry> => ({
  conventionalCell: cell,
  conventionalAtoms: [atom(212, [0.7, 0.8, 0.9])],
});

const cells: readonly [what: string, parent: DeckGeometry, Partial<PrintedGeometry>, readonly number[]][] = [
  ['cubic: a', crystal({ cell: [4] }), conventional([4.2, 4.2, 4.2, 90, 90, 90]), [4.2]],
  ['hexagonal: a, c', crystal({ cell: [3, 5] }), conventional([3.3, 3.3, 5.5, 90, 90, 120]), [3.3, 5.5]],
  [
    'rhombohedral axes: a and alpha of the primitive cell, whatever else is printed',
    crystal({ cell: [4, 60], rhombohedralAxes: 1 }),
    { ...conventional([4, 4, 9, 90, 90, 120]), primitiveCell: [4.1, 4.1, 4.1, 55, 55, 55] },
    [4.1, 55],
  ],
  [
    'orthorhombic: a, b, c',
    crystal({ cell: [1, 2, 3] }),
    conventional([1.1, 2.2, 3.3, 90, 90, 90]),
    [1.1, 2.2, 3.3],
  ],
  [
    'monoclinic by number: beta',
    crystal({ cell: [1, 2, 3, 100] }),
    conventional([1.1, 2.2, 3.3, 90, 101, 90]),
    [1.1, 2.2, 3.3, 101],
  ],
  [
    'monoclinic by symbol: the angle that is not 90',
    crystal({ cell: [1, 2, 3, 100], symbolFlag: 1, group: 'P 1 1 2/M' }),
    conventional([1.1, 2.2, 3.3, 90, 90, 102]),
    [1.1, 2.2, 3.3, 102],
  ],
  [
    'monoclinic by symbol with three right angles: beta, which is one of them',
    crystal({ cell: [1, 2, 3, 100], symbolFlag: 1, group: 'P 1 2/M 1' }),
    conventional([1.1, 2.2, 3.3, 90, 90, 90]),
    [1.1, 2.2, 3.3, 90],
  ],
  ['triclinic: all six, of the primitive cell where no other is printed', crystal({}), {}, primitive],
  ['a plane group without centring: a, b, gamma', slab(1, [3, 3, 60]), {}, [3, 3.1, 63]],
  ['a rectangular layer: a, b', slab(20, [3, 3]), {}, [3, 3.1]],
  ['a square or hexagonal layer: a', slab(80, [3]), {}, [3]],
  [
    'a centred layer: the sides of the rectangle',
    slab(10, [3, 4]),
    { primitiveCell: [2.5, 2.5, 500, 90, 90, (2 * Math.atan2(4, 3) * 180) / Math.PI] },
    [4, 3],
  ],
  ['a polymer: its period', { kind: 'POLYMER', group: 1, cell: [2], atoms: oneAtom() }, {}, [3]],
  ['a helix: its period', { kind: 'HELIX', order: [3, 1], cell: [2], atoms: oneAtom() }, {}, [3]],
];

function slab(group: number, cell: readonly number[]): DeckGeometry {
  return { kind: 'SLAB', group, cell, atoms: oneAtom() };
}

function oneAtom() {
  return [{ number: 212, position: [0, 0, 0] }] as const;
}

const refused: readonly [what: string, parent: DeckGeometry, OutputReport, RegExp][] = [
  ['no geometry', crystal({}), reportWith(null), /it prints no geometry/],
  ['no cell', crystal({}), reportWith({ primitiveCell: null }), /it prints no cell/],
  ['no cell of a layer', slab(1, [3, 3, 60]), reportWith({ primitiveCell: null }), /it prints no cell/],
  [
    'more asymmetric atoms than the deck',
    crystal({}),
    reportWith({ atoms: [atom(8, [0, 0, 0]), atom(8, [0.5, 0, 0])] }),
    /it has 2 asymmetric atoms, its deck had 1/,
  ],
  ['a geometry from fort.34', { kind: 'EXTERNAL' }, reportWith({}), /fort\.34/],
  ['a geometry of DLV', { kind: 'DLVINPUT' }, reportWith({}), /fort\.34/],
];

describe('The geometry of a follow-up deck', () => {
  for (const [what, parent, changes, cell] of cells) {
    it(`has the cell of ${what}`, () => {
      const found = cellOf(parent, changes);
      expect(found).to.have.length(cell.length);
      found.forEach((value, index) => expect(value).to.be.closeTo(cell[index] ?? NaN, 1e-9));
    });
  }

  it('has the asymmetric atoms of the conventional cell, with the numbers of their basis sets', () => {
    const found = finalDeckGeometry(crystal({ cell: [4] }), reportWith(conventional([4, 4, 4, 90, 90, 90])));
    expect(found).to.deep.include({ atoms: [{ number: 212, position: [0.7, 0.8, 0.9] }] });
  });

  it('has those of the primitive cell where that is the conventional one', () => {
    expect(finalDeckGeometry(crystal({}), reportWith({}))).to.deep.include({
      atoms: [{ number: 212, position: [0.1, 0.2, 0.3] }],
    });
  });

  it('of a centred layer has atoms in fractions of the rectangle, and heights as they are', () => {
    const found = finalDeckGeometry(slab(10, [3, 4]), reportWith({ atoms: [atom(212, [0.5, 0.1, 1.5])] }));
    const [first] = 'atoms' in found ? found.atoms : [];
    expect(first?.position.map((value) => Number(value.toFixed(9)))).to.deep.equal([0.2, 0.3, 1.5]);
  });

  it('of a molecule has its atoms, and no cell', () => {
    const parent: DeckGeometry = { kind: 'MOLECULE', group: 1, atoms: oneAtom() };
    expect(finalDeckGeometry(parent, reportWith({ primitiveCell: null }))).to.deep.equal({
      ...parent,
      atoms: [{ number: 212, position: [0.1, 0.2, 0.3] }],
    });
  });

  it('keeps group, setting and origin of the parent', () => {
    const parent = crystal({
      group: 'P N M A',
      symbolFlag: 1,
      originSetting: 2,
      originShift: [6, 6, 6],
      cell: [1, 2, 3],
    });
    expect(finalDeckGeometry(parent, reportWith({}))).to.deep.include({
      group: 'P N M A',
      symbolFlag: 1,
      originSetting: 2,
      originShift: [6, 6, 6],
    });
  });

  for (const [what, parent, report, message] of refused) {
    it(`is refused with a way out for an output with ${what}`, () => {
      expect(() => finalDeckGeometry(parent, report))
        .to.throw(CrystalqError, message)
        .that.includes({ code: 'DECK_INVALID' })
        .and.has.property('hint')
        .that.contains('crystalq export');
    });
  }
});
