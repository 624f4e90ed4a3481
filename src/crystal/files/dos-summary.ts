import type { DossDat } from './doss-dat.js';

export interface DosSummary {
  /** From where to where the file reaches, eV relative to the Fermi energy (or absolute, as the file has it). */
  readonly windowElectronvolt: readonly [number, number];
  readonly spins: readonly SpinDosSummary[];
}

interface SpinDosSummary {
  readonly spin: 'alpha' | 'beta' | null;
  /** Total at the Fermi energy, states per eV and cell; null where the window does not hold it. */
  readonly atFermiPerElectronvolt: number | null;
  /** Integral of each projection from the lower end of the window to the Fermi energy; the total is the last. */
  readonly electronsBelowFermi: readonly number[] | null;
}

const electronvoltPerHartree = 27.211386245988;

/** Simple numbers of a density of states; integrals by the trapezoidal rule on the file's own points. */
export function dosSummary(dos: DossDat): DosSummary {
  const energies = dos.energiesHartree;
  const zero = dos.energyReference === 'fermi' ? 0 : dos.fermiHartree;
  const first = energies[0] ?? Number.NaN;
  const last = energies.at(-1) ?? Number.NaN;
  const inside = zero !== null && first <= zero && zero <= last;
  return {
    windowElectronvolt: [first * electronvoltPerHartree, last * electronvoltPerHartree],
    spins: dos.spins.map(({ spin, projections }) => {
      const total = projections.at(-1);
      return {
        spin,
        atFermiPerElectronvolt:
          inside && total ? valueAt(energies, total, zero) / electronvoltPerHartree : null,
        electronsBelowFermi: inside
          ? projections.map((density) => integralUpTo(energies, density, zero))
          : null,
      };
    }),
  };
}

function valueAt(energies: Float64Array, density: Float64Array, energy: number): number {
  const above = energies.findIndex((e) => e >= energy);
  return above <= 0 ? (density[0] ?? Number.NaN) : valueBelow(energies, density, above, energy);
}

/** Between the point `above` and the one before it. */
function valueBelow(energies: Float64Array, density: Float64Array, above: number, energy: number): number {
  const [e0, e1] = [energies[above - 1] ?? 0, energies[above] ?? 0];
  const [d0, d1] = [density[above - 1] ?? 0, density[above] ?? 0];
  return e1 === e0 ? d1 : d0 + ((d1 - d0) * (energy - e0)) / (e1 - e0);
}

function integralUpTo(energies: Float64Array, density: Float64Array, limit: number): number {
  let sum = 0;
  for (let n = 1; n < energies.length; n += 1) {
    const [e0, e1] = [energies[n - 1] ?? 0, energies[n] ?? 0];
    if (e0 >= limit) break;
    const end = Math.min(e1, limit);
    sum += ((end - e0) * ((density[n - 1] ?? 0) + valueBelow(energies, density, n, end))) / 2;
  }
  return sum;
}
