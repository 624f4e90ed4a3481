import { expect } from 'chai';
import fc from 'fast-check';
import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { expandDeckGeometry } from '../../../src/crystal/structure/from-deck-geometry.js';
import { readStructures } from '../../../src/crystal/structure/read-structures.js';
import { schoenfliesSymbol } from '../../../src/crystal/structure/schoenflies-symbol.js';
import type { Site, Structure } from '../../../src/crystal/structure/structure.js';
import { renderXyz } from '../../../src/crystal/structure/write/render-xyz.js';
import { identity3 } from '../../../src/crystal/symmetry/matrix3.js';
import { positionInNewBasis } from '../../../src/crystal/symmetry/operation.js';
import { pointGroup, pointGroupCount } from '../../../src/crystal/symmetry/point-groups.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { groupOf, hasSameMotions, mirrorAcross, movePoint, turn, type Motion } from './cartesian-groups.js';
import { pick, randomNumbers } from './random-crystal.js';

const library = loadSymmetry();

const x: Vector3 = [1, 0, 0];
const y: Vector3 = [0, 1, 0];
const z: Vector3 = [0, 0, 1];
const xy: Vector3 = [1, 1, 0];
const body: Vector3 = [1, 1, 1];
const inversion = turn(z, 0, true);
const c = (order: number, direction: Vector3): Motion['matrix'] => turn(direction, 360 / order);
const m = mirrorAcross;
/** -3, -4, -6: a turn followed by the inversion. */
const bar = (order: number): Motion['matrix'] => turn(z, 360 / order, true);

/** Generators of each group by CRYSTAL's number: C1 Ci, the classes along x, y and z, then about z. */
const generators: readonly (readonly Motion['matrix'][])[] = [
  ...[[], [inversion]],
  ...[x, y, z].map((axis) => [c(2, axis)]),
  ...[x, y, z].map((axis) => [m(axis)]),
  ...[x, y, z].map((axis) => [c(2, axis), m(axis)]),
  [c(2, x), c(2, y)],
  ...[
    [m(y), m(z)],
    [m(x), m(z)],
    [m(x), m(y)],
  ],
  [m(x), m(y), m(z)],
  ...[[c(4, z)], [bar(4)], [c(4, z), m(z)], [c(4, z), c(2, x)], [c(4, z), m(x)]],
  ...[
    [bar(4), c(2, x)],
    [bar(4), c(2, xy)],
    [c(4, z), m(z), m(x)],
  ],
  ...[[c(3, z)], [bar(3)], [c(3, z), c(2, y)], [c(3, z), c(2, x)], [c(3, z), m(y)], [c(3, z), m(x)]],
  ...[
    [bar(3), c(2, y)],
    [bar(3), c(2, x)],
  ],
  ...[[c(6, z)], [bar(6)], [c(6, z), m(z)], [c(6, z), c(2, x)], [c(6, z), m(x)]],
  ...[
    [bar(6), m(y)],
    [bar(6), c(2, y)],
    [c(6, z), m(z), m(x)],
  ],
  ...[
    [c(2, z), c(3, body)],
    [c(2, z), c(3, body), inversion],
    [c(4, z), c(3, body)],
  ],
  ...[
    [bar(4), c(3, body)],
    [c(4, z), c(3, body), inversion],
  ],
];

const groups = generators.map((matrices) => groupOf(matrices.map((matrix) => ({ matrix, shift: 0 }))));
const groupNumbered = (number: number): readonly Motion[] => groups[number - 1]!;
const numbers = Array.from({ length: pointGroupCount }, (_, i) => i + 1);

