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
  const crossing = spin.bands.flatMap(({ low, high }, index) =>
    low < -touchingHartree && high > touchingHartree ? [index + 1 + offset] : [],
  );
  const without = (kind: 'metal' | 'unknown'): SpinSummary => ({
    ...{ spin: spin.spin, kind, gapElectronvolt: null, directGapElectronvolt: null },
    ...{ valenceTop: null, conductionBottom: null, crossing },
  });
  if (occupied === undefined && crossing.length > 0) return without('metal');
  const filled = occupied ?? spin.bands.filter(({ high }) => high <= touchingHartree).length;
  const [below, above] = [spin.bands[filled - 1], spin.bands[filled]];
  if (!below || !above) return without('unknown');
  if (above.low <= below.high) return without('metal');
  const edge = (energyHartree: number, band: number, at: number): BandEdge => ({
    ...{ energyHartree, band: band + offset, kPoint: at + 1 },
    distancePerBohr: bands.distancesPerBohr[at] ?? Number.NaN,
  });
  return {
    spin: spin.spin,
    kind: 'insulator',
    gapElectronvolt: (above.low - below.high) * electronvoltPerHartree,
    directGapElectronvolt: below.gapAbove * electronvoltPerHartree,
    valenceTop: edge(below.high, filled, below.highAt),
    conductionBottom: edge(above.low, filled + 1, above.lowAt),
    crossing: [],
  };
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
