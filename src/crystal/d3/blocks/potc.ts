import type { DeckCursor } from '../deck-cursor.js';

/**
 * Electrostatic potential at points or averaged over planes:
 *
 *     POTC           POTC            POTC
 *     0 2 0          2 400 0         3 400 0
 *     0. 0. 2.5      -40. 40.        -40. 40.
 *     0. 0. 7.5                      0.5
 *
 * ICA NPU IPA. ICA 0: NPU points in bohr (NPU < 0: from POTC.INP; NPU 0: at the atoms, all with IPA 0, unique ones
 * with IPA 1). ICA 2: averages over NPU planes from ZM to ZP (bohr). ICA 3: over slabs of half-width ZD.
 */
export interface PotcBlock {
  readonly kind: 'POTC';
  readonly mode: number;
  readonly points: number;
  readonly unique: number;
  readonly positionsBohr: readonly (readonly number[])[];
  readonly rangeBohr: readonly number[] | null;
  readonly halfWidthBohr: number | null;
}

const mostPositions = 1_000_000;

export function readPotc(cursor: DeckCursor): PotcBlock {
  const [mode = 0, points = 0, unique = 0] = cursor.integers(3, 'ICA NPU IPA of POTC').values;
  const positionsBohr: (readonly number[])[] = [];
  if (mode === 0) {
    for (let n = 0; n < Math.min(points, mostPositions); n += 1) {
      positionsBohr.push(cursor.numbers(3, 'x y z of a point of POTC').values);
    }
  }
  return { kind: 'POTC', mode, points, unique, positionsBohr, ...readAverages(cursor, mode) };
}

/** ZM ZP, for layers with ZD below; some write the three on one line. */
function readAverages(cursor: DeckCursor, mode: number): Pick<PotcBlock, 'rangeBohr' | 'halfWidthBohr'> {
  if (mode === 2) return { rangeBohr: cursor.numbers(2, 'ZM ZP of POTC').values, halfWidthBohr: null };
  if (mode !== 3) return { rangeBohr: null, halfWidthBohr: null };
  const together = cursor.countNumbers() >= 3;
  const [from = 0, to = 0, width] = cursor.numbers(together ? 3 : 2, 'ZM ZP of POTC').values;
  const [halfWidthBohr = 0] = width === undefined ? cursor.numbers(1, 'ZD of POTC').values : [width];
  return { rangeBohr: [from, to], halfWidthBohr };
}

export function renderPotc(block: PotcBlock): readonly string[] {
  return [
    'POTC',
    `${block.mode} ${block.points} ${block.unique}`,
    ...block.positionsBohr.map((position) => position.join(' ')),
    ...(block.rangeBohr ? [block.rangeBohr.join(' ')] : []),
    ...(block.halfWidthBohr === null ? [] : [String(block.halfWidthBohr)]),
  ];
}
