import { expect } from 'chai';
import { toIntegerPath } from '../../../src/crystal/kpath/integer-path.js';
import type { KPath } from '../../../src/crystal/kpath/k-path.js';
import type { Vector3 } from '../../../src/crystal/kpath/lattice-math.js';
import { planKPath } from '../../../src/crystal/kpath/plan-k-path.js';

const pathThrough = (points: Readonly<Record<string, Vector3>>): KPath => ({
  convention: 'hpkot',
  variant: 'test',
  points: Object.fromEntries(Object.entries(points).map(([label, k]) => [label, { k, fixed: true }])),
  branches: [Object.keys(points)],
  remarks: [],
});

describe('a path in whole numbers', () => {
  const cases: readonly { name: string; points: Readonly<Record<string, Vector3>>; shrink: number }[] = [
    { name: 'halves', points: { G: [0, 0, 0], X: [0, 1 / 2, 0] }, shrink: 2 },
    {
      name: 'thirds and halves',
      points: { G: [0, 0, 0], K: [1 / 3, 1 / 3, 0], M: [1 / 2, 0, 0] },
      shrink: 6,
    },
    { name: 'eighths', points: { K: [3 / 8, 3 / 8, 3 / 4], U: [5 / 8, 1 / 4, 5 / 8] }, shrink: 8 },
    { name: 'quarters and thirds', points: { P: [1 / 4, 1 / 4, 1 / 4], K: [1 / 3, 0, 0] }, shrink: 12 },
    { name: 'Gamma alone', points: { G: [0, 0, 0], A: [1, 0, 0] }, shrink: 2 },
  ];
  for (const { name, points, shrink } of cases) {
    it(`takes the least common multiple of the denominators: ${name}`, () => {
      const whole = toIntegerPath(pathThrough(points));
      expect(whole.shrink).to.equal(shrink);
      expect(whole.rounded).to.deep.equal([]);
      for (const { to } of whole.segments) {
        const k = points[to.label]!;
        to.steps.forEach((step, i) => expect(step / shrink).to.be.closeTo(k[i]!, 1e-12));
      }
    });
  }

  it('rounds points that depend on the shape at a fine ISS, and tells what was wanted', () => {
    const whole = toIntegerPath(pathThrough({ G: [0, 0, 0], S: [0.31508, -0.31508, 1 / 3] }));
    expect(whole.shrink).to.equal(720);
    expect(whole.segments[0]?.to.steps).to.deep.equal([227, -227, 240]);
    expect(whole.rounded).to.deep.equal([
      { label: 'S', wanted: [0.31508, -0.31508, 1 / 3], written: [227 / 720, -227 / 720, 1 / 3] },
    ]);
  });

  it('breaks the path where the convention does', () => {
    const path = planKPath({
      dimensionality: 3,
      primitiveVectors: [[0, 2, 2], [2, 0, 2], [2, 2, 0]], // prettier-ignore
      primitiveToConventional: [[-1, 1, 1], [1, -1, 1], [1, 1, -1]], // prettier-ignore
      rotations: [],
      convention: 'hpkot',
      timeReversal: true,
    });
    const whole = toIntegerPath(path);
    expect(whole.shrink).to.equal(8);
    expect(
      whole.segments.map(
        ({ from, to }) => `${from.label} ${from.steps.join(' ')} > ${to.label} ${to.steps.join(' ')}`,
      ),
    ).to.deep.equal([
      'GAMMA 0 0 0 > X 4 0 4',
      'X 4 0 4 > U 5 2 5',
      'K 3 3 6 > GAMMA 0 0 0',
      'GAMMA 0 0 0 > L 4 4 4',
      'L 4 4 4 > W 4 2 6',
      'W 4 2 6 > X 4 0 4',
    ]);
  });
});
