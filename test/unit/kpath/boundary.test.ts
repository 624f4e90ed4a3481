import { expect } from 'chai';
import fc from 'fast-check';
import type { KPath, PathConvention } from '../../../src/crystal/kpath/k-path.js';
import {
  combine,
  determinant,
  length,
  multiply,
  reciprocal,
  subtract,
  type Matrix3,
  type Vector3,
} from '../../../src/crystal/kpath/lattice-math.js';
import { planKPath } from '../../../src/crystal/kpath/plan-k-path.js';
import { niggliReduce } from '../../../src/crystal/kpath/reduce-cell.js';
import { vectorsOfCell } from '../../../src/crystal/kpath/vectors-of-cell.js';
import { centrings, conventional, inversion, pointGroup, primitiveOf, turn, unimodular } from './lattices.js';

const c2h = [turn(180, [0, 1, 0]), inversion];
const d2h = [turn(180, [0, 0, 1]), turn(180, [1, 0, 0]), inversion];
const d4h = [turn(90, [0, 0, 1]), turn(180, [1, 0, 0]), inversion];
const d3d = [turn(120, [0, 0, 1]), turn(180, [1, 0, 0]), inversion];

function pathOf(
  primitive: Matrix3,
  matrix: Matrix3 | null,
  generators: readonly Matrix3[],
  convention: PathConvention,
): KPath {
  return planKPath({
    dimensionality: 3,
    primitiveVectors: primitive,
    primitiveToConventional: matrix,
    rotations: pointGroup(generators, primitive),
    convention,
    timeReversal: true,
  });
}

const steps = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
const around = steps.flatMap((x) => steps.flatMap((y) => steps.map((z): Vector3 => [x, y, z])));

/** The label of a point that lies outside the zone, or inside but not on its boundary. */
function firstOffBoundary(path: KPath, primitive: Matrix3): string | undefined {
  const rows = niggliReduce(reciprocal(primitive)).vectors;
  const planes = around.filter((v) => v.some((x) => x !== 0)).map((v) => combine(v, rows));
  return [...new Set(path.branches.flat())].find((label) => {
    if (label === 'GAMMA') return false;
    const point = combine(path.points[label]!.k, reciprocal(primitive));
    const nearest = Math.min(...planes.map((g) => length(subtract(point, g))));
    return Math.abs(nearest - length(point)) > 1e-7;
  });
}

const edge = fc.double({ min: 2.5, max: 11, noNaN: true });

describe('band paths of any shape of cell', () => {
  for (const convention of ['hpkot', 'sc'] as const) {
    for (const centring of ['P', 'C'] as const) {
      it(`${convention}: monoclinic ${centring} points lie on the boundary of the Brillouin zone`, () => {
        fc.assert(
          fc.property(edge, edge, edge, fc.double({ min: 91, max: 128, noNaN: true }), (a, b, c, beta) => {
            const primitive = primitiveOf(conventional(a, b, c, beta), centring);
            const path = pathOf(primitive, centrings[centring].matrix, c2h, convention);
            expect(path.variant[0]).to.be.oneOf(['m', 'M']);
            expect(firstOffBoundary(path, primitive), path.variant).to.equal(undefined);
          }),
          { numRuns: 60 },
        );
      });
    }

    for (const centring of ['P', 'C', 'A', 'I', 'F'] as const) {
      it(`${convention}: orthorhombic ${centring} points lie on the boundary of the Brillouin zone`, () => {
        fc.assert(
          fc.property(edge, edge, edge, (a, b, c) => {
            const primitive = primitiveOf(conventional(a, b, c), centring);
            const path = pathOf(primitive, centrings[centring].matrix, d2h, convention);
            expect(firstOffBoundary(path, primitive), path.variant).to.equal(undefined);
          }),
          { numRuns: 40 },
        );
      });
    }

    it(`${convention}: body-centred tetragonal and rhombohedral points lie on the boundary`, () => {
      fc.assert(
        fc.property(edge, edge, (a, c) => {
          const tetragonal = primitiveOf(conventional(a, a, c), 'I');
          const path = pathOf(tetragonal, centrings.I.matrix, d4h, convention);
          expect(firstOffBoundary(path, tetragonal), path.variant).to.equal(undefined);
          const rhombohedral = primitiveOf(conventional(a, a, c, 90, 120), 'R');
          const other = pathOf(rhombohedral, centrings.R.matrix, d3d, convention);
          expect(firstOffBoundary(other, rhombohedral), other.variant).to.equal(undefined);
        }),
        { numRuns: 40 },
      );
    });

    it(`${convention}: triclinic points are the middles of the zone's faces, whatever basis the cell has`, () => {
      const angle = fc.double({ min: 65, max: 115, noNaN: true });
      const step = fc.integer({ min: -2, max: 2 });
      const variants = new Set<string>();
      fc.assert(
        fc.property(
          edge,
          edge,
          edge,
          angle,
          angle,
          angle,
          step,
          step,
          step,
          (a, b, c, al, be, ga, p, q, r) => {
            const cell = vectorsOfCell([a, b, c, al, be, ga]);
            fc.pre(determinant(cell) > 0.3 * a * b * c);
            const skewed = multiply(unimodular(p, q, r), cell);
            const path = pathOf(skewed, null, [inversion], convention);
            variants.add(path.variant);
            for (const label of new Set(path.branches.flat())) {
              const doubled = path.points[label]!.k.map((x) => 2 * x);
              expect(doubled.every(Number.isInteger), label).to.equal(true);
              if (label !== 'GAMMA')
                expect(
                  doubled.some((x) => x % 2 !== 0),
                  label,
                ).to.equal(true);
            }
            // all seven classes of half vectors are named
            const classes = new Set(
              [...new Set(path.branches.flat())].map((label) =>
                path.points[label]!.k.map((x) => Math.abs(2 * x) % 2).join(''),
              ),
            );
            expect(classes.size).to.equal(8);
          },
        ),
        { numRuns: 60 },
      );
      expect([...variants].sort()).to.deep.equal(convention === 'sc' ? ['TRIa', 'TRIb'] : ['aP2', 'aP3']);
    });
  }

  it('the limits between variants have their own name in the convention that has one', () => {
    const a = 1 / Math.sqrt(1 / 25 + 1 / 36);
    const face = primitiveOf(conventional(a, 5, 6), 'F');
    expect(pathOf(face, centrings.F.matrix, d2h, 'sc').variant).to.equal('ORCF3');
    const sin = Math.sin((105 * Math.PI) / 180);
    const base = primitiveOf(conventional(6, 6 * sin, 5, 105), 'C');
    expect(pathOf(base, centrings.C.matrix, c2h, 'sc').variant).to.equal('MCLC2');
    expect(firstOffBoundary(pathOf(base, centrings.C.matrix, c2h, 'sc'), base)).to.equal(undefined);
  });
});
