import { expect } from 'chai';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { withDimensionality } from '../../../src/crystal/structure/dimensionality.js';
import { structureFingerprint } from '../../../src/crystal/structure/fingerprint.js';
import { chemicalFormula, reducedFormula } from '../../../src/crystal/structure/formula.js';
import { expandDeckGeometry } from '../../../src/crystal/structure/from-deck-geometry.js';
import { latticeFromParameters, parametersOf } from '../../../src/crystal/structure/lattice.js';
import { readStructures } from '../../../src/crystal/structure/read-structures.js';
import type { Site, Structure } from '../../../src/crystal/structure/structure.js';
import { renderCif } from '../../../src/crystal/structure/write/render-cif.js';
import { renderFort34 } from '../../../src/crystal/structure/write/render-fort34.js';
import { renderPoscar } from '../../../src/crystal/structure/write/render-poscar.js';
import { renderXyz } from '../../../src/crystal/structure/write/render-xyz.js';
import { identity3 } from '../../../src/crystal/symmetry/matrix3.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';

const library = loadSymmetry();

const site = (atomicNumber: number, x: number, y: number, z: number): Site => ({
  atomicNumber,
  label: `atom ${atomicNumber}`,
  fractional: [x, y, z],
});

const named = { title: 'a name', remarks: [] };

const crystal: Structure = {
  ...named,
  dimensionality: 3,
  lattice: latticeFromParameters([4.1, 5.2, 6.3, 80, 95, 103])!,
  sites: [site(8, 0.1, 0.2, 0.3), site(12, 0.6, 0.7, 0.9), site(8, 0.4, 0.1, 0.8)],
};
const slab: Structure = {
  ...named,
  dimensionality: 2,
  lattice: latticeFromParameters([2.46, 2.46, 1, 90, 90, 120])!,
  sites: [site(6, 1 / 3, 2 / 3, 0), site(6, 2 / 3, 1 / 3, 0)],
};
/** Zigzag of all-trans polyethylene along x. */
const polymer: Structure = {
  ...named,
  dimensionality: 1,
  lattice: latticeFromParameters([2.55, 1, 1, 90, 90, 90])!,
  sites: [
    ...[site(6, 0.25, 0.43, 0), site(6, 0.75, -0.43, 0)],
    ...[site(1, 0.25, 1.05, 0.88), site(1, 0.25, 1.05, -0.88)],
    ...[site(1, 0.75, -1.05, 0.88), site(1, 0.75, -1.05, -0.88)],
  ],
};
const water: Structure = {
  ...named,
  dimensionality: 0,
  lattice: identity3,
  sites: [site(8, 0, 0, 0.12), site(1, 0, 0.76, -0.47), site(1, 0, -0.76, -0.47)],
};

const readOne = (text: string, name: string): Structure => readStructures(text, name, library)[0]!;

describe('a structure that is written and read again', () => {
  const all = { crystal, slab, polymer, water };
  for (const [name, structure] of Object.entries(all)) {
    it(`is the same as XYZ and fort.34: ${name}`, () => {
      const fingerprint = structureFingerprint(structure);
      expect(structureFingerprint(readOne(renderXyz(structure), 'x.xyz'))).to.equal(fingerprint);
      expect(structureFingerprint(readOne(renderFort34(structure), 'fort.34'))).to.equal(fingerprint);
    });

    it(`keeps cell and atoms as CIF and POSCAR, in vacuum where it must: ${name}`, () => {
      for (const [text, file] of [
        [renderCif(structure), 'x.cif'],
        [renderPoscar(structure), 'POSCAR'],
      ] as const) {
        const read = readOne(text, file);
        expect(chemicalFormula(read), file).to.equal(chemicalFormula(structure));
        parametersOf(structure.lattice)
          .slice(0, structure.dimensionality)
          .forEach((value, i) => expect(parametersOf(read.lattice)[i], file).to.be.closeTo(value, 1e-5));
      }
    });
  }

  it('comes back from a CIF with vacuum when its dimensionality is said', () => {
    for (const structure of [slab, polymer, water]) {
      const back = withDimensionality(readOne(renderCif(structure), 'x.cif'), structure.dimensionality);
      expect(distances(back)).to.deep.equal(distances(structure));
    }
  });

  it('keeps its dimensionality where there is no vacuum', () => {
    expect(() => withDimensionality(crystal, 2))
      .to.throw(CrystalqError)
      .with.property('code', 'STRUCTURE_UNSUPPORTED');
  });

  it('a chain of fort.34 that runs along z is the chain along x', () => {
    const text = '1 1 1\n0 0 2.6\n500 0 0\n0 500 0\n0\n2\n6 0.4 0 0.1\n6 -0.4 0 1.4\n';
    const read = readOne(text, 'fort.34');
    const { geometry } = toDeckGeometry(read, { mode: 'standard' }, library);
    expect(geometry).to.deep.include({ kind: 'POLYMER', group: 31, cell: [2.6] });
  });

  it('names do not break out of the formats', () => {
    const hostile = { ...crystal, title: 'x" Lattice="1\ndata_evil\n_cell_length_a 1' };
    for (const [text, file] of [
      [renderCif(hostile), 'x.cif'],
      [renderXyz(hostile), 'x.xyz'],
      [renderPoscar(hostile), 'POSCAR'],
    ] as const) {
      expect(readStructures(text, file, library), file).to.have.length(1);
      expect(parametersOf(readOne(text, file).lattice)[0], file).to.be.closeTo(4.1, 1e-5);
    }
  });
});

