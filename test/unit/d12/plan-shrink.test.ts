import { expect } from 'chai';
import fc from 'fast-check';
import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import { planShrink, shrinkRecords } from '../../../src/crystal/d12/plan-shrink.js';
import { reciprocalLengths } from '../../../src/crystal/d12/reciprocal.js';
import { fcc } from './orders.js';

type Cell = readonly Vector3[];
const box = (a: number, b: number, c: number): Cell => [
  [a, 0, 0],
  [0, b, 0],
  [0, 0, c],
];
const hexagonal = (a: number, c: number): Cell => [
  [a, 0, 0],
  [-a / 2, (a * Math.sqrt(3)) / 2, 0],
  [0, 0, c],
];
const bodyCentred = (a: number, b: number, c: number): Cell => [
  [-a / 2, b / 2, c / 2],
  [a / 2, -b / 2, c / 2],
  [a / 2, b / 2, -c / 2],
];
const baseCentred = (a: number, b: number, c: number): Cell => [
  [a / 2, -b / 2, 0],
  [a / 2, b / 2, 0],
  [0, 0, c],
];

const meshes: readonly (readonly [string, Cell, number, string])[] = [
  ['diamond', fcc(3.567), 3, '11 22'],
  ['a simple cubic cell', box(4, 4, 4), 3, '6 12'],
  ['a long cell, which needs few points along its axis', box(4, 4, 16), 3, '0 12 / 6 6 2'],
  ['three different axes', box(3, 5, 12), 3, '0 14 / 7 5 2'],
  ['a hexagonal cell: two equal', hexagonal(3, 5), 3, '0 18 / 9 9 5'],
  ['a body-centred orthorhombic cell: all equal', bodyCentred(3, 4, 20), 3, '9 18'],
  ['a base-centred cell: two equal', baseCentred(3, 9, 5), 3, '0 16 / 8 8 5'],
  ['graphene as a slab', hexagonal(2.46, 1).slice(0, 2), 2, '10 20'],
  ['a slab with a long side, with the unit vector across', box(3, 12, 1), 2, '0 14 / 7 2 1'],
  ['a polymer', box(2.5, 1, 1), 1, '9 18'],
  ['a large cell', box(60, 60, 60), 3, '1 2'],
];

/** The rule of older conversion scripts: the first factor of a list with 40 < k a < 80, on the conventional axes. */
const oldList = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 18, 20, 24, 30, 36, 40, 45, 48, 60];
const oldFactor = (axis: number): number =>
  oldList.find((factor) => factor * axis > 40 && factor * axis < 80) ?? 12;

describe('SHRINK', () => {
  for (const [title, cell, dimensionality, expected] of meshes) {
    it(`is ${expected} for ${title}`, () => {
      const records = shrinkRecords(planShrink(cell, dimensionality, 0.3, 2), dimensionality);
      expect(records.map((record) => record.join(' ')).join(' / ')).to.equal(expected);
    });
  }

  it('keeps the distance of k points below the spacing asked for, with no point to spare', () => {
    const edge = fc.double({ min: 2, max: 40, noNaN: true });
    fc.assert(
      fc.property(edge, edge, edge, fc.double({ min: 0.1, max: 1, noNaN: true }), (a, b, c, spacing) => {
        const cell = box(a, b + 0.37, c + 0.73);
        const { factors } = planShrink(cell, 3, spacing, 2);
        for (const [axis, length] of reciprocalLengths(cell).entries()) {
          expect(length / factors[axis]!).to.be.at.most(spacing * (1 + 1e-5));
        }
        const lengths = reciprocalLengths(cell);
        const alike = lengths.some((one, axis) =>
          lengths.slice(axis + 1).some((other) => Math.abs(one / other - 1) < 0.2),
        );
        if (alike) return;
        for (const [axis, length] of lengths.entries()) {
          if (factors[axis]! > 1)
            expect(length / (factors[axis]! - 1)).to.be.greaterThan(spacing * (1 - 1e-5));
        }
      }),
    );
  });

  it('is never denser than the old rule, and far smaller where one axis is long', () => {
    const cells: readonly (readonly [number, number, number])[] = [
      [3, 3, 3],
      [4, 4, 4],
      [5.4, 5.4, 5.4],
      [8, 8, 8],
      [3, 3, 30],
      [4, 6, 25],
      [10, 12, 14],
    ];
    for (const [a, b, c] of cells) {
      const ours = planShrink(box(a, b, c), 3, 0.3, 2).factors.reduce(
        (product, factor) => product * factor,
        1,
      );
      const old = [a, b, c].map(oldFactor).reduce((product, factor) => product * factor, 1);
      expect(ours, `${a} ${b} ${c}`).to.be.at.most(old);
    }
    // Groups above P1 got the largest factor everywhere.
    const [largest, ours] = [oldFactor(3), planShrink(box(3, 5, 30), 3, 0.3, 2).factors];
    expect(largest ** 3 / ours.reduce((product, factor) => product * factor, 1)).to.be.greaterThan(20);
  });
});
