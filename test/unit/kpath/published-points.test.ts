import { expect } from 'chai';
import fc from 'fast-check';
import type { KPath, PathConvention } from '../../../src/crystal/kpath/k-path.js';
import {
  combine,
  inverse,
  length,
  multiply,
  reciprocal,
  roundMatrix,
  subtract,
  times,
  transpose,
  type Matrix3,
  type Vector3,
} from '../../../src/crystal/kpath/lattice-math.js';
import { planKPath } from '../../../src/crystal/kpath/plan-k-path.js';
import { centrings, pointGroup, primitiveOf, unimodular } from './lattices.js';
import { lattices, type Lattice } from './published-lattices.js';

const pathOf = (lattice: Lattice, convention: PathConvention): KPath => {
  const primitive = primitiveOf(lattice.cell, lattice.centring);
  return planKPath({
    dimensionality: 3,
    primitiveVectors: primitive,
    primitiveToConventional: centrings[lattice.centring].matrix,
    rotations: pointGroup(lattice.group, primitive),
    convention,
    timeReversal: true,
  });
};

const rounded = (k: readonly number[]): readonly number[] => k.map((x) => Number(x.toFixed(9)) + 0);

const isWhole = (k: Vector3): boolean => k.every((x) => Math.abs(x - Math.round(x)) < 1e-9);

/** W acts on k (as a row of fractional coordinates) by its inverse; whole groups do not care which of the two. */
const equivalent = (k: Vector3, expected: Vector3, group: readonly Matrix3[]): boolean =>
  group.some((w) =>
    [1, -1].some((sign) =>
      isWhole(subtract(times(transpose(w), k), combine([sign, 0, 0], [expected, expected, expected]))),
    ),
  );

/** Reciprocal vectors near the origin, of a reduced basis. */
function neighbours(reciprocalRows: Matrix3): readonly Vector3[] {
  const steps = [-3, -2, -1, 0, 1, 2, 3];
  return steps
    .flatMap((x) => steps.flatMap((y) => steps.map((z): Vector3 => [x, y, z])))
    .filter((v) => v.some((x) => x !== 0))
    .map((v) => combine(v, reciprocalRows));
}

describe('band paths in three dimensions', () => {
  for (const lattice of lattices) {
    const name = `${lattice.variant} (${lattice.centring})`;
    const { k } = centrings[lattice.centring];

    it(`HPKOT ${name}: the points stand where the published ones do, in CRYSTAL's primitive cell`, () => {
      const path = pathOf(lattice, 'hpkot');
      expect(path.variant).to.equal(lattice.variant);
      expect(path.remarks).to.deep.equal([]);
      for (const [label, h] of Object.entries(lattice.hpkot)) {
        expect(rounded(path.points[label]!.k), label).to.deep.equal(rounded(k(h)));
      }
    });

    it(`Setyawan-Curtarolo ${lattice.sc} (${lattice.variant}): the points are equivalent to the published ones`, () => {
      const path = pathOf(lattice, 'sc');
      const group = pointGroup(lattice.group, primitiveOf(lattice.cell, lattice.centring));
      expect(path.variant).to.equal(lattice.sc);
      for (const [label, h] of Object.entries(lattice.setyawan)) {
        expect(
          equivalent(path.points[label]!.k, k(h), group),
          `${label} ${path.points[label]!.k.join(' ')}`,
        ).to.equal(true);
      }
    });

    for (const convention of ['hpkot', 'sc'] as const) {
      it(`${convention} ${name}: every point but GAMMA lies on the boundary of the Brillouin zone`, () => {
        const path = pathOf(lattice, convention);
        const rows = reciprocal(primitiveOf(lattice.cell, lattice.centring));
        const planes = neighbours(rows);
        for (const label of new Set(path.branches.flat())) {
          const point = combine(path.points[label]!.k, rows);
          const nearest = Math.min(...planes.map((g) => length(subtract(point, g))));
          if (label === 'GAMMA') expect(length(point)).to.equal(0);
          else expect(nearest, label).to.be.closeTo(length(point), 1e-9);
        }
      });

      it(`${convention} ${name}: another choice of primitive vectors gives an equivalent path`, () => {
        const plain = pathOf(lattice, convention);
        const primitive = primitiveOf(lattice.cell, lattice.centring);
        const group = pointGroup(lattice.group, primitive);
        const step = fc.integer({ min: -2, max: 2 });
        fc.assert(
          fc.property(step, step, step, (p, q, r) => {
            const change = unimodular(p, q, r);
            const other = multiply(change, primitive);
            const moved = planKPath({
              dimensionality: 3,
              primitiveVectors: other,
              primitiveToConventional: roundMatrix(
                multiply(transpose(inverse(change)), centrings[lattice.centring].matrix),
              ),
              rotations: pointGroup(lattice.group, other),
              convention,
              timeReversal: true,
            });
            expect(moved.variant).to.equal(plain.variant);
            expect(moved.branches).to.deep.equal(plain.branches);
            for (const label of new Set(plain.branches.flat())) {
              const back = times(inverse(change), moved.points[label]!.k);
              expect(equivalent(back, plain.points[label]!.k, group), label).to.equal(true);
            }
          }),
          { numRuns: 15 },
        );
      });
    }
  }
});
