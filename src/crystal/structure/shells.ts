import type { Site } from './structure.js';

/** Atoms of one element at one distance from the centre or the axis: an operation maps each of them on another. */
export interface Shell {
  readonly radiusAngstrom: number;
  readonly sites: readonly Site[];
}

/** Shells of the atoms off the centre (or axis), the smallest first, of those the widest: it tells angles best. */
export function shellsOf(
  sites: readonly Site[],
  radiusOf: (site: Site) => number,
  toleranceAngstrom: number,
): readonly Shell[] {
  const sorted = sites
    .map((site) => ({ site, radius: radiusOf(site) }))
    .filter(({ radius }) => radius > 10 * toleranceAngstrom)
    .sort((a, b) => a.site.atomicNumber - b.site.atomicNumber || a.radius - b.radius);
  const shells: { radiusAngstrom: number; sites: Site[]; last: number }[] = [];
  for (const { site, radius } of sorted) {
    const shell = shells.at(-1);
    const isSame =
      shell?.sites[0]?.atomicNumber === site.atomicNumber && radius - shell.last <= 2 * toleranceAngstrom;
    if (!isSame) shells.push({ radiusAngstrom: radius, sites: [site], last: radius });
    else {
      shell.sites.push(site);
      shell.last = radius;
    }
  }
  return shells.sort((a, b) => a.sites.length - b.sites.length || b.radiusAngstrom - a.radiusAngstrom);
}
