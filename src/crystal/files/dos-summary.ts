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

/** Simple numbers of a density of states; those at the Fermi energy where it was read up to there. */
export function dosSummary(dos: DossDat): DosSummary {
  const first = dos.energiesHartree[0] ?? Number.NaN;
  const last = dos.energiesHartree.at(-1) ?? Number.NaN;
  const limit = dos.limitHartree;
  const inside = limit === fermiInFile(dos) && first <= limit && limit <= last;
  return {
    windowElectronvolt: [first * electronvoltPerHartree, last * electronvoltPerHartree],
    spins: dos.spins.map(({ spin, atLimit, upToLimit }) => ({
      spin,
      atFermiPerElectronvolt: inside ? (atLimit.at(-1) ?? Number.NaN) / electronvoltPerHartree : null,
      electronsBelowFermi: inside ? upToLimit : null,
    })),
  };
}

/** The Fermi energy on the scale of the file; null where the file does not say. */
export const fermiInFile = ({ energyReference, fermiHartree }: DossDat): number | null =>
  energyReference === 'fermi' ? 0 : fermiHartree;
