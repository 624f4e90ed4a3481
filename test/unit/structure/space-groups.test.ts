import { expect } from 'chai';
import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import type { DeckStructure } from '../../../src/crystal/structure/deck/deck-structure.js';
import { atomicNumberOf } from '../../../src/crystal/structure/elements.js';
import {
  latticeFromParameters,
  parametersOf,
  type CellParameters,
} from '../../../src/crystal/structure/lattice.js';
import { expandDeckGeometry } from '../../../src/crystal/structure/from-deck-geometry.js';
import { readStructures } from '../../../src/crystal/structure/read-structures.js';
import { operationsOfHallSymbol } from '../../../src/crystal/symmetry/hall-symbol.js';
import {
  add,
  determinant,
  multiply,
  transpose,
  type Matrix3,
} from '../../../src/crystal/symmetry/matrix3.js';
import { operationKey } from '../../../src/crystal/symmetry/operation-set.js';
import {
  operationInNewBasis,
  positionInNewBasis,
  type BasisChange,
  type SymmetryOperation,
} from '../../../src/crystal/symmetry/operation.js';
import type { GroupSetting } from '../../../src/crystal/symmetry/symmetry-library.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import {
  cifOf,
  distance,
  expand,
  randomCrystal,
  randomNumbers,
  xyzOf,
  type RandomCrystal,
} from './random-crystal.js';

const library = loadSymmetry();

/** Operations by the rules of Hall symbols: no table of the code under test takes part. */
const operationsOf = (setting: GroupSetting): readonly SymmetryOperation[] =>
  operationsOfHallSymbol(setting.hallSymbol)!;

describe('crystals of every space group in every tabulated setting', () => {
  for (let number = 1; number <= 230; number += 1) {
    const settings = library.spaceGroupSettings.filter((setting) => setting.number === number);
    it(`${number} ${settings[0]!.shortSymbol}: the deck expands to the crystal of the CIF (${settings.length} settings)`, () => {
      for (const [setting, round] of settings.flatMap((each) => [[each, 0] as const, [each, 1] as const])) {
        const random = randomNumbers(1000 * round + setting.hallNumber);
        const crystal = randomCrystal(setting, operationsOf(setting), random);
        const text = cifOf(crystal, symmetryLines(setting, (setting.hallNumber + round) % 3));
        const [structure] = readStructures(text, 'random.cif', library);
        expect(structure!.sites, `${setting.fullSymbol}: atoms read`).to.have.length(crystal.atoms.length);
        const deck = toDeckGeometry(structure!, { mode: 'cif' }, library);
        expect(deck.spaceGroup.number).to.equal(number);
        expectSameCrystal(crystal, deck, `${setting.hallNumber} ${setting.fullSymbol}`);
      }
    });
  }
});

