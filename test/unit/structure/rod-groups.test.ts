import { expect } from 'chai';
import fc from 'fast-check';
import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { expandDeckGeometry } from '../../../src/crystal/structure/from-deck-geometry.js';
import { readStructures } from '../../../src/crystal/structure/read-structures.js';
import type { Site, Structure } from '../../../src/crystal/structure/structure.js';
import { renderXyz } from '../../../src/crystal/structure/write/render-xyz.js';
import { positionInNewBasis } from '../../../src/crystal/symmetry/operation.js';
import { rodGroup, rodGroupCount } from '../../../src/crystal/symmetry/rod-groups.js';
import { settingsOfSymbol } from '../../../src/crystal/symmetry/space-group-names.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import {
  elementMotions,
  fromWhole,
  groupOf,
  hasSameMotions,
  isSameMotion,
  movePoint,
  type Motion,
} from './cartesian-groups.js';
import { pick, randomNumbers } from './random-crystal.js';

const library = loadSymmetry();
const numbers = Array.from({ length: rodGroupCount }, (_, i) => i + 1);

/** The space group that the manual prints beside each rod group (appendix A.3). */
const spaceGroups: readonly number[] = [
  ...[
    1, 2, 3, 4, 3, 3, 6, 6, 7, 6, 7, 10, 11, 10, 13, 10, 13, 16, 17, 25, 26, 26, 27, 25, 28, 25, 28, 47, 49,
    51, 51,
  ],
  ...[75, 76, 77, 78, 81, 83, 84, 89, 91, 93, 95, 99, 101, 103, 105, 111, 112, 115, 116, 123, 124, 131, 132],
  ...[143, 144, 145, 147, 149, 151, 153, 150, 152, 154, 156, 158, 157, 159, 162, 163, 164, 165],
  ...[
    168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188,
  ],
  ...[189, 190, 191, 192, 193, 194],
];

const x: Vector3 = [1, 0, 0];
const y: Vector3 = [0, 1, 0];
const z: Vector3 = [0, 0, 1];
const degree30: Vector3 = [0, Math.sqrt(3) / 2, 0.5];
const diagonal: Vector3 = [0, 1, 1];

/** What stands where along the chain, in fractions of the period: a mirror across it, the elements beside it. */
interface Places {
  readonly mirror: number;
  readonly across: number;
}

/** The group as its symbol says. */
function fromSymbol(number: number, { mirror, across }: Places): readonly Motion[] {
  const { symbol } = rodGroup(number, library)!;
  // P2_1/m2/a2/m has its parts in a row; a screw has one digit, everything else one letter or digit.
  const [main = '1', second = '1', third = '1'] = [
    ...symbol.slice(1).matchAll(/-?[1-6](?:_\d)?(?:\/[am])?|[am]/g),
  ].map(([part]) => part);
  const along = elementMotions(main, x, mirror);
  if (number <= 2) return groupOf(along);
  if (number <= 31) {
    // Of three directions any two give the third, unless one of them is nothing or all are mirrors.
    const parts = [along, elementMotions(second, y, across), elementMotions(third, z, across)];
    const enough = symbol === 'Pmmm' ? 3 : 2;
    return groupOf(
      parts
        .filter((motions) => motions.length > 0)
        .slice(0, enough)
        .flat(),
    );
  }
  // The second direction is y, the third between two of its kind: z about a three-fold axis.
  const beside = second === '1' ? elementMotions(third, z, across) : elementMotions(second, y, across);
  return groupOf([...along, ...beside]);
}

const allPlaces: readonly Places[] = [0, 1 / 4].flatMap((mirror) =>
  Array.from({ length: 24 }, (_, i) => ({ mirror, across: i / 24 })),
);

const made = new Map<number, readonly Motion[] | undefined>();

/** The group made from its symbol, with its origin where the tables have it; undefined where there is no such one. */
function bySymbol(number: number): readonly Motion[] | undefined {
  if (!made.has(number)) {
    const wanted = motionsOf(number);
    const places = allPlaces.find((each) => hasSameMotions(fromSymbol(number, each), wanted));
    made.set(number, places && fromSymbol(number, places));
  }
  return made.get(number);
}

