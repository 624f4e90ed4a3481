import { error } from '../../finding.js';
import type { BasisElement } from '../deck.js';
import { effectiveCharge } from '../electrons.js';
import { hasKeyword } from '../entries.js';
import { at, type DeckRule, type DeckView } from './rule.js';

/**
 * The electrons of all shells must balance the nuclei, else LoadBa stops with UNIT CELL NOT NEUTRAL. Ions may
 * balance each other, so the count is over the cell.
 */
export const neutrality: DeckRule = (view) => {
  const { basis } = view.deck;
  if (
    basis.kind !== 'external' ||
    hasKeyword(basis.entries, 'CHARGED') ||
    hasKeyword(basis.entries, 'GHOSTS')
  )
    return [];
  if (hasKeyword(view.deck.edits, 'ATOMSUBS')) return [];
  const surplus = new Map(
    basis.elements.map((element) => [
      element.number,
      electronsOfShells(element) - effectiveCharge(element.number, basis),
    ]),
  );
  const total = totalSurplus(view, surplus);
  if (Math.abs(total) < 1e-6) return [];
  const worst = basis.elements.find(({ number }) => Math.abs(surplus.get(number) ?? 0) > 1e-6);
  const message = `the shells hold ${total > 0 ? 'more' : 'fewer'} electrons than the nuclei ask for (${total.toFixed(2)})`;
  return [at(worst, error('neutrality', message, 'correct CHE of the shells, or add CHARGED after 99 0'))];
};

const electronsOfShells = ({ shells }: BasisElement): number =>
  shells.reduce((sum, shell) => sum + shell.electrons, 0);

/** Per cell where its atoms are known; else 0 unless no numbers of atoms could make it balance. */
function totalSurplus({ expanded, atoms }: DeckView, surplus: ReadonlyMap<number, number>): number {
  const of = (index: number): number => surplus.get(atoms[index]?.number ?? 0) ?? 0;
  if (expanded !== undefined) return expanded.deckAtoms.reduce((sum, index) => sum + of(index), 0);
  const each = atoms.map((_, index) => of(index));
  const oneSided = each.every((value) => value >= -1e-6) || each.every((value) => value <= 1e-6);
  return oneSided ? each.reduce((sum, value) => sum + value, 0) : 0;
}
