import { operationSetKey } from './operation-set.js';
import type { SymmetryOperation } from './operation.js';
import type { GroupSetting, SymmetryLibrary } from './symmetry-library.js';

/**
 * The tabulated setting with exactly these operations (modulo the lattice, in any order), where there is one.
 * @param likelyNumber the group that they are said to be. Its settings are looked at first: the operations of all 530
 * take 50 ms to make, and most campaigns meet few groups. Settings with the same operations have the same number.
 */
export function settingOfOperations(
  library: SymmetryLibrary,
  operations: readonly SymmetryOperation[],
  likelyNumber?: number,
): GroupSetting | undefined {
  const key = operationSetKey(operations);
  const likely = likelyNumber === undefined ? undefined : tableOf(library, likelyNumber).get(key);
  return likely ?? tableOf(library, 'all').get(key);
}

type Table = ReadonlyMap<string, GroupSetting>;
const tables = new WeakMap<SymmetryLibrary, Map<number | 'all', Table>>();

function tableOf(library: SymmetryLibrary, group: number | 'all'): Table {
  const made = tables.get(library) ?? new Map<number | 'all', Table>();
  tables.set(library, made);
  const table = made.get(group) ?? makeTable(library, group);
  made.set(group, table);
  return table;
}

function makeTable(library: SymmetryLibrary, group: number | 'all'): Table {
  const table = new Map<string, GroupSetting>();
  for (const setting of library.spaceGroupSettings) {
    if (group !== 'all' && setting.number !== group) continue;
    const key = operationSetKey(library.operationsOf(setting));
    // Two settings of one group may hold the same operations (C c c e on a b c and on b a -c): the first will do.
    if (!table.has(key)) table.set(key, setting);
  }
  return table;
}
