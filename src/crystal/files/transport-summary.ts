import type { TransportBlock, TransportTable } from './transport-dat.js';

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

interface Tables {
  readonly seebeck: TransportTable;
  readonly sigma?: TransportTable | undefined;
  readonly kappa?: TransportTable | undefined;
}

/** Peaks over all temperatures and chemical potentials; rows with zero or missing tensors do not count. */
export function transportSummary({ seebeck, sigma, kappa }: Tables): TransportSummary {
  let peakSeebeckMicrovoltPerKelvin: TransportPeak | null = null;
  let peakPowerFactor: TransportPeak | null = null;
  let peakElectronicZt: TransportPeak | null = null;
  for (const block of seebeck.blocks) {
    const { temperatureKelvin } = block;
    const [conductivities, heats] = [blockLike(sigma, block), blockLike(kappa, block)];
    for (const [row, chemicalPotentialElectronvolt] of block.chemicalPotentialsElectronvolt.entries()) {
      const s = block.diagonalMeans[row] ?? Number.NaN;
      const powerFactor = s ** 2 * (conductivities?.diagonalMeans[row] ?? Number.NaN);
      const heat = heats?.diagonalMeans[row] ?? Number.NaN;
      const zt = heat > 0 ? (powerFactor * temperatureKelvin) / heat : Number.NaN;
      const at = { temperatureKelvin, chemicalPotentialElectronvolt };
      peakSeebeckMicrovoltPerKelvin = higher(peakSeebeckMicrovoltPerKelvin, s * 1e6, at);
      peakPowerFactor = higher(peakPowerFactor, powerFactor, at);
      peakElectronicZt = higher(peakElectronicZt, zt, at);
    }
  }
  return { peakSeebeckMicrovoltPerKelvin, peakPowerFactor, peakElectronicZt };
}

/** The block of another table for the same temperature. */
const blockLike = (table: TransportTable | undefined, block: TransportBlock): TransportBlock | undefined =>
  table?.blocks.find(
    (other) => other.temperatureKelvin === block.temperatureKelvin && sameSpin(other, block),
  );

/** SEEBECK has no spin blocks in open-shell runs; the other tables then give their first. */
const sameSpin = (a: TransportBlock, b: TransportBlock): boolean => a.spin === b.spin || b.spin === null;

function higher(
  best: TransportPeak | null,
  value: number,
  at: Omit<TransportPeak, 'value'>,
): TransportPeak | null {
  const isHigher = Number.isFinite(value) && value !== 0 && Math.abs(value) > Math.abs(best?.value ?? 0);
  return isHigher ? { value, ...at } : best;
}