describe('crystals on axes that no table lists', () => {
  const cases: readonly (readonly [string, number, Matrix3, Vector3])[] = [
    [
      'a reverse rhombohedral cell',
      167,
      [
        [-1, 0, 0],
        [0, -1, 0],
        [0, 0, 1],
      ],
      [0, 0, 0],
    ],
    [
      'a C-centred tetragonal cell',
      136,
      [
        [1, -1, 0],
        [1, 1, 0],
        [0, 0, 1],
      ],
      [0, 0, 0],
    ],
    [
      'an F-centred tetragonal cell',
      141,
      [
        [1, -1, 0],
        [1, 1, 0],
        [0, 0, 1],
      ],
      [0, 0, 0],
    ],
    [
      'a three times larger hexagonal cell (H)',
      150,
      [
        [1, 1, 0],
        [-1, 2, 0],
        [0, 0, 1],
      ],
      [0, 0, 0],
    ],
    [
      'an origin of its own',
      19,
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [0.137, 0.21, 0.4],
    ],
    [
      'a very oblique cell of a monoclinic group',
      14,
      [
        [1, 0, 0],
        [0, 1, 0],
        [2, 0, 1],
      ],
      [0, 0, 0],
    ],
    [
      'the primitive cell of a face-centred group',
      216,
      [
        [0, 0.5, 0.5],
        [0.5, 0, 0.5],
        [0.5, 0.5, 0],
      ],
      [0, 0, 0],
    ],
    [
      'the primitive cell of a body-centred group',
      88,
      [
        [-0.5, 0.5, 0.5],
        [0.5, -0.5, 0.5],
        [0.5, 0.5, -0.5],
      ],
      [0, 0, 0],
    ],
  ];
  for (const [title, number, matrix, origin] of cases) {
    it(`${title}, group ${number}`, () => {
      const setting = library.standardSetting(number);
      const crystal = randomCrystal(setting, operationsOf(setting), randomNumbers(number));
      const moved = onOtherAxes(crystal, operationsOf(setting), { matrix, origin });
      const lines = [
        'loop_',
        '_space_group_symop_operation_xyz',
        ...moved.operations.map((op) => `'${xyzOf(op)}'`),
      ];
      const [structure] = readStructures(cifOf(moved.crystal, lines), 'random.cif', library);
      expect(structure!.sites).to.have.length(moved.crystal.atoms.length);
      const deck = toDeckGeometry(structure!, { mode: 'cif' }, library);
      expect(deck.spaceGroup.number).to.equal(number);
      expectSameCrystal(moved.crystal, deck, title);
    });
  }
});

/** The crystal and its operations in another basis; a larger cell holds more atoms and more translations. */
function onOtherAxes(
  crystal: RandomCrystal,
  operations: readonly SymmetryOperation[],
  change: BasisChange,
): { crystal: RandomCrystal; operations: readonly SymmetryOperation[] } {
  const cells = [-1, 0, 1].flatMap((i) =>
    [-1, 0, 1].flatMap((j) => [-1, 0, 1].map((k): Vector3 => [i, j, k])),
  );
  const many = operations.flatMap(({ rotation, translation }) =>
    cells.map((t) => operationInNewBasis(change, { rotation, translation: add(translation, t) })),
  );
  const unique = [...new Map(many.map((operation) => [operationKey(operation), operation])).values()];
  const lattice = multiply(transpose(change.matrix), crystal.lattice);
  const orbits = crystal.orbits.map((atom) => ({
    ...atom,
    position: positionInNewBasis(change, atom.position),
  }));
  const atoms = orbits.flatMap((orbit) => expand(orbit, unique, lattice));
  return { crystal: { lattice, orbits, atoms }, operations: unique };
}

/** Files tell their symmetry by operations, by a Hall symbol, or by a name with a code for the setting. */
function symmetryLines(setting: GroupSetting, way: number): readonly string[] {
  if (way === 0) {
    const operations = operationsOf(setting).map((operation) => `'${xyzOf(operation)}'`);
    return ['loop_', '_space_group_symop_operation_xyz', ...operations];
  }
  if (way === 1) return [`_symmetry_space_group_name_Hall '${setting.hallSymbol}'`];
  const code = setting.setting === '' ? [] : [`_space_group_IT_coordinate_system_code ${setting.setting}`];
  return [
    `_space_group_IT_number ${setting.number}`,
    `_symmetry_space_group_name_H-M '${setting.fullSymbol}'`,
    ...code,
  ];
}

