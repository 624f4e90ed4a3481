export interface DosIntegral {
  /** A row of the file: its energy, then the density of each projection. Rows come with rising energy. */
  readonly take: (row: readonly number[]) => void;
  /** Density of each projection at the limit. */
  readonly atLimit: () => readonly number[];
  /** Integral of each projection from the first row to the limit. */
  readonly upToLimit: () => readonly number[];
}

/** Trapezoidal rule on the file's own points, of rows that come one by one and are not kept. */
export function createDosIntegral(limitHartree: number): DosIntegral {
  let before: readonly number[] | undefined;
  let density: number[] = [];
  let sums: number[] = [];

  const addUpTo = (end: number, from: readonly number[], to: readonly number[]): void => {
    const [e0 = Number.NaN, e1 = Number.NaN] = [from[0], to[0]];
    for (let n = 0; n < sums.length; n += 1) {
      const [d0 = 0, d1 = 0] = [from[n + 1], to[n + 1]];
      const there = e1 === e0 ? d1 : d0 + ((d1 - d0) * (end - e0)) / (e1 - e0);
      sums[n] = (sums[n] ?? 0) + ((end - e0) * (d0 + there)) / 2;
      density[n] = there;
    }
  };

  return {
    take(row) {
      const [energy = Number.NaN] = row;
      if (!before) {
        density = row.slice(1);
        sums = density.map(() => 0);
      } else if ((before[0] ?? limitHartree) < limitHartree) {
        addUpTo(Math.min(energy, limitHartree), before, row);
      }
      before = row;
    },
    atLimit: () => density,
    upToLimit: () => sums,
  };
}
