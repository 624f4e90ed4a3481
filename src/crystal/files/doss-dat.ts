/**
 * DOSS.DAT, densities of states:
 *
 *     # NEPTS   302 NPROJ     3 NSPIN     1
 *     #
 *     @ XAXIS LABEL "E-EFERMI (HARTREE)"
 *     @ YAXIS LABEL "DENSITY OF STATES (STATES/HARTREE/CELL)"
 *      -4.0095E-01  0.0000E+00  0.0000E+00  0.0000E+00      energy, projections, total
 *     # EFERMI (HARTREE)   -0.15202
 *     &                                                     then the second spin, negative
 */
import { readFermi, spinName } from './band-dat.js';
import type { Reading } from './data-reader.js';
import { type DataText, quote } from './data-text.js';

export interface DossDat {
  /** Hartree, relative to the Fermi energy unless `energyReference` says otherwise. */
  readonly energiesHartree: Float64Array;
  /** CRYSTAL14 has another zero: ENERGY (HARTREE). */
  readonly energyReference: 'fermi' | 'absolute';
  /** The total included, which is the last. */
  readonly projectionCount: number;
  readonly spins: readonly SpinDensity[];
  /** Absolute, hartree; null where the file does not say. */
  readonly fermiHartree: number | null;
}

interface SpinDensity {
  readonly spin: 'alpha' | 'beta' | null;
  /** States per hartree and cell, one array per projection (total last), positive for both spins. */
  readonly projections: readonly Float64Array[];
}

/**
 * Reads DOSS.DAT. Several, one below the other, are parts of one: the projections in order, then the total. Throws
 * DATA_FILE_UNREADABLE with file and line where it is damaged, cut short, or where the parts do not fit together.
 */
export function* readDossDat(data: DataText): Reading<DossDat> {
  let whole = yield* readPart(data);
  for (;;) {
    yield* data.takeWhile((line) => line.trim() === '' || line.startsWith('&'));
    if (!/^#\s*N(?:EPTS|ENRG)/.test((yield* data.peek()) ?? '')) return whole;
    const line = data.lineNumber;
    const part = yield* readPart(data);
    if (!isOfOneGrid(whole, part))
      throw data.fault('the energies and spins of the part before', 'others', line);
    whole = joined(whole, part);
  }
}

const isOfOneGrid = (one: DossDat, other: DossDat): boolean =>
  one.spins.length === other.spins.length &&
  one.energiesHartree.length === other.energiesHartree.length &&
  one.energiesHartree.every((energy, index) => energy === other.energiesHartree[index]);

/** Each part has the total as its last column: one stays. */
function joined(one: DossDat, other: DossDat): DossDat {
  return {
    ...one,
    projectionCount: one.projectionCount + other.projectionCount - 1,
    spins: one.spins.map((spin, index) => ({
      ...spin,
      projections: [...spin.projections.slice(0, -1), ...(other.spins[index]?.projections ?? [])],
    })),
  };
}

function* readPart(data: DataText): Reading<DossDat> {
  const [points, projectionCount, spinCount] = yield* readHeader(data);
  const axis = (yield* data.takeWhile((line) => /^[#@]/.test(line))).join('\n');
  const spins: SpinDensity[] = [];
  let energies = new Float64Array(0);
  let fermiHartree: number | null = null;
  for (let spin = 0; spin < spinCount; spin += 1) {
    yield* data.takeWhile((line) => /^[@&#]/.test(line) || line.trim() === '');
    const [energy, ...projections] = yield* readColumns(data, points, projectionCount, spin === 1 ? -1 : 1);
    if (spin === 0) energies = energy ?? energies;
    spins.push({ spin: spinName(spin, spinCount), projections });
    fermiHartree = (yield* readFermi(data)) ?? fermiHartree;
  }
  const energyReference =
    axis.includes('E-EFERMI') || !axis.includes('ENERGY (HARTREE)') ? 'fermi' : 'absolute';
  return { energiesHartree: energies, energyReference, projectionCount, spins, fermiHartree };
}

function* readHeader(data: DataText): Reading<readonly [number, number, number]> {
  const line = yield* data.next('# NEPTS NPROJ NSPIN');
  const match = /^#\s*N(?:EPTS|ENRG)\s+(\d+)\s+NPROJ\s+(\d+)\s+NSPIN\s+([12])\s*$/.exec(line);
  if (!match) throw data.fault('# NEPTS n NPROJ n NSPIN n', quote(line), 1);
  const [, points, projections, spins] = match.map(Number);
  if (!points || !projections || !spins) throw data.fault('energies and projections', quote(line), 1);
  return [points, projections, spins];
}

/** The energies, then each projection times `sign`. */
function* readColumns(
  data: DataText,
  points: number,
  projectionCount: number,
  sign: 1 | -1,
): Reading<readonly Float64Array<ArrayBuffer>[]> {
  const width = projectionCount + 1;
  const columns: Float64Array<ArrayBuffer>[] = [];
  const take = (value: number, index: number): void => {
    const at = index % width;
    const column = (columns[at] ??= new Float64Array(points));
    column[(index - at) / width] = at === 0 ? value : sign * value + 0;
  };
  yield* data.eachValue(points * width, `${points} energies with ${projectionCount} projections`, take);
  return columns;
}
