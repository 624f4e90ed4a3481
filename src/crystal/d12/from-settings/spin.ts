import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { DeckBasis, DeckEntry } from '../deck.js';
import { keyword } from '../entries.js';
import type { CalculationSettings } from '../../settings/settings.js';
import type { DeckGeometry } from '../geometry.js';
import type { DeckOrder } from '../build-deck.js';
import { electronsOf } from '../electrons.js';
import { elementSymbol } from '../../structure/elements.js';

/** SPIN/UHF or not: as asked, or open where the electrons of the primitive cell are odd in number and not smeared. */
export function isOpenShell(order: DeckOrder, basis: DeckBasis, warnings: string[]): boolean {
  const { spin } = order.settings;
  const electrons = electronsOf(order, basis);
  if (spin.shell === 'open' || spin.lock !== null || Object.keys(spin.atoms).length > 0) return true;
  const odd = electrons !== undefined && electrons % 2 === 1;
  if (spin.shell === 'closed' && odd && order.settings.scf.smearHartree === null) {
    warnings.push(`${electrons} electrons in the primitive cell cannot pair: a closed shell leaves one over`);
  }
  // Smeared occupations take an odd number of electrons in a closed shell: a metal.
  return spin.shell === 'auto' && odd && order.settings.scf.smearHartree === null;
}

/** SPINLOCK and ATOMSPIN, for an open shell only. */
export function spinEntries(order: DeckOrder, openShell: boolean, warnings: string[]): DeckEntry[] {
  if (!openShell) return [];
  const { lock } = order.settings.spin;
  const { records: labels, unused } = atomSpinRecords(
    order.settings.spin.atoms,
    order.geometry,
    order.primitiveAtoms,
  );
  for (const symbol of unused) {
    warnings.push(`the initial spin of ${symbol} is not used: the structure has no ${symbol}`);
  }
  return [
    ...(lock === null ? [] : [keyword('SPINLOCK', [lock.difference, lock.cycles])]),
    ...(labels.length === 0 ? [] : [keyword('ATOMSPIN', [labels.length], ...labels)]),
  ];
}

/** `label spin` for each atom of the primitive cell whose element has an initial spin; `unused` names the others. */
export function atomSpinRecords(
  spins: CalculationSettings['spin']['atoms'],
  geometry: DeckGeometry,
  primitiveAtoms: readonly number[] | undefined,
): { records: number[][]; unused: string[] } {
  const atoms = 'atoms' in geometry ? geometry.atoms : [];
  const isWhole = 'group' in geometry && geometry.group === 1;
  if (Object.keys(spins).length > 0 && primitiveAtoms === undefined && !isWhole) {
    // Labels count the atoms of the primitive cell; those of the asymmetric unit would be other atoms.
    throw new CrystalqError(
      'STRUCTURE_UNSUPPORTED',
      'initial spins: the atoms of the primitive cell are not known',
      {
        hint: 'Use --symmetry p1, or write ATOMSPIN in extra.method.',
      },
    );
  }
  const sequence = primitiveAtoms ?? atoms.map((_, index) => index);
  const dealt = new Map<string, number>();
  const records = sequence.flatMap((asymmetric, index) => {
    const symbol = elementSymbol((atoms[asymmetric]?.number ?? 0) % 100);
    const spin = spins[symbol];
    if (spin === undefined) return [];
    const turn = dealt.get(symbol) ?? 0;
    dealt.set(symbol, turn + 1);
    const moments = Array.isArray(spin) ? spin : [spin];
    return [[index + 1, moments[turn % moments.length] ?? 0]];
  });
  return { records, unused: Object.keys(spins).filter((symbol) => !dealt.has(symbol)) };
}
