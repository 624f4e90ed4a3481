import { cartesianOperations, exact } from './cartesian-operations.js';
import { multiply, transpose, type Matrix3 } from './matrix3.js';
import type { SymmetryOperation } from './operation.js';
import { settingsOfSymbol } from './space-group-names.js';
import type { SymmetryLibrary } from './symmetry-library.js';

/**
 * CRYSTAL's 99 rod groups with the chain along x, in its own order (manual, appendix A.3). Up to 31 the symbols
 * belong to x, y and z in turn; from 32 on to the chain and the directions across it, a glide along the chain being
 * `a`. Each is a space group without translations across the chain.
 */
const symbols: readonly string[] = (
  'P 1,P -1,P 2 1 1,P 2_1 1 1,P 1 2 1,P 1 1 2,P m 1 1,P 1 m 1,P 1 a 1,P 1 1 m,P 1 1 a,' +
  'P 2/m 1 1,P 2_1/m 1 1,P 1 2/m 1,P 1 2/a 1,P 1 1 2/m,P 1 1 2/a,P 2 2 2,P 2_1 2 2,' +
  'P 2 m m,P 2_1 a m,P 2_1 m a,P 2 a a,P m 2 m,P m 2 a,P m m 2,P m a 2,' +
  'P m m m,P 2/m 2/a 2/a,P 2_1/m 2/m 2/a,P 2_1/m 2/a 2/m,' +
  // 32-54: four-fold
  'P 4,P 4_1,P 4_2,P 4_3,P -4,P 4/m,P 4_2/m,P 4 2 2,P 4_1 2 2,P 4_2 2 2,P 4_3 2 2,' +
  'P 4 m m,P 4_2 a m,P 4 a a,P 4_2 m a,P -4 2 m,P -4 2 a,P -4 m 2,P -4 a 2,' +
  'P 4/m m m,P 4/m 2/a 2/a,P 4_2/m 2/m 2/a,P 4_2/m 2/a 2/m,' +
  // 55-72: three-fold
  'P 3,P 3_1,P 3_2,P -3,P 3 1 2,P 3_1 1 2,P 3_2 1 2,P 3 2 1,P 3_1 2 1,P 3_2 2 1,' +
  'P 3 m 1,P 3 a 1,P 3 1 m,P 3 1 a,P -3 1 m,P -3 1 a,P -3 m 1,P -3 a 1,' +
  // 73-99: six-fold
  'P 6,P 6_1,P 6_5,P 6_2,P 6_4,P 6_3,P -6,P 6/m,P 6_3/m,' +
  'P 6 2 2,P 6_1 2 2,P 6_5 2 2,P 6_2 2 2,P 6_4 2 2,P 6_3 2 2,P 6 m m,P 6 a a,P 6_3 a m,P 6_3 m a,' +
  'P -6 m 2,P -6 a 2,P -6 2 m,P -6 2 a,P 6/m m m,P 6/m 2/a 2/a,P 6_3/m 2/a 2/m,P 6_3/m 2/m 2/a'
).split(',');

/**
 * Groups whose symbol leaves open which direction across the chain is meant, or where along the chain it lies: 2_1,
 * 4_1 or 4_3 with two-folds (19 40 42), three-fold groups with anything across (59-72), six-fold screws with
 * two-folds and six-fold groups whose two sets across differ. No public text tells CRYSTAL's choice.
 */
const openSettings: readonly (readonly [number, number])[] = [
  [19, 19],
  [40, 40],
  [42, 42],
  [59, 72],
  [83, 87],
  [90, 95],
  [98, 99],
];

export interface RodGroup {
  readonly number: number;
  readonly symbol: string;
  /** x fractional and periodic; y and z in Angstrom and never translated: rotations across the chain are Cartesian. */
  readonly operations: readonly SymmetryOperation[];
  /** False where the axes across the chain are the likely ones only: such groups are read, not written. */
  readonly isSettled: boolean;
}

/** Rod group by CRYSTAL's number 1-99; undefined for others. */
export function rodGroup(number: number, library: SymmetryLibrary): RodGroup | undefined {
  const symbol = symbols[number - 1];
  if (symbol === undefined) return undefined;
  const known = tables.get(library) ?? new Map<number, RodGroup>();
  tables.set(library, known);
  const group = known.get(number) ?? {
    number,
    symbol: symbol.replaceAll(' ', ''),
    operations: number < firstWithHighAxis ? alongX(symbol, library) : fromAxisZ(symbol, library),
    isSettled: !openSettings.some(([first, last]) => number >= first && number <= last),
  };
  known.set(number, group);
  return group;
}

export const rodGroupCount = symbols.length;

const firstWithHighAxis = 32;
const tables = new WeakMap<SymmetryLibrary, Map<number, RodGroup>>();

function alongX(symbol: string, library: SymmetryLibrary): readonly SymmetryOperation[] {
  const [setting] = settingsOfSymbol(library, symbol);
  return setting ? library.operationsOf(setting) : [];
}

/**
 * A quarter turn about y: the axis z becomes x, and x becomes -z. The appendix has P2_1am, not P2_1ma, as the group
 * in the orientation of the International Tables (P m c 2_1): x and z change places, y stays.
 */
const quarterTurn: Matrix3 = [
  [0, 0, 1],
  [0, 1, 0],
  [-1, 0, 0],
];

function fromAxisZ(symbol: string, library: SymmetryLibrary): readonly SymmetryOperation[] {
  const [setting] = settingsOfSymbol(library, symbol.replaceAll('a', 'c'));
  if (!setting) return [];
  return cartesianOperations(setting, library).map(({ rotation, translation }) => ({
    rotation: exact(multiply(multiply(quarterTurn, rotation), transpose(quarterTurn))),
    translation: [translation[2], 0, 0],
  }));
}