/** Distances inside the unit as it stands, which no change of axes alters. */
function distances(structure: Structure): readonly string[] {
  const found: string[] = [];
  const { geometry } = toDeckGeometry(structure, { mode: 'standard' }, library);
  const expanded = expandDeckGeometry(geometry, library).structure;
  expanded.sites.forEach((a, i) =>
    expanded.sites.slice(i + 1).forEach((b) => {
      const step = [0, 1, 2].map((axis) => a.fractional[axis]! - b.fractional[axis]!);
      const folded = step.map((value, axis) =>
        axis < structure.dimensionality ? value - Math.round(value) : value,
      );
      const cartesian = [0, 1, 2].map((axis) =>
        folded.reduce((sum, value, k) => sum + value * expanded.lattice[k]![axis]!, 0),
      );
      found.push(`${a.atomicNumber}-${b.atomicNumber} ${Math.hypot(...cartesian).toFixed(3)}`);
    }),
  );
  return found.sort();
}

describe('slabs, polymers and molecules as CRYSTAL reads them', () => {
  it('graphene is layer group 80 with one atom', () => {
    const { geometry } = toDeckGeometry(slab, { mode: 'standard' }, library);
    expect(geometry).to.deep.include({ kind: 'SLAB', group: 80, cell: [2.46] });
    expect('atoms' in geometry && geometry.atoms).to.have.length(1);
  });

  it('two layers of MgO (110) are layer group 40 with two atoms, z from the inversion centre', () => {
    const text = renderXyz({
      ...named,
      dimensionality: 2,
      lattice: latticeFromParameters([4.21, 2.97692, 1, 90, 90, 90])!,
      sites: [site(12, 0, 0, 5), site(8, 0.5, 0, 5), site(12, 0.5, 0.5, 6.48846), site(8, 0, 0.5, 6.48846)],
    });
    const { geometry } = toDeckGeometry(readOne(text, 'mgo.xyz'), { mode: 'standard' }, library);
    expect(geometry).to.deep.include({ kind: 'SLAB', group: 40, cell: [4.21, 2.97692] });
    const heights =
      'atoms' in geometry ? geometry.atoms.map((atom) => Math.abs(atom.position[2]).toFixed(5)) : [];
    expect(heights).to.deep.equal(['0.74423', '0.74423']);
  });

  it('polyethylene is a rod group of eight operations with one C and one H', () => {
    const deck = toDeckGeometry(polymer, { mode: 'standard' }, library);
    expect([deck.spaceGroup.symbol, deck.atomsInPrimitiveCell]).to.deep.equal(['P2_1/m2/a2/m', 6]);
    expect('atoms' in deck.geometry && deck.geometry.atoms.map((atom) => atom.number)).to.deep.equal([6, 1]);
    expect(expandDeckGeometry(deck.geometry, library).structure.sites).to.have.length(6);
  });

  it('a polymer far from the axis is brought back to it', () => {
    const away = {
      ...polymer,
      sites: polymer.sites.map((s) => ({
        ...s,
        fractional: [s.fractional[0] + 0.1, s.fractional[1] + 3, s.fractional[2] - 2] as const,
      })),
    };
    const deck = toDeckGeometry(away, { mode: 'standard' }, library);
    expect(deck.spaceGroup.symbol).to.equal('P2_1/m2/a2/m');
    expect(distances(away)).to.deep.equal(distances(polymer));
  });

  it('water is written in C2v with one O and one H', () => {
    const { geometry } = toDeckGeometry(water, { mode: 'standard' }, library);
    expect(geometry).to.deep.include({ kind: 'MOLECULE', group: 15 });
    expect('atoms' in geometry && geometry.atoms.map((atom) => atom.number)).to.deep.equal([8, 1]);
  });

  it('mode p1 writes every atom of a slab as it stands', () => {
    const { geometry } = toDeckGeometry(slab, { mode: 'p1' }, library);
    expect(geometry).to.deep.include({ kind: 'SLAB', group: 1 });
    expect('cell' in geometry && geometry.cell.map((value) => value.toFixed(3))).to.deep.equal([
      '2.460',
      '2.460',
      '120.000',
    ]);
  });
});

describe('a structure is told by what it is', () => {
  it('order, labels and lattice translations of atoms leave the fingerprint as it is', () => {
    const [first, ...rest] = crystal.sites;
    const shuffled = {
      ...crystal,
      title: 'other',
      sites: [...rest, { ...first!, label: 'O9', fractional: [1.1, -0.8, 0.3] as const }],
    };
    expect(structureFingerprint(shuffled)).to.equal(structureFingerprint(crystal));
  });

  it('another element, place or cell gives another fingerprint', () => {
    const [first, ...rest] = crystal.sites;
    const others: readonly Structure[] = [
      { ...crystal, sites: [{ ...first!, atomicNumber: 16 }, ...rest] },
      { ...crystal, sites: [{ ...first!, fractional: [0.11, 0.2, 0.3] }, ...rest] },
      { ...crystal, lattice: latticeFromParameters([4.11, 5.2, 6.3, 80, 95, 103])! },
    ];
    const values = [crystal, ...others].map(structureFingerprint);
    expect(new Set(values).size).to.equal(4);
  });

  it('formulas are in Hill order', () => {
    const ethanol = {
      ...water,
      sites: [8, 6, 6, 1, 1, 1, 1, 1, 1].map((number, i) => site(number, i, 0, 0)),
    };
    expect([chemicalFormula(ethanol), chemicalFormula(crystal), reducedFormula(slab)]).to.deep.equal([
      'C2 H6 O',
      'Mg O2',
      'C',
    ]);
  });
});
