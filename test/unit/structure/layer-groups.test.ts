import { layer_wyckoff_positions } from '@spglib/moyo-wasm';
import { expect } from 'chai';
import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { expandDeckGeometry } from '../../../src/crystal/structure/from-deck-geometry.js';
import { latticeFromParameters } from '../../../src/crystal/structure/lattice.js';
import type { Site, Structure } from '../../../src/crystal/structure/structure.js';
import { operationsOfHallSymbol } from '../../../src/crystal/symmetry/hall-symbol.js';
import {
  determinant,
  inverse,
  multiply,
  norm,
  rowTimes,
  subtract,
  transpose,
  type Matrix3,
} from '../../../src/crystal/symmetry/matrix3.js';
import {
  applyOperation,
  nearestPeriodic,
  positionInNewBasis,
  wrapPeriodic,
  type SymmetryOperation,
} from '../../../src/crystal/symmetry/operation.js';
import type { GroupSetting } from '../../../src/crystal/symmetry/symmetry-library.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { pick, pointOf, randomNumbers } from './random-crystal.js';

const library = loadSymmetry();
const periodic = [true, true, false] as const;

/** CRYSTAL's number of each layer group of ITA volume E (manual, appendix A.2, compared symbol by symbol). */
const renumbered: Readonly<Record<number, number>> = {
  16: 17,
  17: 18,
  18: 16,
  38: 42,
  39: 46,
  40: 38,
  41: 39,
  42: 43,
  43: 45,
  44: 41,
  45: 44,
  46: 40,
  28: 29,
  29: 28,
  30: 32,
  31: 30,
  32: 31,
};

/** P4/n, P4/nbm and P4/nmm: no text tells which of two origins CRYSTAL takes, so a part with one origin is written. */
const writtenInPart: Readonly<Record<number, number>> = { 52: 50, 62: 60, 64: 59 };

describe('slabs of every layer group in every tabulated setting', () => {
  for (let number = 1; number <= 80; number += 1) {
    const settings = library.layerGroupSettings.filter((setting) => setting.number === number);
    const written = writtenInPart[number] ?? renumbered[number] ?? number;
    it(`${number} ${settings[0]!.shortSymbol}: the deck has CRYSTAL's number ${written} and expands to the slab`, () => {
      for (const setting of settings) {
        for (const seed of [1, 2, 3]) {
          const random = randomNumbers(1000 * seed + setting.hallNumber);
          const name = `${setting.hallNumber} ${setting.fullSymbol} (${seed})`;
          const slab = randomSlab(setting, random);
          const deck = toDeckGeometry(slab, { mode: 'standard' }, library);
          expect(deck.geometry, name).to.deep.include({ kind: 'SLAB', group: written });
          expect(deck.remarks, name).to.have.length(number in writtenInPart ? 1 : 0);
          expectSameSlab(slab, deck, name);
        }
      }
    });
  }
});

type Deck = ReturnType<typeof toDeckGeometry>;

function expectSameSlab(slab: Structure, deck: Deck, name: string): void {
  const { structure, deckAtoms } = expandDeckGeometry(deck.geometry, library);
  // Half of a group may need two records for an orbit.
  expect(new Set(deckAtoms).size, `${name}: records`).to.be.within(3, deck.remarks.length > 0 ? 6 : 3);
  const { fromStructure, primitiveVectors, geometry } = deck;
  expect(determinant(fromStructure.matrix), `${name}: handedness`).to.be.greaterThan(0);
  const cells = Math.abs(determinant(slab.lattice)) / Math.abs(determinant(primitiveVectors));
  expect(structure.sites, `${name}: atoms`).to.have.length(Math.round(slab.sites.length / cells));
  const conventional = multiply(transpose(fromStructure.matrix), slab.lattice);
  const cellLengths = [norm(conventional[0]), norm(conventional[1])];
  if (geometry.kind !== 'SLAB') throw new Error(geometry.kind);
  geometry.cell.slice(0, 2).forEach((value, i) => expect(cellLengths[i], name).to.be.closeTo(value, 1e-3));
  // Conventional coordinates of the file, on the primitive vectors that CRYSTAL builds.
  const toPrimitive = multiply(idealVectors(geometry.group, geometry.cell), inverse(primitiveVectors));
  for (const site of slab.sites) {
    const position = rowTimes(positionInNewBasis(fromStructure, site.fractional), toPrimitive);
    const found = structure.sites.find(
      (candidate) =>
        candidate.atomicNumber === site.atomicNumber &&
        norm(
          rowTimes(nearestPeriodic(subtract(candidate.fractional, position), periodic), primitiveVectors),
        ) < 0.005,
    );
    expect(found, `${name}: ${site.label} at ${position.join(' ')}`).to.not.equal(undefined);
  }
}

