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
import { DataText, fortranNumber, quote } from './data-text.js';

export interface BandDat {
  /** Distance along the path, 1/bohr (2 pi included), one per k point; the same for both spins. */
  readonly distancesPerBohr: Float64Array;
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
  /** Relative to the Fermi energy, hartree; energy of band b (0-based) at k point k stands at k * bandCount + b. */
  readonly energiesHartree: Float64Array;
}

interface BandTick {
  /** Number of the k point, 1-based; null where the file lists other marks than ticks. */
  readonly kPoint: number | null;
  readonly distancePerBohr: number;
  /** As the file has it: labels are not to be trusted (`A`, `(*,4,3)`), take those kept with the deck. */
  readonly label: string;
}

/** Reads BAND.DAT. Throws DATA_FILE_UNREADABLE with file and line where it is damaged or cut short. */
export function readBandDat(text: string, fileName: string): BandDat {
  const data = new DataText(text, fileName);
  const [kPoints, bandCount, spinCount] = readHeader(data);
  const marks = data.takeWhile((line) => line.startsWith('#'));
  const spins: SpinBands[] = [];
  let distances = new Float64Array(0);
  let ticks: readonly BandTick[] = [];
  let fermiHartree: number | null = null;
  for (let spin = 0; spin < spinCount; spin += 1) {
    const grace = data.takeWhile((line) => /^[@&]/.test(line) || line.trim() === '');
    if (spin === 0) ticks = readTicks(grace, marks);
    const rows = data.values(kPoints * (bandCount + 1), `${kPoints} k points with ${bandCount} bands`);
    const split = splitRows(rows, bandCount);
    if (spin === 0) distances = split.distances;
    spins.push({ spin: spinName(spin, spinCount), energiesHartree: split.energies });
    fermiHartree = readFermi(data) ?? fermiHartree;
  }
  return { distancesPerBohr: distances, bandCount, spins, ticks, fermiHartree };
}

function readHeader(data: DataText): readonly [number, number, number] {
  const line = data.next('# NKPT NBND NSPIN');
  const match = /^#\s*NKPT\s*(\d+)\s+NBND\s*(\d+)\s+NSPIN\s*([12])\s*$/.exec(line);
  if (!match) throw data.fault('# NKPT n NBND n NSPIN n', quote(line), 1);
  const [, kPoints, bands, spins] = match.map(Number);
  if (!kPoints || !bands || !spins) throw data.fault('k points and bands', quote(line), 1);
  return [kPoints, bands, spins];
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
export function readFermi(data: DataText): number | undefined {
  // `# NEPTS ...` heads the next of several parts.
  const comments = data.takeWhile((line) => /^#(?!\s*N)/.test(line) || line.trim() === '');
  const line = comments.find((comment) => /EFERMI\s*\(HARTREE\)/.test(comment));
  if (line === undefined || data.isUnended(line)) return undefined;
  return fortranNumber(/\)\s*(\S+)/.exec(line)?.[1] ?? '');
}

export const spinName = (index: number, count: number): 'alpha' | 'beta' | null =>
  count === 1 ? null : index === 0 ? 'alpha' : 'beta';

/** Moves the energies together in place: of a large cell they are tens of MiB, which need not be there twice. */
function splitRows(
  rows: Float64Array,
  bandCount: number,
): { distances: Float64Array<ArrayBuffer>; energies: Float64Array } {
  const width = bandCount + 1;
  const count = rows.length / width;
  const distances = new Float64Array(count);
  for (let k = 0; k < count; k += 1) {
    distances[k] = rows[k * width] ?? Number.NaN;
    rows.copyWithin(k * bandCount, k * width + 1, (k + 1) * width);
  }
  return { distances, energies: rows.subarray(0, count * bandCount) };
}
