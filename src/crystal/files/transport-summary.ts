import type { TransportBlock, TransportRow, TransportTable } from './transport-dat.js';

/** Where a quantity is largest. Averages of the diagonal; lattice heat is not in it. */
export interface TransportSummary {
  /** Largest |S|, microvolt per kelvin, with its sign. */
  readonly peakSeebeckMicrovoltPerKelvin: TransportPeak | null;
  /** Largest S^2 sigma, W/m/K^2. */
  readonly peakPowerFactor: TransportPeak | null;
  /** Largest S^2 sigma T / kappa_e: an upper bound, the heat that the lattice carries is missing. */
  readonly peakElectronicZt: TransportPeak | null;
}

interface TransportPeak {
  readonly value: number;
  readonly temperatureKelvin: number;
  readonly chemicalPotentialElectronvolt: number;
}

/** Peaks over all temperatures and chemical potentials; rows with zero or missing tensors do not count. */
export function transportSummary(tables: {
  readonly seebeck: TransportTable;
  readonly sigma?: TransportTable | undefined;
  readonly kappa?: TransportTable | undefined;
}): TransportSummary {
  const points = tables.seebeck.blocks.flatMap((block) =>
    block.rows.map((row, index) => pointOf(tables, block, row, index)),
  );
  return {
    peakSeebeckMicrovoltPerKelvin: peak(points, ({ seebeck }) => seebeck * 1e6),
    peakPowerFactor: peak(points, ({ seebeck, sigma }) => seebeck ** 2 * sigma),
    peakElectronicZt: peak(points, ({ seebeck, sigma, kappa, temperatureKelvin }) =>
      kappa > 0 ? (seebeck ** 2 * sigma * temperatureKelvin) / kappa : Number.NaN,
    ),
  };
}

interface Point {
  readonly seebeck: number;
  readonly sigma: number;
  readonly kappa: number;
  readonly temperatureKelvin: number;
  readonly chemicalPotentialElectronvolt: number;
}

function pointOf(
  tables: {
    readonly seebeck: TransportTable;
    readonly sigma?: TransportTable | undefined;
    readonly kappa?: TransportTable | undefined;
  },
  block: TransportBlock,
  row: TransportRow,
  index: number,
): Point {
  const other = (table: TransportTable | undefined) => {
    const same = table?.blocks.find(
      (b) => b.temperatureKelvin === block.temperatureKelvin && sameSpin(b, block),
    );
    return table ? diagonalMean(table, same?.rows[index]) : Number.NaN;
  };
  return {
    seebeck: diagonalMean(tables.seebeck, row),
    sigma: other(tables.sigma),
    kappa: other(tables.kappa),
    temperatureKelvin: block.temperatureKelvin,
    chemicalPotentialElectronvolt: row.chemicalPotentialElectronvolt,
  };
}

/** SEEBECK has no spin blocks in open-shell runs; the other tables then give their first. */
const sameSpin = (a: TransportBlock, b: TransportBlock): boolean => a.spin === b.spin || b.spin === null;

function diagonalMean(table: TransportTable, row: TransportRow | undefined): number {
  const diagonal = table.components.flatMap((name, index) => (name[0] === name[1] ? [index] : []));
  const values = diagonal.map((index) => row?.values[index] ?? Number.NaN);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function peak(points: readonly Point[], valueOf: (point: Point) => number): TransportPeak | null {
  let best: TransportPeak | null = null;
  for (const point of points) {
    const value = valueOf(point);
    if (!Number.isFinite(value) || value === 0) continue;
    if (best && Math.abs(value) <= Math.abs(best.value)) continue;
    const { temperatureKelvin, chemicalPotentialElectronvolt } = point;
    best = { value, temperatureKelvin, chemicalPotentialElectronvolt };
  }
  return best;
}