describe('what a deck needs to know around its geometry', () => {
  it('holds for every space group: primitive cell, its atoms, and rotations that leave it as it is', () => {
    for (let number = 1; number <= 230; number += 1) {
      const setting = library.standardSetting(number);
      const name = setting.fullSymbol;
      const crystal = randomCrystal(setting, operationsOf(setting), randomNumbers(5000 + number));
      const [structure] = readStructures(cifOf(crystal, symmetryLines(setting, 1)), 'random.cif', library);
      for (const mode of ['cif', 'standard'] as const) {
        const deck = toDeckGeometry(structure!, { mode, toleranceAngstrom: 1e-4 }, library);
        expect(deck.spaceGroup.number, `${name} ${mode}`).to.equal(number);
        const expanded = expandDeckGeometry(deck.geometry, library);
        expect(expanded.structure.sites, `${name} ${mode}`).to.have.length(deck.atomsInPrimitiveCell);
        expect(parametersOf(expanded.structure.lattice)).to.deep.equal(parametersOf(deck.primitiveVectors));
        const metric = multiply(deck.primitiveVectors, transpose(deck.primitiveVectors));
        for (const rotation of deck.pointGroupOperations) {
          const turned = multiply(multiply(transpose(rotation), metric), rotation);
          turned.flat().forEach((value, i) => expect(value, name).to.be.closeTo(metric.flat()[i]!, 1e-3));
        }
      }
    }
  }).timeout(20_000);
});

function expectSameCrystal(crystal: RandomCrystal, deck: DeckStructure, name: string): void {
  const { geometry, fromStructure } = deck;
  if (geometry.kind !== 'CRYSTAL') throw new Error(`${name}: ${geometry.kind}`);
  const operations = operationsOf(deckSetting(deck));
  const cell = conventionalCell(Number(geometry.group), geometry.cell, geometry.rhombohedralAxes === 1);
  const lattice = latticeFromParameters(cell)!;

  // The cell of the deck is the cell of the file on other axes, not a mirror image.
  expect(determinant(fromStructure.matrix), `${name}: handedness`).to.be.greaterThan(0);
  const moved = parametersOf(multiply(transpose(fromStructure.matrix), crystal.lattice));
  cell.forEach((value, i) => expect(moved[i], `${name}: cell parameter ${i}`).to.be.closeTo(value, 2e-3));

  // One atom per orbit: no record of the deck is an image of another.
  expect(geometry.atoms, `${name}: records`).to.have.length(crystal.orbits.length);
  const atoms = geometry.atoms.flatMap((atom) =>
    expand({ element: String(atom.number), position: atom.position }, operations, lattice),
  );
  expect(atoms, `${name}: atoms`).to.have.length(
    Math.round(crystal.atoms.length * determinant(fromStructure.matrix)),
  );

  // Every atom of the file is there, on its place, with its element.
  for (const atom of crystal.atoms) {
    const position = positionInNewBasis(fromStructure, atom.position);
    const found = atoms.find(
      (candidate) =>
        candidate.element === String(atomicNumberOf(atom.element)) &&
        distance(candidate.position, position, lattice) < 0.002,
    );
    expect(found, `${name}: ${atom.element} at ${position.join(' ')}`).to.not.equal(undefined);
  }
}

/** What the manual says about IFHR and IFSO, in the words of the tables. */
function deckSetting({ geometry, spaceGroup }: DeckStructure): GroupSetting {
  if (geometry.kind !== 'CRYSTAL') throw new Error(geometry.kind);
  const settings = library.spaceGroupSettings.filter((setting) => setting.number === spaceGroup.number);
  const wanted = geometry.rhombohedralAxes === 1 ? 'R' : String(geometry.originSetting === 1 ? 1 : 2);
  return settings.find((setting) => setting.setting === wanted) ?? settings[0]!;
}

function conventionalCell(group: number, minimal: readonly number[], rhombohedral: boolean): CellParameters {
  const [p, q, r, s, t, u] = minimal as CellParameters;
  if (rhombohedral) return [p, p, p, q, q, q];
  if (group <= 2) return [p, q, r, s, t, u];
  if (group <= 15) return [p, q, r, 90, s, 90];
  if (group <= 74) return [p, q, r, 90, 90, 90];
  if (group <= 142) return [p, p, q, 90, 90, 90];
  if (group <= 194) return [p, p, q, 90, 90, 120];
  return [p, p, p, 90, 90, 90];
}
