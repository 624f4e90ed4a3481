import type { BandDat, SpinBands } from './band-dat.js';

/** What a band structure says about the gap: along its path only, which need not hold the true band edges. */
export interface BandSummary {
  readonly kind: 'insulator' | 'metal';
  /** Smallest over both spins; null for metals. */
  readonly gapElectronvolt: number | null;
  readonly type: 'direct' | 'indirect' | null;
  /** Smallest vertical gap over the path, eV; null for metals. */
  readonly directGapElectronvolt: number | null;
  readonly spins: readonly SpinSummary[];
}

interface SpinSummary {
  readonly spin: 'alpha' | 'beta' | null;
  readonly kind: 'insulator' | 'metal';
  readonly gapElectronvolt: number | null;
  readonly directGapElectronvolt: number | null;
  /** Edges relative to the Fermi energy; null for metals. */
  readonly valenceTop: BandEdge | null;
  readonly conductionBottom: BandEdge | null;
  /** Bands (1-based) that cross the Fermi energy. */
  readonly crossing: readonly number[];
}

interface BandEdge {
  readonly energyHartree: number;
  /** 1-based. */
  readonly band: number;
  readonly kPoint: number;
  readonly distancePerBohr: number;
}

const electronvoltPerHartree = 27.211386245988;

/** Half the last digit of E13.5 near the Fermi energy, and what a smeared Fermi energy may be off. */
const touchingHartree = 1e-5;

/**
 * Band edges and gap. `occupiedBands` (per spin, from the SCF run) decides which bands are filled; without it a band is
 * filled when it nowhere rises above the Fermi energy.
 */
export function bandSummary(
  bands: BandDat,
  occupiedBands?: { readonly alpha: number; readonly beta: number } | null,
): BandSummary {
  const spins = bands.spins.map((spin) => spinSummary(bands, spin, occupiedBands?.[spin.spin ?? 'alpha']));
  const metal = spins.some(({ kind }) => kind === 'metal');
  const top = highest(spins.map(({ valenceTop }) => valenceTop));
  const bottom = lowest(spins.map(({ conductionBottom }) => conductionBottom));
  const gap = top && bottom ? bottom.energyHartree - top.energyHartree : null;
  if (metal || !top || !bottom || gap === null || gap <= 0) {
    return { kind: 'metal', gapElectronvolt: null, type: null, directGapElectronvolt: null, spins };
  }
  const direct = Math.min(...spins.map(({ directGapElectronvolt }) => directGapElectronvolt ?? Infinity));
  const gapElectronvolt = gap * electronvoltPerHartree;
  return {
    kind: 'insulator',
    gapElectronvolt,
    // An edge may be reached at several k points: the gap is direct where some vertical gap is as small.
    type: direct - gapElectronvolt < touchingHartree * electronvoltPerHartree ? 'direct' : 'indirect',
    directGapElectronvolt: direct,
    spins,
  };
}

function spinSummary(bands: BandDat, spin: SpinBands, occupied: number | undefined): SpinSummary {
  const ranges = bandRanges(bands, spin);
  const crossing = ranges.flatMap(({ low, high }, index) =>
    low < -touchingHartree && high > touchingHartree ? [index + 1] : [],
  );
  const filled = occupied ?? ranges.filter(({ high }) => high <= touchingHartree).length;
  const valenceTop = filled >= 1 && filled <= bands.bandCount ? edge(bands, spin, filled, 'high') : null;
  const conductionBottom = filled < bands.bandCount ? edge(bands, spin, filled + 1, 'low') : null;
  const overlap =
    !valenceTop || !conductionBottom || conductionBottom.energyHartree <= valenceTop.energyHartree;
  if ((occupied === undefined && crossing.length > 0) || overlap) {
    return {
      spin: spin.spin,
      kind: 'metal',
      gapElectronvolt: null,
      directGapElectronvolt: null,
      valenceTop: null,
      conductionBottom: null,
      crossing,
    };
  }
  return {
    spin: spin.spin,
    kind: 'insulator',
    gapElectronvolt: (conductionBottom.energyHartree - valenceTop.energyHartree) * electronvoltPerHartree,
    directGapElectronvolt: directGap(bands, spin, filled) * electronvoltPerHartree,
    valenceTop,
    conductionBottom,
    crossing: [],
  };
}

const energyAt = (bands: BandDat, spin: SpinBands, k: number, band: number): number =>
  spin.energiesHartree[k * bands.bandCount + band - 1] ?? Number.NaN;

function bandRanges(bands: BandDat, spin: SpinBands): readonly { low: number; high: number }[] {
  return Array.from({ length: bands.bandCount }, (_, index) => {
    let low = Infinity;
    let high = -Infinity;
    for (let k = 0; k < bands.distancesPerBohr.length; k += 1) {
      const energy = energyAt(bands, spin, k, index + 1);
      low = Math.min(low, energy);
      high = Math.max(high, energy);
    }
    return { low, high };
  });
}

function edge(bands: BandDat, spin: SpinBands, band: number, side: 'high' | 'low'): BandEdge {
  const sign = side === 'high' ? 1 : -1;
  let best = 0;
  for (let k = 1; k < bands.distancesPerBohr.length; k += 1) {
    if (sign * energyAt(bands, spin, k, band) > sign * energyAt(bands, spin, best, band)) best = k;
  }
  return {
    energyHartree: energyAt(bands, spin, best, band),
    band,
    kPoint: best + 1,
    distancePerBohr: bands.distancesPerBohr[best] ?? Number.NaN,
  };
}

function directGap(bands: BandDat, spin: SpinBands, filled: number): number {
  let smallest = Infinity;
  for (let k = 0; k < bands.distancesPerBohr.length; k += 1) {
    const gap = energyAt(bands, spin, k, filled + 1) - energyAt(bands, spin, k, filled);
    smallest = Math.min(smallest, gap);
  }
  return smallest;
}

const highest = (edges: readonly (BandEdge | null)[]): BandEdge | null =>
  edges.reduce(
    (best, next) => (next && (!best || next.energyHartree > best.energyHartree) ? next : best),
    null,
  );

const lowest = (edges: readonly (BandEdge | null)[]): BandEdge | null =>
  edges.reduce(
    (best, next) => (next && (!best || next.energyHartree < best.energyHartree) ? next : best),
    null,
  );
