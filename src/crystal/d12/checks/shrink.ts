import { error, warning } from '../../finding.js';
import { inverse, multiply, transpose } from '../../symmetry/matrix3.js';
import { findEntry, recordOf } from '../entries.js';
import type { ExpandedGeometry } from '../../structure/expanded-geometry.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** The k net: obligatory for periodic structures, equal along directions that the symmetry exchanges. */
export const shrink: DeckRule = (view) => {
  const { deck, dimensionality } = view;
  if (deck.basis.kind === 'none') return [];
  const entry = findEntry(deck.method, 'SHRINK');
  if (entry === undefined) {
    if (dimensionality === undefined || dimensionality === 0) return [];
    return [
      at(
        deck.method.at(-1),
        error('shrink', 'a periodic structure without SHRINK', 'add SHRINK and "IS ISP", e.g. 8 16'),
      ),
    ];
  }
  if (dimensionality === 0)
    return [at(entry, warning('shrink', 'a molecule has no k points', 'remove SHRINK'))];
  return [...nets(view), ...ties(view)].map((remark) => at(entry, remark));
};

function nets({ deck, dimensionality = 3 }: DeckView): PlacedRemark[] {
  const [uniform = 0, gilat = 0] = (recordOf(deck.method, 'SHRINK') ?? []).map(Number);
  const factors = recordOf(deck.method, 'SHRINK', 1)?.map(Number) ?? [uniform];
  const largest = Math.max(...factors);
  const remarks: PlacedRemark[] = [];
  if (factors.some((factor) => factor < 1))
    remarks.push(error('shrink', 'a shrinking factor below 1', 'write positive integers'));
  if (factors.slice(dimensionality).some((factor) => factor > 1) && factors.length > 1) {
    remarks.push(
      error(
        'shrink',
        `factors ${factors.join(' ')} for ${dimensionality} periodic directions`,
        'write 1 for the others',
      ),
    );
  }
  if (gilat < largest) {
    remarks.push(
      warning(
        'shrink',
        `ISP ${gilat} is coarser than the net itself (${largest})`,
        `write at least ${largest}; ${2 * largest} for a metal`,
      ),
    );
  }
  return remarks;
}

/** CRYSTAL stops with SHRINK BREAKS SYMMETRY. */
function ties({ deck, expanded }: DeckView): PlacedRemark[] {
  const factors = recordOf(deck.method, 'SHRINK', 1)?.map(Number);
  if (factors === undefined || expanded === undefined) return [];
  for (const matrix of rotationsOnPrimitive(expanded)) {
    for (const [row, values] of matrix.entries()) {
      for (const [column, value] of values.entries()) {
        const [one = 1, other = 1] = [factors[row], factors[column]];
        // The net b_i / IS_i is unchanged where W_ij IS_i / IS_j is whole.
        if (Number.isInteger((Math.round(value) * one) / other)) continue;
        const message = `factors ${factors.join(' ')} break the symmetry of group ${expanded.group.number}`;
        return [
          error('shrink', message, `write the same factor along directions ${row + 1} and ${column + 1}`),
        ];
      }
    }
  }
  return [];
}

/** Rotations of the group as they act on the primitive reciprocal vectors. */
function rotationsOnPrimitive({
  operations,
  conventionalVectors,
  structure,
}: ExpandedGeometry): number[][][] {
  const toConventional = multiply(structure.lattice, inverse(conventionalVectors));
  const toPrimitive = inverse(toConventional);
  return operations.map(({ rotation }) => {
    const direct = multiply(multiply(toConventional, transpose(rotation)), toPrimitive);
    return inverse(transpose(direct)).map((row) => [...row]);
  });
}
