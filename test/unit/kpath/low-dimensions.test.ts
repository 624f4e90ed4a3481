import { expect } from 'chai';
import type { Matrix3 } from '../../../src/crystal/kpath/lattice-math.js';
import { planKPath } from '../../../src/crystal/kpath/plan-k-path.js';
import { inversion, mirror, pointGroup, turn } from './lattices.js';

const normal = [0, 0, 500] as const;
const s3 = Math.sqrt(3);

/** Plane lattices as CRYSTAL builds them; c is the formal 500 Angstrom. */
const slabs: readonly {
  readonly name: string;
  readonly vectors: Matrix3;
  readonly generators: readonly Matrix3[];
  readonly branches: readonly (readonly string[])[];
  readonly points: Readonly<Record<string, readonly number[]>>;
}[] = [
  {
    name: 'hexagonal',
    vectors: [[2.46, 0, 0], [-1.23, 1.23 * s3, 0], normal], // prettier-ignore
    generators: [turn(60, [0, 0, 1]), mirror([0, 0, 1])],
    branches: [['GAMMA', 'M', 'K', 'GAMMA']],
    points: { M: [1 / 2, 0, 0], K: [1 / 3, 1 / 3, 0] },
  },
  {
    name: 'square',
    vectors: [[3, 0, 0], [0, 3, 0], normal], // prettier-ignore
    generators: [turn(90, [0, 0, 1])],
    branches: [['GAMMA', 'X', 'M', 'GAMMA']],
    points: { X: [0, 1 / 2, 0], M: [1 / 2, 1 / 2, 0] },
  },
  {
    name: 'rectangular',
    vectors: [[3, 0, 0], [0, 4, 0], normal], // prettier-ignore
    generators: [mirror([1, 0, 0]), turn(180, [0, 0, 1])],
    branches: [['GAMMA', 'X', 'S', 'Y', 'GAMMA']],
    points: { X: [1 / 2, 0, 0], S: [1 / 2, 1 / 2, 0], Y: [0, 1 / 2, 0] },
  },
  {
    // a1 = (A + B)/2, a2 = (-A + B)/2 with A = 3, B = 5: S is A*/2 + B*/2, Y is B*
    name: 'centred rectangular',
    vectors: [[1.5, 2.5, 0], [-1.5, 2.5, 0], normal], // prettier-ignore
    generators: [mirror([1, 0, 0]), turn(180, [0, 0, 1])],
    branches: [
      ['GAMMA', 'Y', 'C_0'],
      ['SIGMA_0', 'GAMMA', 'S'],
    ],
    points: { Y: [1 / 2, 1 / 2, 0], S: [1 / 2, 0, 0], SIGMA_0: [(1 + 9 / 25) / 4, -(1 + 9 / 25) / 4, 0] },
  },
  {
    name: 'oblique',
    vectors: [[3, 0, 0], [-0.7, 4, 0], normal], // prettier-ignore
    generators: [turn(180, [0, 0, 1])],
    branches: [
      ['GAMMA', 'X'],
      ['Y', 'GAMMA', 'V'],
    ],
    points: { X: [1 / 2, 0, 0], Y: [0, -1 / 2, 0], V: [1 / 2, -1 / 2, 0] },
  },
];

const rounded = (k: readonly number[]): readonly number[] => k.map((x) => Number(x.toFixed(9)) + 0);

describe('band paths of slabs and polymers', () => {
  for (const slab of slabs) {
    for (const convention of ['hpkot', 'sc'] as const) {
      it(`a ${slab.name} layer has its path in the plane (${convention})`, () => {
        const path = planKPath({
          dimensionality: 2,
          primitiveVectors: slab.vectors,
          primitiveToConventional: null,
          rotations: pointGroup(slab.generators, slab.vectors),
          convention,
          timeReversal: true,
        });
        expect(path.variant).to.equal(slab.name);
        expect(path.branches).to.deep.equal(slab.branches);
        for (const [label, k] of Object.entries(slab.points)) {
          expect(rounded(path.points[label]!.k), label).to.deep.equal(rounded(k));
        }
        for (const point of Object.values(path.points)) expect(point.k[2]).to.equal(0);
      });
    }
  }

  it('a layer whose atoms break the hexagonal symmetry of its lattice gets the path of its own symmetry', () => {
    const vectors: Matrix3 = [[2.46, 0, 0], [-1.23, 1.23 * s3, 0], normal]; // prettier-ignore
    const path = planKPath({
      dimensionality: 2,
      primitiveVectors: vectors,
      primitiveToConventional: null,
      rotations: pointGroup([mirror([1, 0, 0])], vectors),
      convention: 'hpkot',
      timeReversal: true,
    });
    expect(path.variant).to.equal('centred rectangular');
  });

  it('a polymer has one line along x', () => {
    const path = planKPath({
      dimensionality: 1,
      primitiveVectors: [
        [4.2, 0, 0],
        [0, 500, 0],
        [0, 0, 500],
      ],
      primitiveToConventional: null,
      rotations: [],
      convention: 'hpkot',
      timeReversal: true,
    });
    expect(path.branches).to.deep.equal([['GAMMA', 'X']]);
    expect(path.points['X']?.k).to.deep.equal([1 / 2, 0, 0]);
  });

  it('a layer without twofold axis draws K and -K where time reversal is lost', () => {
    const vectors: Matrix3 = [[3.16, 0, 0], [-1.58, 1.58 * s3, 0], normal]; // prettier-ignore
    const ask = (generators: readonly Matrix3[]) =>
      planKPath({
        dimensionality: 2,
        primitiveVectors: vectors,
        primitiveToConventional: null,
        rotations: pointGroup(generators, vectors),
        convention: 'hpkot',
        timeReversal: false,
      });
    const threefold = ask([turn(120, [0, 0, 1]), mirror([0, 0, 1])]);
    expect(threefold.branches).to.deep.equal([
      ['GAMMA', 'M', 'K', 'GAMMA'],
      ['GAMMA', "M'", "K'", 'GAMMA'],
    ]);
    expect(rounded(threefold.points["K'"]!.k)).to.deep.equal(rounded([-1 / 3, -1 / 3, 0]));
    expect(ask([turn(60, [0, 0, 1])]).branches).to.have.length(1);
    expect(ask([turn(120, [0, 0, 1]), inversion]).branches).to.have.length(1);
  });
});
