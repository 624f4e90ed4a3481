import { isEvenRow, numbersFrom } from '../fortran-numbers.js';
import type { Table } from '../landmarks.js';
import type { CellParameters } from '../report.js';

/** The line of parameters is the second below ` PRIMITIVE CELL` or ` CRYSTALLOGRAPHIC CELL`. */
export function cellTable(store: (cell: CellParameters, line: number) => void): Table {
  let index = 0;
  return (text, line) => {
    index += 1;
    if (index === 1) return /^\s+A\s+B\s+C\s+ALPHA/.test(text);
    if (index > 2) return false;
    const cell = isEvenRow(text) ? cellOf(numbersFrom(text)) : undefined;
    if (cell) store(cell, line);
    return cell !== undefined;
  };
}

export const cellOf = (numbers: readonly number[] | undefined): CellParameters | undefined => {
  const [a, b, c, alpha, beta, gamma] = numbers ?? [];
  if (a === undefined || b === undefined || c === undefined) return undefined;
  if (alpha === undefined || beta === undefined || gamma === undefined) return undefined;
  return isCell(a, b, c, alpha, beta, gamma) ? [a, b, c, alpha, beta, gamma] : undefined;
};

const isCell = (...[a, b, c, ...angles]: readonly [number, number, number, ...number[]]): boolean =>
  a > 0 && b > 0 && c > 0 && angles.every((angle) => angle > 0 && angle < 180);
