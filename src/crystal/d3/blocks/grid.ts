import type { DeckCursor } from '../deck-cursor.js';

/**
 * Charge density (ECH3) or electrostatic potential (POT3) on a grid, as cube files:
 *
 *     ECH3           POT3
 *     100            100
 *     RANGE          5
 *     -20.           SCALE
 *     20.            3.
 *
 * NP points along the first lattice vector, both ends included; POT3: ITOL; SCALE or RANGE say how far the box reaches
 * in the directions without periodicity, one number for each (RANGE in bohr, minima before maxima).
 */
export interface GridBlock {
  readonly kind: 'GRID';
  readonly keyword: 'ECH3' | 'POT3';
  readonly points: number;
  /** ITOL of POT3. */
  readonly tolerance: number | null;
  readonly extent:
    | { readonly keyword: 'SCALE'; readonly factors: readonly number[] }
    | {
        readonly keyword: 'RANGE';
        readonly minimaBohr: readonly number[];
        readonly maximaBohr: readonly number[];
      }
    | null;
}

export function readGrid(cursor: DeckCursor, keyword: 'ECH3' | 'POT3'): GridBlock {
  const count = keyword === 'POT3' ? 2 : 1;
  const [points = 0, tolerance] = cursor.integers(
    count,
    `NP${count === 2 ? ' and ITOL' : ''} of ${keyword}`,
  ).values;
  return { kind: 'GRID', keyword, points, tolerance: tolerance ?? null, extent: readExtent(cursor, keyword) };
}

function readExtent(cursor: DeckCursor, keyword: string): GridBlock['extent'] {
  const word = cursor.peekWord();
  if (word === 'SCALE') {
    cursor.line('SCALE');
    return { keyword: 'SCALE', factors: cursor.numbersOfLine(`SCALE factors of ${keyword}`) };
  }
  if (word === 'RANGE') {
    cursor.line('RANGE');
    const minimaBohr = cursor.numbersOfLine(`RANGE minima of ${keyword}`);
    const maximaBohr = cursor.numbers(minimaBohr.length, `RANGE maxima of ${keyword}`).values;
    return { keyword: 'RANGE', minimaBohr, maximaBohr };
  }
  return null;
}

export function renderGrid(block: GridBlock): readonly string[] {
  const head = [
    block.keyword,
    String(block.points),
    ...(block.tolerance === null ? [] : [String(block.tolerance)]),
  ];
  if (!block.extent) return head;
  if (block.extent.keyword === 'SCALE') return [...head, 'SCALE', block.extent.factors.join(' ')];
  return [...head, 'RANGE', block.extent.minimaBohr.join(' '), block.extent.maximaBohr.join(' ')];
}
