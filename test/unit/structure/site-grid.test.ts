import { expect } from 'chai';
import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import { createSiteGrid } from '../../../src/crystal/structure/site-grid.js';
import { norm, rowTimes, subtract, type Matrix3 } from '../../../src/crystal/symmetry/matrix3.js';
import { nearestPeriodic, type Periodicity } from '../../../src/crystal/symmetry/operation.js';

const oblique: Matrix3 = [
  [4, 0, 0],
  [-1.5, 3.5, 0],
  [0.7, 0.9, 5],
];
const slab: Matrix3 = [
  [4, 0, 0],
  [-1.5, 3.5, 0],
  [0, 0, 1],
];

describe('The grid of sites', () => {
  for (const [what, lattice, periodic, radius] of [
    ['an oblique crystal', oblique, [true, true, true], 0.3],
    ['a crystal with one box', oblique, [true, true, true], 1.2],
    ['a slab, by lengths across it', slab, [true, true, false], 0.3],
  ] as const satisfies readonly (readonly [string, Matrix3, Periodicity, number])[]) {
    it(`finds the same nearest site as a look at all sites: ${what}`, () => {
      const random = numbers();
      const place = (): Vector3 => [2 * random() - 0.5, random(), (periodic[2] ? 1 : 6) * (random() - 0.5)];
      const sites = Array.from({ length: 120 }, place);
      const grid = createSiteGrid(lattice, radius, periodic);
      sites.forEach((site, index) => {
        grid.add(index, site);
      });
      let found = 0;
      for (let trial = 0; trial < 2000; trial += 1) {
        const at = place();
        const distances = sites.map((site) =>
          norm(rowTimes(nearestPeriodic(subtract(site, at), periodic), lattice)),
        );
        const least = Math.min(...distances);
        const near = grid.nearest(at);
        expect(near?.index, at.join(' ')).to.equal(least < radius ? distances.indexOf(least) : undefined);
        if (near) found += 1;
      }
      expect(found).to.be.within(100, 2000);
    });
  }
});

/** The same numbers in each run. */
function numbers(): () => number {
  let state = 7;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}
