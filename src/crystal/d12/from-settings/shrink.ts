import type { CalculationSettings } from '../../settings/settings.js';
import type { DeckEntry } from '../deck.js';
import { keyword } from '../entries.js';
import type { Vector3 } from '../geometry.js';
import { planShrink, shrinkRecords, type ShrinkPlan } from '../plan-shrink.js';

/** SHRINK for the cell that is calculated; a molecule has none. */
export function shrinkEntries(
  { kpoints }: CalculationSettings,
  primitiveVectors: readonly Vector3[],
  dimensionality: number | undefined,
  supercell: readonly (readonly number[])[] | null,
): DeckEntry[] {
  const directions = dimensionality ?? primitiveVectors.length;
  if (directions === 0) return [];
  const plan =
    kpoints.mesh === null
      ? planShrink(
          expand(primitiveVectors, supercell),
          directions,
          kpoints.spacingPerAngstrom,
          kpoints.gilatFactor,
        )
      : meshOf(kpoints.mesh, kpoints.gilatFactor, directions);
  return [keyword('SHRINK', ...shrinkRecords(plan, directions))];
}

function meshOf(mesh: readonly number[], gilatFactor: number, directions: number): ShrinkPlan {
  const [first = 1, second = 1, third = 1] = mesh.map((factor, axis) => (axis < directions ? factor : 1));
  return { factors: [first, second, third], gilat: gilatFactor * Math.max(first, second, third) };
}

/** Vectors of a supercell, given by rows in primitive vectors. */
function expand(
  vectors: readonly Vector3[],
  supercell: readonly (readonly number[])[] | null,
): readonly Vector3[] {
  if (supercell === null) return vectors;
  const along = (row: readonly number[], component: 0 | 1 | 2): number =>
    row.reduce((sum, count, axis) => sum + count * (vectors[axis]?.[component] ?? 0), 0);
  return supercell.map((row) => [along(row, 0), along(row, 1), along(row, 2)]);
}