describe('the rod groups of CRYSTAL', () => {
  it('are 99, and each is the space group that the manual prints beside it', () => {
    expect(spaceGroups).to.have.length(99);
    for (const number of numbers) {
      const symbol = rodGroup(number, library)!.symbol;
      const spaced = symbol.replace(/^P/, 'P ').replaceAll(number > 31 ? 'a' : '#', 'c');
      const [setting] = settingsOfSymbol(library, spaced);
      expect(setting?.number, `${number} ${symbol}`).to.equal(spaceGroups[number - 1]);
    }
  });

  it('are closed, keep the chain and translate along it only', () => {
    for (const number of numbers) {
      const { operations, symbol } = rodGroup(number, library)!;
      const motions = motionsOf(number);
      expect(hasSameMotions(groupOf(motions), motions), symbol).to.equal(true);
      for (const { rotation, translation } of operations) {
        expect([translation[1], translation[2]], symbol).to.deep.equal([0, 0]);
        expect(Math.abs(rotation[0][0]), symbol).to.equal(1);
      }
    }
  });

  it('are what their symbols say when made from turns and mirrors alone', () => {
    for (const number of numbers) {
      expect(bySymbol(number), `${number} ${rodGroup(number, library)!.symbol}`).to.not.equal(undefined);
    }
  });
});

const motionsOf = (number: number): readonly Motion[] =>
  rodGroup(number, library)!.operations.map(({ rotation, translation }) => ({
    matrix: rotation,
    shift: translation[0],
  }));

/** Random orbits on general and special positions, made by motions from symbols. */
function randomChain(motions: readonly Motion[], random: () => number): Structure {
  const length = 6 + 4 * random();
  const directions = [y, z, degree30, diagonal, [0, 0.5, Math.sqrt(3) / 2] as Vector3];
  const places = [0, 0.25, 0.5, 0.75, 1 / 12, 1 / 6, 1 / 3];
  const special = (): Vector3 => {
    const along = random() < 0.5 ? pick(places, random) : random();
    const [, p, q] = pick(directions, random);
    const radius = random() < 0.3 ? 0 : (random() < 0.5 ? -1 : 1) * (1 + 3 * random());
    return [along, radius * p, radius * q];
  };
  for (;;) {
    // Two of them: one orbit alone often has more symmetry than its group.
    const general = (): Vector3 => [random(), 1 + 3 * random(), 1 + 3 * random()];
    const sites = [general(), general(), special(), special()].flatMap((position, kind) =>
      imagesOf(position, motions, length, [12, 13, 14, 8][kind]!),
    );
    if (areApart(sites, length)) {
      return {
        title: 'chain',
        dimensionality: 1,
        lattice: [[length, 0, 0], y, z],
        sites,
        remarks: [],
      };
    }
  }
}

function imagesOf(
  position: Vector3,
  motions: readonly Motion[],
  length: number,
  atomicNumber: number,
): Site[] {
  const sites: Site[] = [];
  for (const motion of motions) {
    const fractional = movePoint(motion, position);
    if (sites.some((site) => apart(site.fractional, fractional, length) < 1e-3)) continue;
    sites.push({ atomicNumber, label: `atom ${atomicNumber}`, fractional });
  }
  return sites;
}

const apart = (a: Vector3, b: Vector3, length: number): number =>
  Math.hypot(fromWhole(a[0] - b[0]) * length, a[1] - b[1], a[2] - b[2]);

const areApart = (sites: readonly Site[], length: number): boolean =>
  sites.every((a, i) => sites.every((b, j) => j <= i || apart(a.fractional, b.fractional, length) > 0.6));

const digits = (value: number): number => Number(value.toFixed(4));

/** As in a file of a user: anywhere in space, turned about itself, with four digits across the chain. */
function movedAnywhere(chain: Structure, random: () => number): Structure {
  const [c, s] = [Math.cos(7 * random()), Math.sin(7 * random())];
  const norm = Math.hypot(c, s);
  const [dx, dy, dz] = [random(), 20 * random() - 10, 20 * random() - 10];
  const sites = chain.sites.map((site) => {
    const [px, py, pz] = site.fractional;
    return {
      ...site,
      fractional: [
        px + dx,
        digits((c * py - s * pz) / norm + dy),
        digits((s * py + c * pz) / norm + dz),
      ] as const,
    };
  });
  return { ...chain, sites };
}

