import { isGiven } from '../settings/given.js';
import { defaultSettings } from '../settings/presets.js';
import { withDefaults } from '../settings/resolve-settings.js';
import type { CalculationSettings, SettingsPatch } from '../settings/settings.js';
import { applyMethod } from './apply-method.js';
import { applySpin } from './apply-spin.js';
import { numberedByElement, numberedForBasis } from './atom-numbers.js';
import type { Deck, DeckEntry } from './deck.js';
import { replaceKeywords } from './entries.js';
import { basisFor, ghostEntries } from './from-settings/basis.js';
import { extraEntries } from './from-settings/extra.js';
import { replaceByRules } from './from-settings/replace-by-rules.js';
import { scfRules } from './from-settings/scf.js';
import { shrinkEntries } from './from-settings/shrink.js';
import type { Vector3 } from './geometry.js';
import { methodKeywords } from './keywords/method.js';
import { readBasisText } from './read-basis.js';
import { dimensionalityOf } from './read-deck.js';
import { findFunctional } from './tables/functionals.js';

export interface CellFacts {
  /** Rows, Angstrom: needed where the patch asks for another k net. */
  readonly primitiveVectors?: readonly Vector3[];
  /** Index of the asymmetric atom for each atom of the primitive cell: needed for initial spins. */
  readonly primitiveAtoms?: readonly number[];
  /** Of a phonon dispersion, in primitive vectors. */
  readonly supercell?: readonly (readonly number[])[] | null;
}

/**
 * Changes the records of block 2 and 3 that a patch speaks of, in their place, and no others.
 * @throws BASIS_NOT_COVERED, SETTINGS_INVALID, DECK_UNREADABLE (records of the user's own)
 */
export function applySettings(deck: Deck, patch: SettingsPatch, cell: CellFacts = {}): Deck {
  const based = applyBasis(deck, patch);
  const hamiltonian = applyMethod(deck.method, patch);
  const spun = applySpin(hamiltonian, patch, based.geometry, cell.primitiveAtoms);
  const meshed = applyShrink(spun, patch, dimensionalityOf(deck.geometry), cell);
  const scf = replaceByRules(meshed, scfRules, patch.scf, withDefaults(defaultSettings.scf, patch.scf));
  const extra = extraEntries(patch.extra?.method ?? [], methodKeywords, 'extra.method');
  return { ...based, method: [...scf, ...extra] };
}

/** An internal set knows no pseudopotential atoms; an external one says which it has. */
function applyBasis(deck: Deck, patch: SettingsPatch): Deck {
  const asked = askedBasis(patch);
  if (asked.external === null && asked.internal === null) return withGhosts(deck, patch.basis?.ghosts);
  const geometry =
    asked.external === null
      ? numberedByElement(deck.geometry)
      : numberedForBasis(deck.geometry, readBasisText(asked.external, 'external basis set'));
  const basis = basisFor(asked, 'atoms' in geometry ? geometry.atoms : []);
  return { ...deck, geometry, basis, geometryEnd: basis.kind === 'internal' ? null : 'END' };
}

/** A composite method brings its basis set, whatever the deck has. */
function askedBasis({ method, basis }: SettingsPatch): CalculationSettings['basis'] {
  const own = method?.functional === undefined ? undefined : findFunctional(method.functional)?.basis;
  const external = basis?.external ?? null;
  const internal = external === null ? (basis?.internal ?? own ?? null) : null;
  return { internal, external, ghosts: basis?.ghosts ?? [] };
}

function withGhosts(deck: Deck, ghosts: readonly number[] | undefined): Deck {
  const { basis } = deck;
  if (ghosts === undefined || basis.kind === 'none') return deck;
  return {
    ...deck,
    basis: { ...basis, entries: replaceKeywords(basis.entries, ['GHOSTS'], ghostEntries(ghosts)) },
  };
}

function applyShrink(
  method: readonly DeckEntry[],
  { kpoints }: SettingsPatch,
  dimensionality: number | undefined,
  { primitiveVectors, supercell = null }: CellFacts,
): readonly DeckEntry[] {
  const asked = kpoints !== undefined || supercell !== null;
  if (!asked || (primitiveVectors === undefined && !isGiven(kpoints?.mesh))) return method;
  const settings = { ...defaultSettings, kpoints: withDefaults(defaultSettings.kpoints, kpoints) };
  const entries = shrinkEntries(settings, primitiveVectors ?? [], dimensionality, supercell);
  return entries.length === 0 ? method : replaceKeywords(method, ['SHRINK'], entries);
}
