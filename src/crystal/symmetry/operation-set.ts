import type { Vector3 } from '../d12/geometry.js';
import type { Matrix3 } from './matrix3.js';
import { compose, identityOperation, wrap, wrapVector, type SymmetryOperation } from './operation.js';

/** Translations of tabulated groups are multiples of 1/24; finer ones (odd origins) still get a stable key. */
const translationSteps = 24 * 40;

/** The same for operations that differ by a lattice translation. */
export function operationKey(operation: SymmetryOperation): string {
  return `${operation.rotation.join(',')}|${translationKey(operation.translation)}`;
}

export function translationKey(translation: Vector3): string {
  return translation.map((t) => Math.round(wrap(t) * translationSteps) % translationSteps).join(',');
}

/** The same for two lists that hold the same operations in any order. */
export const operationSetKey = oncePerList((operations) => operations.map(operationKey).sort().join(';'));

/** The largest space group has 192 operations in its conventional cell; a wild list must not run on for ever. */
const largestGroup = 384;

/** All products of the operations, each once modulo the lattice; undefined where they do not close to a group. */
export function closeGroup(
  generators: readonly SymmetryOperation[],
): readonly SymmetryOperation[] | undefined {
  const group = new Map<string, SymmetryOperation>([[operationKey(identityOperation), identityOperation]]);
  const take = (operation: SymmetryOperation): boolean => {
    const wrapped = { rotation: operation.rotation, translation: wrapVector(operation.translation) };
    const key = operationKey(wrapped);
    if (group.has(key)) return false;
    group.set(key, wrapped);
    return true;
  };
  for (const generator of generators) take(generator);
  // A list that is already a group (the rule) is only checked; a list of generators grows.
  for (let grown = true; grown;) {
    grown = false;
    for (const a of [...group.values()]) {
      for (const b of generators) {
        if (take(compose(a, b))) grown = true;
        if (group.size > largestGroup) return undefined;
      }
    }
  }
  return [...group.values()];
}

/** Each rotation part once. */
export const pointGroupOf = oncePerList((operations): readonly Matrix3[] => [
  ...new Map(operations.map((operation) => [operation.rotation.join(), operation.rotation])).values(),
]);

/** Nobody changes a list of operations, and all structures of a group share that of the tables. */
function oncePerList<T extends object | string>(
  make: (operations: readonly SymmetryOperation[]) => T,
): (operations: readonly SymmetryOperation[]) => T {
  const made = new WeakMap<readonly SymmetryOperation[], T>();
  return (operations) => {
    const known = made.get(operations);
    if (known !== undefined) return known;
    const result = make(operations);
    made.set(operations, result);
    return result;
  };
}