/** XYZ, deck, and the cell again by motions that are made from the symbol of the group in the deck. */
function expectSameChain(chain: Structure, name: string): ReturnType<typeof toDeckGeometry> {
  const [read] = readStructures(renderXyz(chain), 'chain.xyz', library);
  const deck = toDeckGeometry(read!, { mode: 'standard' }, library);
  const { geometry } = deck;
  if (geometry.kind !== 'POLYMER') throw new Error(geometry.kind);
  const [length] = geometry.cell;
  expect(length, `${name}: period`).to.be.closeTo(chain.lattice[0][0], 1e-6);
  const motions = bySymbol(geometry.group)!;
  const rebuilt = geometry.atoms.flatMap(({ position, number }) =>
    imagesOf(position, motions, length!, number),
  );
  expect(rebuilt, `${name}: atoms`).to.have.length(chain.sites.length);
  expect(areApart(rebuilt, length!), `${name}: one record for each orbit`).to.equal(true);
  for (const site of read!.sites) {
    const position = positionInNewBasis(deck.fromStructure, site.fractional);
    const found = rebuilt.some(
      (other) =>
        other.atomicNumber === site.atomicNumber && apart(other.fractional, position, length!) < 1e-3,
    );
    expect(found, `${name}: ${site.label} at ${position.join(' ')}`).to.equal(true);
  }
  expect(deck.atomsInPrimitiveCell, name).to.equal(chain.sites.length);
  expect(expandDeckGeometry(geometry, library).structure.sites, name).to.have.length(chain.sites.length);
  return deck;
}

describe('polymers of every rod group', () => {
  for (const number of numbers) {
    const { symbol, operations, isSettled } = rodGroup(number, library)!;
    const how = isSettled ? 'are written in it' : 'are written in a part of it';
    it(`${number} ${symbol}: random chains ${how} and expand to themselves`, () => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          const random = randomNumbers(seed);
          const chain = randomChain(bySymbol(number)!, random);
          const there = expectSameChain(chain, 'as it stands');
          const anywhere = expectSameChain(movedAnywhere(chain, random), 'anywhere');
          if (isSettled) {
            expect([there.spaceGroup.number, there.remarks]).to.deep.equal([number, []]);
            expect(rodGroup(anywhere.spaceGroup.number, library)!.operations).to.have.length(
              operations.length,
            );
          } else {
            expect(there.remarks.join()).to.include(`has ${operations.length} operations`);
            expect(rodGroup(there.spaceGroup.number, library)!.isSettled).to.equal(true);
          }
        }),
        { numRuns: 4 },
      );
    });
  }

  it('a period that holds the chain twice is halved', () => {
    const chain = randomChain(motionsOf(33), randomNumbers(5));
    const [a] = chain.lattice[0];
    const twice: Structure = {
      ...chain,
      lattice: [[2 * a, 0, 0], y, z],
      sites: [0, 0.5].flatMap((half) =>
        chain.sites.map((site) => ({
          ...site,
          fractional: [site.fractional[0] / 2 + half, site.fractional[1], site.fractional[2]] as const,
        })),
      ),
    };
    const { geometry, atomsInPrimitiveCell } = toDeckGeometry(twice, { mode: 'standard' }, library);
    expect(geometry).to.deep.include({ kind: 'POLYMER', group: 33 });
    expect(atomsInPrimitiveCell).to.equal(chain.sites.length);
  });

  it('atoms on a straight line are written in P6/mmm', () => {
    const line: Structure = {
      title: 'carbyne',
      dimensionality: 1,
      lattice: [[2.6, 0, 0], y, z],
      sites: [0, 0.52].map((at) => ({ atomicNumber: 6, label: 'C', fractional: [at, 1, -2] as const })),
      remarks: [],
    };
    const { geometry } = toDeckGeometry(line, { mode: 'standard' }, library);
    expect(geometry).to.deep.include({ kind: 'POLYMER', group: 96 });
    expect('atoms' in geometry && geometry.atoms).to.have.length(1);
  });

  it('a deck in a group whose axes no text tells is read with a remark', () => {
    const { structure, operations } = expandDeckGeometry(
      { kind: 'POLYMER', group: 62, cell: [5], atoms: [{ number: 6, position: [0.13, 0.7, 1.1] }] },
      library,
    );
    expect(structure.sites).to.have.length(operations.length);
    expect(structure.remarks.join()).to.include('P321');
  });

  it('a helix is refused with the reason and the way out', () => {
    const helix = {
      kind: 'HELIX',
      order: [4, 1],
      cell: [5],
      atoms: [{ number: 6, position: [0, 1, 0] }],
    } as const;
    expect(() => expandDeckGeometry(helix, library))
      .to.throw(CrystalqError, /no public text/)
      .with.property('hint')
      .that.includes('rod group 1');
  });

  it('no two operations of a group are the same', () => {
    for (const number of numbers) {
      const motions = motionsOf(number);
      motions.forEach((a, i) =>
        expect(
          motions.findIndex((b) => isSameMotion(a, b)),
          String(number),
        ).to.equal(i),
      );
    }
  });
});
