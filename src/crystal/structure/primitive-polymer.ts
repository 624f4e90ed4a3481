import { identity3, scale, type Matrix3 } from '../symmetry/matrix3.js';
import { periodicity, wrapPeriodic } from '../symmetry/operation.js';
import { findOperations } from './find-operations.js';
import { createSiteGrid } from './site-grid.js';
import type { Site, Structure } from './structure.js';

const periodic = periodicity(1);

/** The shortest period of a chain. */
export function primitivePolymer(chain: Structure, toleranceAngstrom: number): Structure {
  const repeats = findOperations(chain.sites, chain.lattice, periodic, [identity3], toleranceAngstrom).length;
  if (repeats <= 1) return chain;
  const lattice: Matrix3 = [scale(chain.lattice[0], 1 / repeats), chain.lattice[1], chain.lattice[2]];
  const grid = createSiteGrid(lattice, 2 * toleranceAngstrom, periodic);
  const sites: Site[] = [];
  for (const site of chain.sites) {
    const [x, y, z] = site.fractional;
    const fractional = wrapPeriodic([x * repeats, y, z], periodic);
    if (grid.nearest(fractional)) continue;
    grid.add(sites.length, fractional);
    sites.push({ ...site, fractional });
  }
  return { ...chain, lattice, sites };
}
