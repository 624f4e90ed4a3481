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
import { createDosIntegral } from './dos-integral.js';

/** What is kept of a file: with many projections and points its densities are hundreds of MiB. */
export interface DossDat {
  /** Hartree, relative to the Fermi energy unless `energyReference` says otherwise. */
  readonly energiesHartree: readonly number[];
  /** CRYSTAL14 has another zero: ENERGY (HARTREE). */
  readonly energyReference: 'fermi' | 'absolute';
  /** The total included, which is the last. */
  readonly projectionCount: number;
  readonly spins: readonly SpinDensity[];
  /** Where densities and integrals were taken, on the scale of the file. */
  readonly limitHartree: number;
  /** Absolute, hartree; null where the file does not say. */
  readonly fermiHartree: number | null;
}

interface SpinDensity {
  readonly spin: 'alpha' | 'beta' | null;
  /** States per hartree and cell at the limit, by projection (total last), positive for both spins. */
  readonly atLimit: readonly number[];
  /** Electrons from the first energy to the limit, in the same order. */
  readonly upToLimit: readonly number[];
}

/** Reads DOSS.DAT up to its zero, the Fermi energy of all but CRYSTAL14. */
export const readDossDat = (data: DataText): Reading<DossDat> => readDossDatUpTo(0)(data);

/**
 * Reads DOSS.DAT; `limitHartree` is on the scale of the file. Several, one below the other, are parts of one: the
 * projections in order, then the total. Throws DATA_FILE_UNREADABLE with file and line where it is damaged, cut short,
 * or where the parts do not fit together.
 */
export const readDossDatUpTo = (limitHartree: number) =>
  function* (data: DataText): Reading<DossDat> {
    let whole = yield* readPart(data, limitHartree);
    for (;;) {
      yield* data.takeWhile((line) => line.trim() === '' || line.startsWith('&'));
      if (!/^#\s*N(?:EPTS|ENRG)/.test((yield* data.peek()) ?? '')) return whole;
      const line = data.lineNumber;
      const part = yield* readPart(data, limitHartree);
      if (!isOfOneGrid(whole, part))
        throw data.fault('the energies and spins of the part before', 'others', line);
      whole = joined(whole, part);
    }
  };

const isOfOneGrid = (one: DossDat, other: DossDat): boolean =>
  one.spins.length === other.spins.length &&
  one.energiesHartree.length === other.energiesHartree.length &&
  one.energiesHartree.every((energy, index) => energy === other.energiesHartree[index]);

/** Each part has the total as its last column: one stays. */
function joined(one: DossDat, other: DossDat): DossDat {
  return {
    ...one,
    projectionCount: one.projectionCount + other.projectionCount - 1,
    spins: one.spins.map((spin, index) => {
      const { atLimit = [], upToLimit = [] } = other.spins[index] ?? {};
      return {
        ...spin,
        atLimit: [...spin.atLimit.slice(0, -1), ...atLimit],
        upToLimit: [...spin.upToLimit.slice(0, -1), ...upToLimit],
      };
    }),
  };
}

function* readPart(data: DataText, limitHartree: number): Reading<DossDat> {
  const [points, projectionCount, spinCount] = yield* readHeader(data);
  const axis = (yield* data.takeWhile((line) => /^[#@]/.test(line))).join('\n');
  const spins: SpinDensity[] = [];
  let energiesHartree: readonly number[] = [];
  let fermiHartree: number | null = null;
  for (let spin = 0; spin < spinCount; spin += 1) {
    yield* data.takeWhile((line) => /^[@&#]/.test(line) || line.trim() === '');
    const integral = createDosIntegral(limitHartree);
    const energies = yield* readRows(data, points, projectionCount, spin === 1 ? -1 : 1, integral.take);
    if (spin === 0) energiesHartree = energies;
    const [atLimit, upToLimit] = [integral.atLimit(), integral.upToLimit()];
    spins.push({ spin: spinName(spin, spinCount), atLimit, upToLimit });
    fermiHartree = (yield* readFermi(data)) ?? fermiHartree;
  }
  const energyReference =
    axis.includes('E-EFERMI') || !axis.includes('ENERGY (HARTREE)') ? 'fermi' : 'absolute';
  return { energiesHartree, energyReference, projectionCount, spins, limitHartree, fermiHartree };
}

function* readHeader(data: DataText): Reading<readonly [number, number, number]> {
  const line = yield* data.next('# NEPTS NPROJ NSPIN');
  const match = /^#\s*N(?:EPTS|ENRG)\s+(\d+)\s+NPROJ\s+(\d+)\s+NSPIN\s+([12])\s*$/.exec(line);
  if (!match) throw data.fault('# NEPTS n NPROJ n NSPIN n', quote(line), 1);
  const [, points, projections, spins] = match.map(Number);
  if (!points || !projections || !spins) throw data.fault('energies and projections', quote(line), 1);
  return [points, projections, spins];
}

/** Hands out each row, its densities times `sign`; returns the energies. */
function* readRows(
  data: DataText,
  points: number,
  projectionCount: number,
  sign: 1 | -1,
  give: (row: readonly number[]) => void,
): Reading<readonly number[]> {
  const width = projectionCount + 1;
  const energies: number[] = [];
  let row: number[] = [];
  const take = (value: number): void => {
    row.push(row.length === 0 ? value : sign * value + 0);
    if (row.length < width) return;
    energies.push(row[0] ?? Number.NaN);
    give(row);
    row = [];
  };
  yield* data.eachValue(points * width, `${points} energies with ${projectionCount} projections`, take);
  return energies;
}
