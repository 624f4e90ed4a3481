/*
 *  LATTICE PARAMETERS  (ANGSTROMS AND DEGREES) - CONVENTIONAL CELL
 *         A           B           C        ALPHA        BETA       GAMMA
 *      4.21700     4.21700     4.21700    90.00000    90.00000    90.00000
 *
 * The cell of the deck, and in properties the only one: five decimals. Two blanks after PARAMETERS; one blank heads the
 * geometry itself.
 */
import { isEvenRow, numbersFrom } from '../fortran-numbers.js';
import { landmark, type Landmark, type Table } from '../landmarks.js';
import type { CellParameters, Matrix3 } from '../report.js';
import type { RunDraft } from '../run-draft.js';
import { cellOf } from './cell-line.js';
import { matrixTable } from './matrix-table.js';

export interface CoarseCellDraft {
  conventional: CellParameters | null;
  primitive: CellParameters | null;
  primitiveVolume: number | null;
  vectors: Matrix3 | null;
}

export const newCoarseCell = (): CoarseCellDraft => ({
  conventional: null,
  primitive: null,
  primitiveVolume: null,
  vectors: null,
});

function readCoarseVectors(draft: RunDraft): Table {
  return matrixTable(0, (matrix) => {
    draft.coarseCell.vectors = matrix;
  });
}

function readCoarseCell(draft: RunDraft, text: string): Table | undefined {
  const isConventional = text.includes('CONVENTIONAL CELL');
  if (!isConventional && !text.includes('PRIMITIVE CELL')) return undefined;
  // A volume with fewer decimals was cut: crystal prints six of them, properties five.
  const wholeVolume = text.includes('ANGSTROMS') ? /\.\d{6}\s*$/ : /\.\d{5}\s*$/;
  let index = 0;
  return (row) => {
    index += 1;
    if (index === 1) return /^\s+A\s/.test(row);
    if (index > 2) return false;
    const numbers = numbersFrom(row);
    const isWhole = (isConventional ? isEvenRow(row) : wholeVolume.test(row)) && numbers !== undefined;
    const cell = isWhole ? cellOf(numbers) : undefined;
    if (cell) storeCoarseCell(draft.coarseCell, isConventional, cell, numbers?.[6]);
    return cell !== undefined;
  };
}

function storeCoarseCell(
  draft: CoarseCellDraft,
  isConventional: boolean,
  cell: CellParameters,
  volume: number | undefined,
): void {
  if (isConventional) draft.conventional = cell;
  else {
    draft.primitive = cell;
    draft.primitiveVolume = volume ?? null;
  }
}

export const coarseCellLandmarks: readonly Landmark[] = [
  landmark('LATTICE PARAMETERS  (ANGSTROM', readCoarseCell),
  landmark('DIRECT LATTICE VECTOR COMPONENTS (ANGSTROM)', readCoarseVectors),
];
