import { isEnd, type DeckCursor } from '../deck-cursor.js';

/**
 * A plane of points for the charge density (ECHG) or the electrostatic potential (POTM):
 *
 *     ECHG                  POTM
 *     0                     0 5
 *     100                   100
 *     COORDINA              ANGSTROM
 *     -4. -4. 0.            COORDINA
 *      4. -4. 0.            ...
 *      4.  4. 0.            END
 *     RECTANGU
 *     MARGINS
 *     1.5 1.5 1.5 1.5
 *     END
 *
 * IDER (POTM: IDER ITOL); NPY, the points along A-B; the corners A, B, C, where B is the corner between the others.
 */
export interface MapBlock {
  readonly kind: 'MAP';
  readonly keyword: 'ECHG' | 'POTM';
  /** IDER: 1 adds the gradient. */
  readonly derivative: number;
  /** ITOL of POTM. */
  readonly tolerance: number | null;
  readonly points: number;
  readonly entries: readonly MapEntry[];
}

export type MapEntry =
  | { readonly keyword: 'ANGSTROM' | 'BOHR' | 'FRACTION' | 'RECTANGU' | 'PRINT' }
  /** Three corners, in the unit that stands before them (Angstrom where none does). */
  | { readonly keyword: 'COORDINA'; readonly corners: readonly (readonly number[])[] }
  /** Three atoms: number and the indices of the cell. */
  | { readonly keyword: 'ATOMS'; readonly atoms: readonly (readonly number[])[] }
  /** ABM CDM ADM BCM. */
  | { readonly keyword: 'MARGINS'; readonly margins: readonly number[] }
  | { readonly keyword: 'OTHER'; readonly line: string };

export function readMap(cursor: DeckCursor, keyword: 'ECHG' | 'POTM'): MapBlock {
  const [derivative = 0, tolerance] = cursor.integers(
    keyword === 'POTM' ? 2 : 1,
    `IDER of ${keyword}`,
  ).values;
  const [points = 0] = cursor.integers(1, `NPY of ${keyword}`).values;
  const entries: MapEntry[] = [];
  while (!isEnd(cursor.peekWord())) entries.push(readEntry(cursor, keyword));
  cursor.line(`END of ${keyword}`);
  return { kind: 'MAP', keyword, derivative, tolerance: tolerance ?? null, points, entries };
}

function readEntry(cursor: DeckCursor, block: string): MapEntry {
  const line = cursor.line(`a keyword or END of ${block}`);
  const word = line.trim().toUpperCase();
  switch (word) {
    case 'ANGSTROM':
    case 'BOHR':
    case 'FRACTION':
    case 'RECTANGU':
    case 'PRINT':
      return { keyword: word };
    case 'COORDINA':
      return { keyword: word, corners: threeRecords(() => cursor.numbers(3, 'a corner of the map').values) };
    case 'ATOMS':
      return { keyword: word, atoms: threeRecords(() => cursor.integers(4, 'an atom and its cell').values) };
    case 'MARGINS':
      return { keyword: word, margins: cursor.numbers(4, 'four margins').values };
    default:
      return { keyword: 'OTHER', line };
  }
}

const threeRecords = <T>(read: () => T): readonly T[] => [read(), read(), read()];

export function renderMap(block: MapBlock): readonly string[] {
  const first = block.tolerance === null ? [block.derivative] : [block.derivative, block.tolerance];
  return [block.keyword, first.join(' '), String(block.points), ...block.entries.flatMap(renderEntry), 'END'];
}

function renderEntry(entry: MapEntry): readonly string[] {
  switch (entry.keyword) {
    case 'COORDINA':
      return [entry.keyword, ...entry.corners.map((corner) => corner.join(' '))];
    case 'ATOMS':
      return [entry.keyword, ...entry.atoms.map((atom) => atom.join(' '))];
    case 'MARGINS':
      return [entry.keyword, entry.margins.join(' ')];
    case 'OTHER':
      return [entry.line];
    case 'ANGSTROM':
    case 'BOHR':
    case 'FRACTION':
    case 'RECTANGU':
    case 'PRINT':
      return [entry.keyword];
  }
}
