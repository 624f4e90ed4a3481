import { isGiven } from '../settings/given.js';
import type { SettingsPatch } from '../settings/settings.js';
import { inDft } from './apply-method.js';
import type { DeckEntry } from './deck.js';
import { keyword, replaceKeywords, withoutKeywords } from './entries.js';
import { atomSpinRecords } from './from-settings/spin.js';
import type { DeckGeometry } from './geometry.js';
import { hamiltonianOf } from './hamiltonian-of.js';

/** Changes shell, SPINLOCK and ATOMSPIN as far as the patch names them. */
export function applySpin(
  method: readonly DeckEntry[],
  { spin }: SettingsPatch,
  geometry: DeckGeometry,
  primitiveAtoms: readonly number[] | undefined,
): readonly DeckEntry[] {
  if (spin === undefined) return method;
  const before = hamiltonianOf(method).openShell;
  const open = opens(spin) ?? before;
  const shelled = open === before ? method : withShell(method, open);
  if (!open) return withoutKeywords(shelled, 'SPINLOCK', 'ATOMSPIN', 'SPINLOC2', 'BETALOCK');
  const locked = spin.lock === undefined ? shelled : withLock(shelled, spin.lock);
  if (spin.atoms === undefined) return locked;
  const labels = atomSpinRecords(spin.atoms, geometry, primitiveAtoms).records;
  return labels.length === 0
    ? withoutKeywords(locked, 'ATOMSPIN')
    : replaceKeywords(locked, ['ATOMSPIN'], [keyword('ATOMSPIN', [labels.length], ...labels)]);
}

type Spin = NonNullable<SettingsPatch['spin']>;

/** Undefined where the patch leaves it to the deck. */
function opens(spin: Spin): boolean | undefined {
  if (spin.shell === 'open' || isGiven(spin.lock) || Object.keys(spin.atoms ?? {}).length > 0) return true;
  return spin.shell === 'closed' ? false : undefined;
}

function withShell(method: readonly DeckEntry[], open: boolean): readonly DeckEntry[] {
  const { dft } = hamiltonianOf(method);
  if (dft === undefined)
    return open ? [keyword('UHF'), ...withoutKeywords(method, 'RHF')] : withoutKeywords(method, 'UHF');
  return inDft(method, (entries) =>
    open ? [keyword('SPIN'), ...entries] : withoutKeywords(entries, 'SPIN'),
  );
}

function withLock(method: readonly DeckEntry[], lock: Spin['lock']): readonly DeckEntry[] {
  return isGiven(lock)
    ? replaceKeywords(method, ['SPINLOCK'], [keyword('SPINLOCK', [lock.difference, lock.cycles])])
    : withoutKeywords(method, 'SPINLOCK');
}
