/**
 * BAND.DAT, bands along a path as xmgrace data:
 *
 *     # NKPT   201 NBND    26 NSPIN     2
 *     # NPANEL     4
 *     #      1   (0,0,0)/4
 *     ...
 *     @ XAXIS TICK     1,     0.78846
 *     ...
 *       0.00000E+00 -0.46502E+02 ...        one row per k point: x, E1 ... En
 *     # EFERMI (HARTREE)   -0.15202         CRYSTAL17 and later
 *     @ WITH G1                             second spin
 */
import type { Reading } from './data-reader.js';
import { type DataText, fortranNumber, quote } from './data-text.js';

export interface BandDat {
  /** Distance along the path, 1/bohr (2 pi included), one per k point; the same for both spins. */
  readonly distancesPerBohr: readonly number[];
  readonly bandCount: number;
  /** One or two spins. */
  readonly spins: readonly SpinBands[];
  /** Ends of the segments along the path. */
  readonly ticks: readonly BandTick[];
  /** Absolute, hartree; null where the file does not say (before CRYSTAL17). */
  readonly fermiHartree: number | null;
}

export interface SpinBands {
  readonly spin: 'alpha' | 'beta' | null;
  readonly bands: readonly BandRange[];
}

/**
 * What is kept of a band: the energies of a large cell are hundreds of MiB. Energies are relative to the Fermi energy,
 * hartree; k points count from 0, and the first of several is taken.
 */
export interface BandRange {
  readonly low: number;
  readonly lowAt: number;
  readonly high: number;
  readonly highAt: number;
  /** Smallest distance to the next band at one k point; Infinity for the last. */
  readonly gapAbove: number;
}

interface BandTick {
  /** Number of the k point, 1-based; null where the file lists other marks than ticks. */
  readonly kPoint: number | null;
  readonly distancePerBohr: number;
  /** As the file has it: labels are not to be trusted (`A`, `(*,4,3)`), take those kept with the deck. */
  readonly label: string;
}

/** Reads BAND.DAT. Throws DATA_FILE_UNREADABLE with file and line where it is damaged or cut short. */
export function* readBandDat(data: DataText): Reading<BandDat> {
  const [kPoints, bandCount, spinCount] = yield* readHeader(data);
  const marks = yield* data.takeWhile((line) => line.startsWith('#'));
  const spins: SpinBands[] = [];
  let distancesPerBohr: readonly number[] = [];
  let ticks: readonly BandTick[] = [];
  let fermiHartree: number | null = null;
  for (let spin = 0; spin < spinCount; spin += 1) {
    const grace = yield* data.takeWhile((line) => /^[@&]/.test(line) || line.trim() === '');
    if (spin === 0) ticks = readTicks(grace, marks);
    const { distances, bands } = yield* readRows(data, kPoints, bandCount);
    if (spin === 0) distancesPerBohr = distances;
    spins.push({ spin: spinName(spin, spinCount), bands });
    fermiHartree = (yield* readFermi(data)) ?? fermiHartree;
  }
  return { distancesPerBohr, bandCount, spins, ticks, fermiHartree };
}

function* readHeader(data: DataText): Reading<readonly [number, number, number]> {
  const line = yield* data.next('# NKPT NBND NSPIN');
  const match = /^#\s*NKPT\s*(\d+)\s+NBND\s*(\d+)\s+NSPIN\s*([12])\s*$/.exec(line);
  if (!match) throw data.fault('# NKPT n NBND n NSPIN n', quote(line), 1);
  const [, kPoints, bands, spins] = match.map(Number);
  if (!kPoints || !bands || !spins) throw data.fault('k points and bands', quote(line), 1);
  return [kPoints, bands, spins];
}

/** Each row has a distance, then the energy of each band. */
function* readRows(
  data: DataText,
  kPoints: number,
  bandCount: number,
): Reading<{ distances: readonly number[]; bands: readonly BandRange[] }> {
  const distances: number[] = [];
  const bands: Mutable<BandRange>[] = [];
  let energyBelow = Number.NaN;
  const take = (value: number, index: number): void => {
    const band = (index % (bandCount + 1)) - 1;
    if (band < 0) {
      distances.push(value);
      return;
    }
    widen((bands[band] ??= newRange()), value, distances.length - 1);
    const below = band > 0 ? bands[band - 1] : undefined;
    if (below) below.gapAbove = Math.min(below.gapAbove, value - energyBelow);
    energyBelow = value;
  };
  yield* data.eachValue(kPoints * (bandCount + 1), `${kPoints} k points with ${bandCount} bands`, take);
  return { distances, bands };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const newRange = (): Mutable<BandRange> => ({
  low: Infinity,
  lowAt: 0,
  high: -Infinity,
  highAt: 0,
  gapAbove: Infinity,
});

function widen(range: Mutable<BandRange>, energy: number, k: number): void {
  if (energy < range.low) {
    range.low = energy;
    range.lowAt = k;
  }
  if (energy > range.high) {
    range.high = energy;
    range.highAt = k;
  }
}

function readTicks(grace: readonly string[], marks: readonly string[]): readonly BandTick[] {
  const kPoints = marks
    .map((line) => /^#\s*(\d+)\s+\S/.exec(line)?.[1])
    .filter((found) => found !== undefined);
  const labels = grace.map((line) => /^@ XAXIS TICKLABEL\s+\d+\s*,\s*"(.*)"/.exec(line)?.[1]);
  const names = labels.filter((label) => label !== undefined);
  const positions = grace
    .map((line) => /^@ XAXIS TICK\s+\d+\s*,\s*(\S+)/.exec(line)?.[1])
    .flatMap((found) => (found === undefined ? [] : [fortranNumber(found)]));
  return positions.flatMap((distancePerBohr, index) => {
    if (distancePerBohr === undefined) return [];
    const kPoint = kPoints.length === positions.length ? Number(kPoints[index]) : null;
    return [{ kPoint, distancePerBohr, label: names[index]?.trim() ?? '' }];
  });
}

/** `# EFERMI (HARTREE) x` behind the rows of a spin; a line that the file ends in may be cut. */
export function* readFermi(data: DataText): Reading<number | undefined> {
  // `# NEPTS ...` heads the next of several parts.
  const comments = yield* data.takeWhile((line) => /^#(?!\s*N)/.test(line) || line.trim() === '');
  const line = comments.find((comment) => /EFERMI\s*\(HARTREE\)/.test(comment));
  if (line === undefined || data.isUnended(line)) return undefined;
  return fortranNumber(/\)\s*(\S+)/.exec(line)?.[1] ?? '');
}

export const spinName = (index: number, count: number): 'alpha' | 'beta' | null =>
  count === 1 ? null : index === 0 ? 'alpha' : 'beta';
