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

/** The volume has one decimal more than the angles; one with fewer was cut. */
const WHOLE_VOLUME = /\.(?:\d{5} +\d+\.\d{6}|\d{4} +\d+\.\d{5})\s*$/;

function readCoarseCell(draft: RunDraft, text: string): Table | undefined {
  const isConventional = text.includes('CONVENTIONAL CELL');
  if (!isConventional && !text.includes('PRIMITIVE CELL')) return undefined;
  let index = 0;
  return (row) => {
    index += 1;
    if (index === 1) return /^\s+A\s/.test(row);
    if (index > 2) return false;
    const numbers = numbersFrom(row);
    const isWhole = (isConventional ? isEvenRow(row) : WHOLE_VOLUME.test(row)) && numbers !== undefined;
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
