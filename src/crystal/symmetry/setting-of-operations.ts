import { operationSetKey } from './operation-set.js';
import type { SymmetryOperation } from './operation.js';
import type { GroupSetting, SymmetryLibrary } from './symmetry-library.js';

/** The tabulated setting with exactly these operations (modulo the lattice, in any order), where there is one. */
export function settingOfOperations(
  library: SymmetryLibrary,
  operations: readonly SymmetryOperation[],
): GroupSetting | undefined {
  return tableOf(library).get(operationSetKey(operations));
}

const tables = new WeakMap<SymmetryLibrary, ReadonlyMap<string, GroupSetting>>();

function tableOf(library: SymmetryLibrary): ReadonlyMap<string, GroupSetting> {
  const known = tables.get(library);
  if (known) return known;
  const table = new Map<string, GroupSetting>();
  for (const setting of library.spaceGroupSettings) {
    const key = operationSetKey(library.operationsOf(setting));
    // Two settings of one group may hold the same operations (C c c e on a b c and on b a -c): the first will do.
    if (!table.has(key)) table.set(key, setting);
  }
  tables.set(library, table);
  return table;
}
