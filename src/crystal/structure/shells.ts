import type { Site } from './structure.js';

/** An atom and those of its element that are as far from the centre (or axis): an operation maps it on one of them. */
export interface Shell {
  readonly probe: Site;
  readonly radiusAngstrom: number;
  readonly size: number;
  readonly sites: () => readonly Site[];
}

/**
 * The shell of each atom off the centre (or axis), the smallest first, of those the widest: it tells angles best. In a
 * large molecule without symmetry radii follow each other closely, so that a shell is what is near one atom's radius.
 */
export function shellsOf(
  sites: readonly Site[],
  radiusOf: (site: Site) => number,
  toleranceAngstrom: number,
): readonly Shell[] {
  const sorted = sites
    .map((site) => ({ site, radius: radiusOf(site) }))
    .filter(({ radius }) => radius > 10 * toleranceAngstrom)
    .sort((a, b) => a.site.atomicNumber - b.site.atomicNumber || a.radius - b.radius);
  const isNear = (i: number, j: number): boolean => {
    const [a, b] = [sorted[i], sorted[j]];
    if (!a || !b) return false;
    return (
      a.site.atomicNumber === b.site.atomicNumber && Math.abs(a.radius - b.radius) <= 2 * toleranceAngstrom
    );
  };
  let [start, end] = [0, 0];
  const shells = sorted.map(({ site, radius }, at): Shell => {
    while (!isNear(start, at)) start += 1;
    end = Math.max(end, at + 1);
    while (isNear(end, at)) end += 1;
    const [from, to] = [start, end];
    return {
      probe: site,
      radiusAngstrom: radius,
      size: to - from,
      sites: () => sorted.slice(from, to).map((each) => each.site),
    };
  });
  return shells.sort((a, b) => a.size - b.size || b.radiusAngstrom - a.radiusAngstrom);
}
