import type { Matrix3 } from '../symmetry/matrix3.js';
import { periodicity, wrap, type SymmetryOperation } from '../symmetry/operation.js';
import { meanMiss } from './find-operations.js';
import { shellsOf } from './shells.js';
import { createSiteGrid } from './site-grid.js';
import type { Site, Structure } from './structure.js';

const periodic = periodicity(1);

/**
 * An operation of a chain along x whose axis is y = z = 0: x to ±x + shift, and across the chain a turn by the angle
 * or, as a mirror, a reflection in the line at half the angle from y.
 */
export interface RodOperation {
  readonly along: 1 | -1;
  readonly isMirror: boolean;
  readonly angle: number;
  /** Fraction of the period, [0, 1). */
  readonly shift: number;
}

/** The operation as its numbers, whatever made it. */
export function rodOperationOf({ rotation, translation }: SymmetryOperation): RodOperation {
  const [[along], [, yy, yz], [, zy, zz]] = rotation;
  return {
    along: along < 0 ? -1 : 1,
    isMirror: yy * zz - yz * zy < 0,
    angle: Math.atan2(zy, yy),
    shift: wrap(translation[0]),
  };
}

/** All operations of a chain whose atoms have their mean at y = z = 0 and whose period is the shortest. */
export function findRodOperations(chain: Structure, toleranceAngstrom: number): readonly RodOperation[] {
  const { sites, lattice } = chain;
  const grid = createSiteGrid(lattice, toleranceAngstrom, periodic);
  sites.forEach((site, index) => grid.add(index, site.fractional));
  const found: RodOperation[] = [];
  for (const candidate of candidates(sites, toleranceAngstrom)) {
    const operation = { rotation: matrixOf(candidate), translation: [candidate.shift, 0, 0] as const };
    const miss = meanMiss(operation, sites, grid, periodic);
    if (miss) found.push({ ...candidate, shift: wrap(candidate.shift + miss[0]) });
  }
  return found;
}

/** Whatever maps one atom of the smallest shell on another of it. */
function candidates(sites: readonly Site[], toleranceAngstrom: number): readonly RodOperation[] {
  const [shell] = shellsOf(sites, radiusOf, toleranceAngstrom);
  if (!shell) return straightChain(sites);
  const { probe } = shell;
  return shell.sites().flatMap((target) =>
    both.flatMap((along): readonly RodOperation[] => {
      const shift = wrap(target.fractional[0] - along * probe.fractional[0]);
      return [
        { along, isMirror: false, angle: angleOf(target) - angleOf(probe), shift },
        { along, isMirror: true, angle: angleOf(target) + angleOf(probe), shift },
      ];
    }),
  );
}

/** All atoms on the axis: of its endless symmetry the turns by 30 degrees, which hold those of every rod group. */
function straightChain(sites: readonly Site[]): readonly RodOperation[] {
  const [probe] = sites;
  return sites.flatMap((target) =>
    both.flatMap((along) =>
      Array.from({ length: 12 }, (_, step) => (step * Math.PI) / 6).flatMap((angle) =>
        [false, true].map((isMirror) => ({
          along,
          isMirror,
          angle,
          shift: wrap(target.fractional[0] - along * (probe?.fractional[0] ?? 0)),
        })),
      ),
    ),
  );
}

const both = [1, -1] as const;

const radiusOf = ({ fractional: [, y, z] }: Site): number => Math.hypot(y, z);
const angleOf = ({ fractional: [, y, z] }: Site): number => Math.atan2(z, y);

function matrixOf({ along, isMirror, angle }: RodOperation): Matrix3 {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [
    [along, 0, 0],
    [0, c, isMirror ? s : -s],
    [0, s, isMirror ? -c : c],
  ];
}