/** Minimal cell of the manual: a b gamma, a b, a, a. */
function idealVectors(group: number | string, cell: readonly number[]): Matrix3 {
  const number = Number(group);
  const [a, b] = [cell[0]!, number <= 48 ? cell[1]! : cell[0]!];
  const gamma = number <= 7 ? cell[2]! : number <= 64 ? 90 : 120;
  return latticeFromParameters([a, b, 1, 90, 90, gamma])!;
}

/** Three orbits; the axes are turned in space and the origin is anywhere, as in a file of a user. */
function randomSlab(setting: GroupSetting, random: () => number): Structure {
  const operations = operationsOfHallSymbol(setting.hallSymbol)!;
  const lattice = planeLattice(operations, random);
  const positions = layer_wyckoff_positions(setting.hallNumber).map((entry) => entry.coordinates);
  const shift: Vector3 = [random(), random(), 4 * random()];
  for (;;) {
    const coordinates = [positions[0]!, pick(positions, random), pick(positions, random)];
    const sites = coordinates.flatMap((text, i) => {
      const [x, y, z] = pointOf(text, random);
      return images([x, y, 4 * z], operations, lattice, i);
    });
    if (areApart(sites, lattice)) {
      const moved = sites.map((site) => ({ ...site, fractional: moveBy(site.fractional, shift) }));
      return { title: setting.fullSymbol, dimensionality: 2, lattice, sites: moved, remarks: [] };
    }
  }
}

const moveBy = (v: Vector3, shift: Vector3): Vector3 =>
  wrapPeriodic([v[0] + shift[0], v[1] + shift[1], v[2] + shift[2]], periodic);

function images(
  position: Vector3,
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
  kind: number,
): readonly Site[] {
  const sites: Site[] = [];
  for (const operation of operations) {
    const fractional = wrapPeriodic(applyOperation(operation, position), periodic);
    if (!sites.some((site) => apart(site.fractional, fractional, lattice) < 1e-3)) {
      sites.push({ atomicNumber: [12, 14, 8][kind]!, label: `atom ${kind}`, fractional });
    }
  }
  return sites;
}

const apart = (a: Vector3, b: Vector3, lattice: Matrix3): number =>
  norm(rowTimes(nearestPeriodic(subtract(a, b), periodic), lattice));

const areApart = (sites: readonly Site[], lattice: Matrix3): boolean =>
  sites.every((a, i) => sites.every((b, j) => j <= i || apart(a.fractional, b.fractional, lattice) > 0.6));

const upperBlock = ({ rotation }: SymmetryOperation): string =>
  [rotation[0][0], rotation[0][1], rotation[1][0], rotation[1][1]].join();

/** A random cell with the symmetry of the rotations. */
function planeLattice(operations: readonly SymmetryOperation[], random: () => number): Matrix3 {
  const has = (matrix: string): boolean => operations.some((operation) => upperBlock(operation) === matrix);
  const a = 6 + 4 * random();
  const b = 6 + 4 * random();
  if (has('0,-1,1,-1')) return latticeFromParameters([a, a, 1, 90, 90, 120])!;
  if (has('0,-1,1,0')) return latticeFromParameters([a, a, 1, 90, 90, 90])!;
  const isRectangular = ['1,0,0,-1', '-1,0,0,1'].some(has);
  return latticeFromParameters([a, b, 1, 90, 90, isRectangular ? 90 : 75 + 40 * random()])!;
}
