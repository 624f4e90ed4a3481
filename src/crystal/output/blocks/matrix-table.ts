import { isEvenRow, numberRow } from '../fortran-numbers.js';
import type { Table } from '../landmarks.js';
import type { Matrix3 } from '../report.js';

/** Three rows of a matrix, after `headers` lines of heading. */
export function matrixTable(headers: number, store: (matrix: Matrix3) => void): Table {
  const numbers: number[] = [];
  let skipped = 0;
  return (text) => {
    if (skipped < headers) {
      skipped += 1;
      return /^\s+X\s+Y\s+Z/.test(text);
    }
    const row = numbers.length < 9 && isEvenRow(text) ? numberRow(text, 3) : undefined;
    if (!row) return false;
    numbers.push(...row);
    if (numbers.length === 9) store(matrixOf(numbers));
    return true;
  };
}

export const matrixOf = (n: readonly number[]): Matrix3 => {
  const at = (index: number): number => (n[index] ?? 0) + 0;
  return [
    [at(0), at(1), at(2)],
    [at(3), at(4), at(5)],
    [at(6), at(7), at(8)],
  ];
};
