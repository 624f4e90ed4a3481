/**
 * A solution q of `rows · q = right (mod 1)` with integer rows, or undefined where there is none within the
 * tolerance. Unknowns that the equations leave free are 0. By diagonalisation with integer steps (Smith's form).
 */
export function solveModular(
  rows: readonly (readonly number[])[],
  right: readonly number[],
  tolerance: number,
): readonly number[] | undefined {
  const unknowns = rows[0]?.length ?? 0;
  const m = rows.map((row) => row.map((value) => Math.round(value)));
  const d = [...right];
  // Columns of `back` turn the solution of the diagonal system into q.
  const back: number[][] = Array.from({ length: unknowns }, (_, i) =>
    Array.from({ length: unknowns }, (_, j) => (i === j ? 1 : 0)),
  );
  for (let k = 0; k < Math.min(m.length, unknowns); k += 1) {
    while (bringSmallestTo(k, m, d, back)) {
      const rest = clearColumn(k, m, d) + clearRow(k, m, back);
      if (rest === 0) break;
    }
  }
  const y = Array.from({ length: unknowns }, (_, k): number => {
    const pivot = m[k]?.[k] ?? 0;
    return pivot === 0 ? 0 : nearInteger(d[k] ?? 0) / pivot;
  });
  const isSolved = m.every((row, i) => {
    const pivot = row[i] ?? 0;
    return pivot !== 0 || Math.abs(nearInteger(d[i] ?? 0)) <= tolerance;
  });
  return isSolved
    ? back.map((row) => row.reduce((sum, value, k) => sum + value * (y[k] ?? 0), 0))
    : undefined;
}

/** Puts the smallest entry that is left on the diagonal; false where all are 0. */
function bringSmallestTo(k: number, m: number[][], d: number[], back: number[][]): boolean {
  let best: { row: number; column: number; size: number } | undefined;
  for (let row = k; row < m.length; row += 1) {
    for (let column = k; column < back.length; column += 1) {
      const size = Math.abs(entry(m, row, column));
      if (size > 0 && size < (best?.size ?? Infinity)) best = { row, column, size };
    }
  }
  if (!best) return false;
  swap(m, k, best.row);
  swap(d, k, best.row);
  for (const row of m) swap(row, k, best.column);
  for (const row of back) swap(row, k, best.column);
  return true;
}

/** Takes multiples of row k from the rows below; returns how many entries are left. */
function clearColumn(k: number, m: number[][], d: number[]): number {
  let left = 0;
  for (let row = k + 1; row < m.length; row += 1) {
    const factor = Math.trunc(entry(m, row, k) / entry(m, k, k));
    m[row] = (m[row] ?? []).map((value, column) => value - factor * entry(m, k, column));
    d[row] = (d[row] ?? 0) - factor * (d[k] ?? 0);
    if (entry(m, row, k) !== 0) left += 1;
  }
  return left;
}

function clearRow(k: number, m: number[][], back: number[][]): number {
  let left = 0;
  for (let column = k + 1; column < back.length; column += 1) {
    const factor = Math.trunc(entry(m, k, column) / entry(m, k, k));
    for (const row of [...m, ...back]) row[column] = (row[column] ?? 0) - factor * (row[k] ?? 0);
    if (entry(m, k, column) !== 0) left += 1;
  }
  return left;
}

const entry = (m: readonly (readonly number[])[], row: number, column: number): number =>
  m[row]?.[column] ?? 0;

function swap(list: unknown[], i: number, j: number): void {
  if (i !== j) [list[i], list[j]] = [list[j], list[i]];
}

/** The difference to the nearest integer. */
const nearInteger = (value: number): number => value - Math.round(value);