describe('the point groups of CRYSTAL', () => {
  it('are 45, as the manual counts those without the icosahedral ones', () => {
    expect([pointGroupCount, generators.length]).to.deep.equal([45, 45]);
  });

  it('hold the operations that turns and mirrors about their axes make', () => {
    for (const number of numbers) {
      const { operations, schoenflies } = pointGroup(number, library)!;
      const motions = operations.map(({ rotation }) => ({ matrix: rotation, shift: 0 }));
      expect(hasSameMotions(motions, groupNumbered(number)), `${number} ${schoenflies}`).to.equal(true);
    }
  });

  it('15 is C2v with the operations of a real output, in its order', () => {
    const { operations, hermannMauguin, schoenflies } = pointGroup(15, library)!;
    expect([hermannMauguin, schoenflies]).to.deep.equal(['mm2', 'C2v']);
    const diagonals = operations.map(({ rotation }) => [rotation[0][0], rotation[1][1], rotation[2][2]]);
    expect(diagonals).to.have.deep.members([
      [1, 1, 1],
      [-1, -1, 1],
      [-1, 1, 1],
      [1, -1, 1],
    ]);
  });

  it('are named from their operations alone', () => {
    for (const number of numbers) {
      const { schoenflies } = pointGroup(number, library)!;
      expect(schoenfliesSymbol(groupNumbered(number).map(({ matrix }) => matrix)), String(number)).to.equal(
        schoenflies,
      );
    }
  });
});

/** Random orbits on general positions, axes and mirrors. */
function randomMolecule(motions: readonly Motion[], random: () => number): Structure {
  const directions: readonly Vector3[] = [
    x,
    y,
    z,
    xy,
    body,
    [1, -1, 0],
    [Math.sqrt(3), 1, 0],
    [1, Math.sqrt(3), 0],
  ];
  const special = (): Vector3 => {
    if (random() < 0.15) return [0, 0, 0];
    const [p, q] = [
      pick(directions, random),
      random() < 0.5 ? pick(directions, random) : ([0, 0, 0] as Vector3),
    ];
    const [s, t] = [2 + 3 * random(), 2 + 3 * random()];
    return [s * p[0] + t * q[0], s * p[1] + t * q[1], s * p[2] + t * q[2]];
  };
  for (;;) {
    // Two of them: three atoms alone always lie in a plane.
    const general = (): Vector3 => [2 + 4 * random(), 1 + 4 * random(), 3 * random()];
    const sites = [general(), general(), special(), special()].flatMap((position, kind) =>
      imagesOf(position, motions, [6, 7, 8, 16][kind]!),
    );
    if (areApart(sites))
      return { title: 'molecule', dimensionality: 0, lattice: identity3, sites, remarks: [] };
  }
}

function imagesOf(position: Vector3, motions: readonly Motion[], atomicNumber: number): Site[] {
  const sites: Site[] = [];
  for (const motion of motions) {
    const fractional = movePoint(motion, position);
    if (sites.some((site) => apart(site.fractional, fractional) < 1e-3)) continue;
    sites.push({ atomicNumber, label: `atom ${atomicNumber}`, fractional });
  }
  return sites;
}

const apart = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const areApart = (sites: readonly Site[]): boolean =>
  sites.every((a, i) => sites.every((b, j) => j <= i || apart(a.fractional, b.fractional) > 0.6));

const digits = (value: number): number => Number(value.toFixed(4));

/** As in a file of a user: anywhere in space, turned at will, with four digits. */
function movedAnywhere(molecule: Structure, random: () => number): Structure {
  const matrix = turn([random() - 0.5, random() - 0.5, random() + 0.1], 360 * random());
  const shift = [10 * random(), 10 * random(), -10 * random()];
  const sites = molecule.sites.map((site) => {
    const [p, q, r] = movePoint({ matrix, shift: 0 }, site.fractional);
    return {
      ...site,
      fractional: [digits(p + shift[0]!), digits(q + shift[1]!), digits(r + shift[2]!)] as const,
    };
  });
  return { ...molecule, sites };
}

