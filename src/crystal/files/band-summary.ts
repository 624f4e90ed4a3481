import type { BandDat, SpinBands } from './band-dat.js';

/** Unknown: the bands of the file end below the gap or begin above it. */
type BandKind = 'insulator' | 'metal' | 'unknown';

/** What a band structure says about the gap: along its path only, which need not hold the true band edges. */
export interface BandSummary {
  readonly kind: BandKind;
  /** Smallest over both spins; null for metals and where it is not known. */
  readonly gapElectronvolt: number | null;
  readonly type: 'direct' | 'indirect' | null;
  /** Smallest vertical gap over the path, eV; null for metals. */
  readonly directGapElectronvolt: number | null;
  readonly spins: readonly SpinSummary[];
}

interface SpinSummary {
  readonly spin: 'alpha' | 'beta' | null;
  readonly kind: BandKind;
  readonly gapElectronvolt: number | null;
  readonly directGapElectronvolt: number | null;
  /** Edges relative to the Fermi energy; null for metals. */
  readonly valenceTop: BandEdge | null;
  readonly conductionBottom: BandEdge | null;
  /** Bands (1-based, of the calculation) that cross the Fermi energy. */
  readonly crossing: readonly number[];
}

interface BandEdge {
  readonly energyHartree: number;
  /** 1-based, of the calculation: a file may begin at a later band. */
  readonly band: number;
  readonly kPoint: number;
  readonly distancePerBohr: number;
}

const electronvoltPerHartree = 27.211386245988;

/** Half the last digit of E13.5 near the Fermi energy, and what a smeared Fermi energy may be off. */
const touchingHartree = 1e-5;

/** What the file does not say of its bands. */
interface KnownOfBands {
  /** Per spin, from the SCF run. */
  readonly occupied?: { readonly alpha: number; readonly beta: number } | null;
  /** Number of the first band of the file in the calculation (INZB), 1 unless told. */
  readonly firstBand?: number | undefined;
}

/**
 * Band edges and gap. The number of occupied bands decides which bands are filled; without it a band is filled when it
 * nowhere rises above the Fermi energy.
 */
export function bandSummary(bands: BandDat, { occupied, firstBand = 1 }: KnownOfBands = {}): BandSummary {
  const spins = bands.spins.map((spin) => {
    const filled = occupied?.[spin.spin ?? 'alpha'];
    return spinSummary(bands, spin, filled === undefined ? undefined : filled - firstBand + 1, firstBand - 1);
  });
  const kind = kindOf(spins);
  const top = highest(spins.map(({ valenceTop }) => valenceTop));
  const bottom = lowest(spins.map(({ conductionBottom }) => conductionBottom));
  const gap = top && bottom ? bottom.energyHartree - top.energyHartree : null;
  if (kind !== 'insulator' || gap === null || gap <= 0) {
    const withoutGap = kind === 'insulator' ? 'metal' : kind;
    return { kind: withoutGap, gapElectronvolt: null, type: null, directGapElectronvolt: null, spins };
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

/** One conducting spin makes a metal. */
function kindOf(spins: readonly SpinSummary[]): BandKind {
  if (spins.some(({ kind }) => kind === 'metal')) return 'metal';
  return spins.every(({ kind }) => kind === 'insulator') ? 'insulator' : 'unknown';
}

/** `occupied` counts within the file; `offset` bands of the calculation come before its first. */
function spinSummary(
  bands: BandDat,
  spin: SpinBands,
  occupied: number | undefined,
  offset: number,
): SpinSummary {
  const ranges = bandRanges(bands, spin);
  const crossing = ranges.flatMap(({ low, high }, index) =>
    low < -touchingHartree && high > touchingHartree ? [index + 1 + offset] : [],
  );
  const without = (kind: 'metal' | 'unknown'): SpinSummary => ({
    ...{ spin: spin.spin, kind, gapElectronvolt: null, directGapElectronvolt: null },
    ...{ valenceTop: null, conductionBottom: null, crossing },
  });
  if (occupied === undefined && crossing.length > 0) return without('metal');
  const filled = occupied ?? ranges.filter(({ high }) => high <= touchingHartree).length;
  if (filled < 1 || filled >= bands.bandCount) return without('unknown');
  const valenceTop = edge(bands, spin, filled, 'high');
  const conductionBottom = edge(bands, spin, filled + 1, 'low');
  if (conductionBottom.energyHartree <= valenceTop.energyHartree) return without('metal');
  return {
    spin: spin.spin,
    kind: 'insulator',
    gapElectronvolt: (conductionBottom.energyHartree - valenceTop.energyHartree) * electronvoltPerHartree,
    directGapElectronvolt: directGap(bands, spin, filled) * electronvoltPerHartree,
    valenceTop: { ...valenceTop, band: filled + offset },
    conductionBottom: { ...conductionBottom, band: filled + 1 + offset },
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
