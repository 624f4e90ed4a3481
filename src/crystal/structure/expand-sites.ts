import type { Vector3 } from '../d12/geometry.js';
import { add, norm, rowTimes, scale, subtract, type Matrix3 } from '../symmetry/matrix3.js';
import {
  applyOperation,
  nearestImage,
  nearestPeriodic,
  wrapVector,
  type Periodicity,
  type SymmetryOperation,
} from '../symmetry/operation.js';
import { createSiteGrid, type SiteGrid } from './site-grid.js';
import type { Site } from './structure.js';

/** Closer images of one site than this are one atom on a special position, written with few digits. */
export const samePlaceAngstrom = 0.05;
/** Two atoms closer than this (and not the same) are an error: the shortest bond, H-H, has 0.74 Angstrom. */
export const overlapAngstrom = 0.4;

/** Two atoms that cannot both be there. */
export interface Clash {
  readonly first: Site;
  readonly second: Site;
  readonly distanceAngstrom: number;
  /** `listed`: both stand so in the file. `self`: an atom and its own image. `images`: only symmetry brings them together. */
  readonly kind: 'listed' | 'self' | 'images';
}

export interface Expansion {
  /** All atoms of the cell; the images of a site follow it. Coordinates in [0, 1) in periodic directions. */
  readonly sites: readonly Site[];
  readonly clashes: readonly Clash[];
  /** Listed sites that are images of earlier ones. */
  readonly repeated: number;
  /** The farthest that a site was moved onto its special position, Angstrom. */
  readonly largestShiftAngstrom: number;
}

/** All atoms of the cell from the listed sites and the operations of the group. */
export function expandSites(
  listed: readonly Site[],
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
): Expansion {
  const clashes = clashesAmong(listed, lattice);
  const sites: Site[] = [];
  const grid = createSiteGrid(lattice, overlapAngstrom);
  let repeated = 0;
  let largestShiftAngstrom = 0;
  for (const site of listed) {
    const ideal = onSpecialPosition(site.fractional, operations, lattice);
    const ownIndex = sites.length;
    const meeting = firstMeeting(site, ideal, grid, sites);
    if (meeting === 'repeated') {
      repeated += 1;
      continue;
    }
    if (meeting) clashes.push(meeting);
    largestShiftAngstrom = Math.max(largestShiftAngstrom, distance(ideal, site.fractional, lattice));
    for (const operation of operations) {
      const fractional = wrapVector(applyOperation(operation, ideal));
      const near = grid.nearest(fractional);
      if (near && near.index >= ownIndex && near.distanceAngstrom < samePlaceAngstrom) continue;
      const image = { ...site, fractional };
      if (near) clashes.push(clashOf(image, near, sites, near.index >= ownIndex));
      grid.add(sites.length, fractional);
      sites.push(image);
    }
  }
  return { sites, clashes, repeated, largestShiftAngstrom };
}

/** Is the listed site an image of an atom that is there already, or too close to one? */
function firstMeeting(
  site: Site,
  ideal: Vector3,
  grid: SiteGrid,
  sites: readonly Site[],
): Clash | 'repeated' | undefined {
  const near = grid.nearest(ideal);
  if (!near) return undefined;
  const other = sites[near.index];
  if (near.distanceAngstrom < samePlaceAngstrom && other?.atomicNumber === site.atomicNumber)
    return 'repeated';
  return undefined;
}

function clashOf(
  image: Site,
  near: { index: number; distanceAngstrom: number },
  sites: readonly Site[],
  own: boolean,
): Clash {
  const first = sites[near.index] ?? image;
  return { first, second: image, distanceAngstrom: near.distanceAngstrom, kind: own ? 'self' : 'images' };
}

/** Clashes of the listed sites alone, without any symmetry; the same element on the same place is a repetition. */
function clashesAmong(listed: readonly Site[], lattice: Matrix3): Clash[] {
  const clashes: Clash[] = [];
  const grid = createSiteGrid(lattice, overlapAngstrom);
  listed.forEach((site, index) => {
    const near = grid.nearest(site.fractional);
    const first = near && listed[near.index];
    const isRepetition =
      first?.atomicNumber === site.atomicNumber && (near?.distanceAngstrom ?? 0) < samePlaceAngstrom;
    if (first && !isRepetition) {
      clashes.push({ first, second: site, distanceAngstrom: near.distanceAngstrom, kind: 'listed' });
    }
    grid.add(index, site.fractional);
  });
  return clashes;
}

/** The mean of the images that fall on the site itself: exact 1/3 for 0.3333, exact 0 for 0.0001. */
export function onSpecialPosition(
  position: Vector3,
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
  periodic: Periodicity = [true, true, true],
): Vector3 {
  let ideal = position;
  // The mean may fall on a position of still higher symmetry; two rounds settle every case, three are safe.
  for (let round = 0; round < 3; round += 1) {
    let sum: Vector3 = [0, 0, 0];
    let count = 0;
    for (const operation of operations) {
      const step = nearestPeriodic(subtract(applyOperation(operation, ideal), ideal), periodic);
      if (!isShort(step, lattice)) continue;
      sum = add(sum, step);
      count += 1;
    }
    const mean = count <= 1 ? ideal : add(ideal, scale(sum, 1 / count));
    if (mean.every((value, axis) => value === ideal[axis])) return mean;
    ideal = mean;
  }
  return ideal;
}

/** Does the operation leave the position where it is, but for a lattice translation? */
export function isFixed(
  position: Vector3,
  operation: SymmetryOperation,
  lattice: Matrix3,
  periodic: Periodicity = [true, true, true],
): boolean {
  return isShort(nearestPeriodic(subtract(applyOperation(operation, position), position), periodic), lattice);
}

const isShort = (step: Vector3, lattice: Matrix3): boolean =>
  norm(rowTimes(step, lattice)) < samePlaceAngstrom;

const distance = (a: Vector3, b: Vector3, lattice: Matrix3): number =>
  norm(rowTimes(nearestImage(subtract(a, b)), lattice));
