import { cartesianOperations } from './cartesian-operations.js';
import type { SymmetryOperation } from './operation.js';
import { settingsOfSymbol } from './space-group-names.js';
import type { SymmetryLibrary } from './symmetry-library.js';

/**
 * CRYSTAL's point groups of molecules by number (manual, appendix A.4): the crystal classes in the order of the
 * International Tables, those with one axis along x, y and z in turn, those with two sets across the axis twice:
 * 45 in all, which is the manual's own count, and 15 is C2v along z in a public output. A run prints the primitive
 * space group beside the point group (`CORRESPONDING SPACE GROUP : P M M 2`); so they are made here.
 */
const rows: readonly (readonly [spaceGroup: string, schoenflies: string])[] = [
  ['P 1', 'C1'],
  ['P -1', 'Ci'],
  ['P 2 1 1', 'C2'],
  ['P 1 2 1', 'C2'],
  ['P 1 1 2', 'C2'],
  ['P m 1 1', 'Cs'],
  ['P 1 m 1', 'Cs'],
  ['P 1 1 m', 'Cs'],
  ['P 2/m 1 1', 'C2h'],
  ['P 1 2/m 1', 'C2h'],
  ['P 1 1 2/m', 'C2h'],
  ['P 2 2 2', 'D2'],
  ['P 2 m m', 'C2v'],
  ['P m 2 m', 'C2v'],
  ['P m m 2', 'C2v'],
  ['P m m m', 'D2h'],
  ['P 4', 'C4'],
  ['P -4', 'S4'],
  ['P 4/m', 'C4h'],
  ['P 4 2 2', 'D4'],
  ['P 4 m m', 'C4v'],
  ['P -4 2 m', 'D2d'],
  ['P -4 m 2', 'D2d'],
  ['P 4/m m m', 'D4h'],
  ['P 3', 'C3'],
  ['P -3', 'S6'],
  ['P 3 2 1', 'D3'],
  ['P 3 1 2', 'D3'],
  ['P 3 m 1', 'C3v'],
  ['P 3 1 m', 'C3v'],
  ['P -3 m 1', 'D3d'],
  ['P -3 1 m', 'D3d'],
  ['P 6', 'C6'],
  ['P -6', 'C3h'],
  ['P 6/m', 'C6h'],
  ['P 6 2 2', 'D6'],
  ['P 6 m m', 'C6v'],
  ['P -6 m 2', 'D3h'],
  ['P -6 2 m', 'D3h'],
  ['P 6/m m m', 'D6h'],
  ['P 2 3', 'T'],
  ['P m -3', 'Th'],
  ['P 4 3 2', 'O'],
  ['P -4 3 m', 'Td'],
  ['P m -3 m', 'Oh'],
];

/** Groups that stand in the table twice: which of the two numbers has which axes is in no public text. */
const openSettings: ReadonlySet<number> = new Set([22, 23, 27, 28, 29, 30, 31, 32, 38, 39]);

export interface PointGroup {
  readonly number: number;
  /** `C2v`. */
  readonly schoenflies: string;
  /** `mm2`; tells the axes where a group stands in the table more than once. */
  readonly hermannMauguin: string;
  /** About the origin, Cartesian; translations are 0. */
  readonly operations: readonly SymmetryOperation[];
  /** False where the axes are the likely ones only: such groups are read, not written. */
  readonly isSettled: boolean;
}

/** Point group by CRYSTAL's number 1-45; undefined for others, also for the icosahedral groups 46 and 47. */
export function pointGroup(number: number, library: SymmetryLibrary): PointGroup | undefined {
  const row = rows[number - 1];
  const [setting] = row ? settingsOfSymbol(library, row[0]) : [];
  if (!row || !setting) return undefined;
  const known = tables.get(library) ?? new Map<number, PointGroup>();
  tables.set(library, known);
  const group = known.get(number) ?? {
    number,
    schoenflies: row[1],
    hermannMauguin: row[0].slice(2).replaceAll(' ', ''),
    operations: cartesianOperations(setting, library),
    isSettled: !openSettings.has(number),
  };
  known.set(number, group);
  return group;
}

/** With known operations. */
export const pointGroupCount = rows.length;
/** I and Ih follow in CRYSTAL's table; how their axes lie is in no public text. */
export const lastPointGroup = 47;

const tables = new WeakMap<SymmetryLibrary, Map<number, PointGroup>>();
