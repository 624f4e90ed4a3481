/**
 * POTC.DAT, the electrostatic potential along z or at points: comment lines (# or @), then rows of numbers.
 *
 *     # Z (A.U.)     V(Z)     E(Z)     RHO(Z)
 *       -40.000    -0.1432   ...
 *
 * Only the first columns are certain: z and potential of plane averages.
 */
import type { Reading } from './data-reader.js';
import { type DataText, numbersOf, quote } from './data-text.js';

/** What is kept of a file. Atomic units; all rows have the same number of columns. */
export interface PotcDat {
  readonly firstRow: readonly number[];
  readonly lastRow: readonly number[];
}

/** Reads POTC.DAT. Throws DATA_FILE_UNREADABLE with file and line where a row is damaged. */
export function* readPotcDat(data: DataText): Reading<PotcDat> {
  let firstRow: readonly number[] | undefined;
  let lastRow: readonly number[] = [];
  while ((yield* data.skipBlank()) !== undefined) {
    const line = yield* data.next('a row of numbers');
    if (/^\s*[#@&]/.test(line)) continue;
    const row = numbersOf(line);
    const width = firstRow?.length ?? row?.length ?? 0;
    if (!row || row.length < 2 || row.length !== width) {
      throw data.fault(
        width >= 2 ? `${width} numbers` : 'a row of numbers',
        quote(line),
        data.lineNumber - 1,
      );
    }
    data.refuseCutNumber('POTC.DAT');
    firstRow ??= row;
    lastRow = row;
  }
  if (!firstRow) throw data.fault('rows of numbers');
  return { firstRow, lastRow };
}

const electronvoltPerHartree = 27.211386245988;

/**
 * Work function of a slab on both sides, eV: the plane average of the potential far out (first and last plane) less
 * the Fermi energy (hartree, of the same run).
 */
export function workFunctions(
  potc: PotcDat,
  fermiHartree: number,
): { readonly lowerElectronvolt: number; readonly upperElectronvolt: number } | null {
  const lower = potc.firstRow[1];
  const upper = potc.lastRow[1];
  if (lower === undefined || upper === undefined) return null;
  return {
    lowerElectronvolt: (lower - fermiHartree) * electronvoltPerHartree,
    upperElectronvolt: (upper - fermiHartree) * electronvoltPerHartree,
  };
}