/** XYZ, deck, and the molecule again by motions made from generators. */
function expectSameMolecule(molecule: Structure, name: string): ReturnType<typeof toDeckGeometry> {
  const [read] = readStructures(renderXyz(molecule), 'molecule.xyz', library);
  const deck = toDeckGeometry(read!, { mode: 'standard' }, library);
  const { geometry } = deck;
  if (geometry.kind !== 'MOLECULE') throw new Error(geometry.kind);
  const motions = groupNumbered(geometry.group);
  const rebuilt = geometry.atoms.flatMap(({ position, number }) => imagesOf(position, motions, number));
  expect(rebuilt, `${name}: atoms`).to.have.length(molecule.sites.length);
  expect(areApart(rebuilt), `${name}: one record for each orbit`).to.equal(true);
  for (const site of read!.sites) {
    const position = positionInNewBasis(deck.fromStructure, site.fractional);
    const found = rebuilt.some(
      (other) => other.atomicNumber === site.atomicNumber && apart(other.fractional, position) < 2e-3,
    );
    expect(found, `${name}: ${site.label} at ${position.join(' ')}`).to.equal(true);
  }
  expect(expandDeckGeometry(geometry, library).structure.sites, name).to.have.length(molecule.sites.length);
  return deck;
}

describe('molecules of every point group', () => {
  for (const number of numbers) {
    const { schoenflies, hermannMauguin, operations, isSettled } = pointGroup(number, library)!;
    const how = isSettled ? 'are written in it' : 'are written in a part of it';
    it(`${number} ${schoenflies} (${hermannMauguin}): random molecules ${how} and expand to themselves`, () => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          const random = randomNumbers(seed);
          const molecule = randomMolecule(groupNumbered(number), random);
          const there = expectSameMolecule(molecule, 'as it stands');
          const anywhere = expectSameMolecule(movedAnywhere(molecule, random), 'anywhere');
          if (isSettled) {
            expect([there.spaceGroup.number, there.remarks]).to.deep.equal([number, []]);
            expect(pointGroup(anywhere.spaceGroup.number, library)!.operations).to.have.length(
              operations.length,
            );
          } else {
            expect(there.remarks.join()).to.include(`the molecule is ${schoenflies},`);
            expect(pointGroup(there.spaceGroup.number, library)!.isSettled).to.equal(true);
          }
        }),
        { numRuns: 4 },
      );
    });
  }

  const golden = (1 + Math.sqrt(5)) / 2;
  const made = (
    title: string,
    ...orbits: readonly (readonly [number, Vector3, readonly Motion[]])[]
  ): Structure => ({
    title,
    dimensionality: 0,
    lattice: identity3,
    sites: orbits.flatMap(([number, position, motions]) => imagesOf(position, motions, number)),
    remarks: [],
  });
  const about = (...matrices: Motion['matrix'][]): readonly Motion[] =>
    groupOf(matrices.map((matrix) => ({ matrix, shift: 0 })));

  const known: readonly (readonly [
    name: string,
    molecule: Structure,
    group: number,
    records: number,
    is: string,
  ])[] = [
    ['methane', made('CH4', [6, [0, 0, 0], about()], [1, [0.63, 0.63, 0.63], groupNumbered(44)]), 44, 2, ''],
    [
      'benzene',
      made('C6H6', [6, [1.39, 0, 0], groupNumbered(40)], [1, [2.48, 0, 0], groupNumbered(40)]),
      40,
      2,
      '',
    ],
    [
      'ammonia',
      made('NH3', [7, [0, 0, 0.1], about()], [1, [0.94, 0, -0.27], groupNumbered(29)]),
      25,
      2,
      'C3v',
    ],
    [
      'a flat trifluoride',
      made('BF3', [5, [0, 0, 0], about()], [9, [1.3, 0, 0], groupNumbered(38)]),
      34,
      2,
      'D3h',
    ],
    [
      'allene',
      made(
        'C3H4',
        [6, [0, 0, 0], about()],
        [6, [0, 0, 1.3], groupNumbered(22)],
        [1, [0.66, 0.66, 1.87], groupNumbered(22)],
      ),
      18,
      3,
      'D2d',
    ],
    [
      'a five-fold ring',
      made('C5H5', [6, [1.2, 0, 0], about(c(5, z))], [1, [2.28, 0, 0], about(c(5, z))]),
      13,
      6,
      'D5h',
    ],
    [
      'a cage',
      made('C60', [
        6,
        [0, 1, 3 * golden],
        about(c(2, x), c(2, z), c(3, body), c(5, [0, 1, golden]), inversion),
      ]),
      42,
      3,
      'Ih',
    ],
    ['carbon monoxide', made('CO', [6, [0, 0, 0], about()], [8, [0.7, 0.7, 0.5], about()]), 14, 2, ''],
    ['carbon dioxide', made('CO2', [6, [0, 0, 0], about()], [8, [1.16, 0, 0], about(inversion)]), 16, 2, ''],
    ['an atom', made('He', [2, [1, 2, 3], about()]), 16, 1, ''],
    [
      'an atom of hydrogen beside nothing like it',
      made('HOF', [1, [0, 0, 0], about()], [8, [0.97, 0, 0], about()], [9, [1.2, 1.4, 0], about()]),
      8,
      3,
      '',
    ],
  ];
  for (const [name, molecule, group, records, is] of known) {
    it(`${name} is written in point group ${group} with ${records} records`, () => {
      const deck = expectSameMolecule(molecule, name);
      expect(deck.spaceGroup.number).to.equal(group);
      expect('atoms' in deck.geometry && deck.geometry.atoms).to.have.length(records);
      if (is === '') expect(deck.remarks).to.deep.equal([]);
      else expect(deck.remarks.join()).to.include(`the molecule is ${is},`);
    });
  }

  it('mode p1 keeps all atoms where they are', () => {
    const methane = known[0]![1];
    const { geometry } = toDeckGeometry(methane, { mode: 'p1' }, library);
    expect(geometry).to.deep.include({ kind: 'MOLECULE', group: 1 });
    expect('atoms' in geometry && geometry.atoms.map(({ position }) => position)).to.deep.equal(
      methane.sites.map(({ fractional }) => fractional.map((value) => Number(value.toFixed(9)))),
    );
  });

  it('a cluster of thousands of atoms without symmetry is C1 at once', () => {
    const random = randomNumbers(3);
    const sites = Array.from({ length: 3000 }, (): Site => ({
      atomicNumber: 8,
      label: 'O',
      fractional: [40 * random(), 40 * random(), 40 * random()],
    }));
    const cluster: Structure = { ...known[0]![1], sites };
    expect(toDeckGeometry(cluster, { mode: 'standard' }, library).spaceGroup.number).to.equal(1);
  }).timeout(20_000);

  it('a looser tolerance finds more', () => {
    const methane = known[0]![1];
    const bent = {
      ...methane,
      sites: methane.sites.map((site, i) =>
        i === 1 ? { ...site, fractional: [0.66, 0.61, 0.63] as const } : site,
      ),
    };
    const at = (toleranceAngstrom: number): number =>
      toDeckGeometry(bent, { mode: 'standard', toleranceAngstrom }, library).spaceGroup.number;
    expect(pointGroup(at(0.001), library)!.operations.length).to.be.lessThan(3);
    expect(at(0.1)).to.equal(44);
  });

  it('a deck in a group that the table has twice is read with a remark', () => {
    const { structure } = expandDeckGeometry(
      { kind: 'MOLECULE', group: 38, atoms: [{ number: 5, position: [0, 0, 0] }] },
      library,
    );
    expect(structure.remarks.join()).to.include('D3h');
  });

  it('icosahedral groups are refused with a way out, others do not exist', () => {
    const refusal = (group: number): CrystalqError => {
      try {
        expandDeckGeometry({ kind: 'MOLECULE', group, atoms: [{ number: 6, position: [1, 2, 3] }] }, library);
      } catch (thrown) {
        if (thrown instanceof CrystalqError) return thrown;
      }
      throw new Error(`point group ${group} was not refused`);
    };
    expect([refusal(46).code, refusal(47).code, refusal(48).code]).to.deep.equal([
      'STRUCTURE_UNSUPPORTED',
      'STRUCTURE_UNSUPPORTED',
      'DECK_INVALID',
    ]);
    expect(refusal(47).hint).to.include('C1');
  });
});
