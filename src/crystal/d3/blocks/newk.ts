import type { DeckCursor } from '../deck-cursor.js';
import { readPrintOptions, renderPrintOptions, type PrintOption } from './print-options.js';

/**
 * Eigenvectors on a net of k points:
 *
 *     NEWK            NEWK
 *     12 24           0 24
 *     1 0             12 12 6
 *                     1 0
 *
 * IS ISP, or 0 ISP and IS1 IS2 IS3; then IFE NPR. A molecule has only IFE NPR. `0 0` keeps the net of the SCF and
 * has no third record.
 */
export interface NewkBlock {
  readonly kind: 'NEWK';
  /** null: molecule; [IS]: isotropic, [0]: as in the SCF; [IS1, IS2, IS3]: per direction. */
  readonly mesh: readonly number[] | null;
  /** Shrinking factor of the Gilat net; 0 without mesh. */
  readonly gilat: number;
  /** IFE 1: Fermi energy and density matrix are computed anew. */
  readonly fermi: number;
  readonly prints: readonly PrintOption[];
}

export function readNewk(cursor: DeckCursor): NewkBlock {
  const [first = 0, second = 0] = cursor.integers(2, 'IS ISP of NEWK').values;
  if (!startsWithNumber(cursor)) {
    return { kind: 'NEWK', mesh: null, gilat: 0, fermi: first, prints: readPrintOptions(cursor, second) };
  }
  const mesh = first === 0 && second !== 0 ? cursor.integers(3, 'IS1 IS2 IS3 of NEWK').values : [first];
  const [fermi = 0, prints = 0] = cursor.integers(2, 'IFE NPR of NEWK').values;
  return { kind: 'NEWK', mesh, gilat: second, fermi, prints: readPrintOptions(cursor, prints) };
}

export function renderNewk(block: NewkBlock): readonly string[] {
  const last = [`${block.fermi} ${block.prints.length}`, ...renderPrintOptions(block.prints)];
  if (!block.mesh) return ['NEWK', ...last];
  if (block.mesh.length === 1) return ['NEWK', `${block.mesh.join(' ')} ${block.gilat}`, ...last];
  return ['NEWK', `0 ${block.gilat}`, block.mesh.join(' '), ...last];
}

const startsWithNumber = (cursor: DeckCursor): boolean => /^[+-]?[\d.]/.test(cursor.peekWord());
