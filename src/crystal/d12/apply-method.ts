import { isGiven } from '../settings/given.js';
import { defaultSettings } from '../settings/presets.js';
import type { CalculationSettings, SettingsPatch } from '../settings/settings.js';
import type { DeckEntry } from './deck.js';
import { findFunctional, functionals } from './tables/functionals.js';
import { keyword, nameOf, replaceKeywords, withoutKeywords } from './entries.js';
import { extraEntries } from './from-settings/extra.js';
import { dispersionBlock, functionalEntries, hamiltonianEntries } from './from-settings/hamiltonian.js';
import { functionalParts, hamiltonianOf, type HamiltonianOf } from './hamiltonian-of.js';
import { dftKeywords } from './keywords/dft.js';
import { grids } from './tables/grids.js';

type Method = CalculationSettings['method'];

const functionalWords = [...functionals.map(({ keyword: name }) => name), ...functionalParts];
const hamiltonianWords = ['DFT', 'HF3C', 'HFSOL3C', 'RHF', 'UHF', 'DFTD3', 'GCP', 'GCPAUTO'];

/**
 * Changes functional, dispersion and grid as far as the patch names them. The names are taken whole: PBE0 never
 * becomes PBE, and -D3 is never written twice.
 */
export function applyMethod(method: readonly DeckEntry[], patch: SettingsPatch): readonly DeckEntry[] {
  const asked = patch.method ?? {};
  const present = hamiltonianOf(method);
  const choosesFunctional =
    asked.functional !== undefined || asked.dispersion !== undefined || hasParts(asked);
  const chosen = choosesFunctional ? withFunctional(method, asked, present) : method;
  const gridded =
    asked.grid === undefined ? chosen : inDft(chosen, (entries) => withGrid(entries, asked.grid ?? null));
  const extra = extraEntries(patch.extra?.dft ?? [], dftKeywords, 'extra.dft');
  return extra.length === 0 ? gridded : inDft(gridded, (entries) => [...entries, ...extra]);
}

const hasParts = (asked: Partial<Method>): boolean =>
  [asked.exchange, asked.correlation, asked.hybridPercent].some(isGiven);

function withFunctional(
  method: readonly DeckEntry[],
  asked: Partial<Method>,
  present: HamiltonianOf,
): readonly DeckEntry[] {
  const wanted = completed(asked, present);
  const staysInDft = present.dft !== undefined && isInsideDft(wanted);
  if (!staysInDft) {
    const settings = { ...defaultSettings, method: wanted };
    return replaceKeywords(method, hamiltonianWords, hamiltonianEntries(settings, present.openShell));
  }
  const functional =
    asked.functional === undefined && present.functional === undefined
      ? method
      : inDft(method, (entries) => replaceKeywords(entries, functionalWords, functionalEntries(wanted)));
  const keepsBlock = asked.dispersion === undefined && present.dispersion === 'block' && !isComposite(wanted);
  if (keepsBlock) return functional;
  const outside = dispersionBlock(wanted.dispersion);
  return outside.length === 0
    ? withoutKeywords(functional, 'DFTD3')
    : replaceKeywords(functional, ['DFTD3'], outside);
}

/** The parent's functional and dispersion where the patch is silent. */
function completed(asked: Partial<Method>, present: HamiltonianOf): Method {
  const before =
    present.functional?.keyword.replace(/-D3$/, '') ?? (present.dft === undefined ? 'HF' : 'custom');
  const functional = hasParts(asked) ? 'custom' : (asked.functional ?? before);
  const keepsD3 = present.dispersion === 'D3' && findFunctional(functional)?.d3 === true;
  return {
    ...defaultSettings.method,
    exchange: asked.exchange ?? null,
    correlation: asked.correlation ?? null,
    hybridPercent: asked.hybridPercent ?? null,
    functional,
    dispersion: asked.dispersion ?? (keepsD3 ? 'D3' : 'none'),
    ...(asked.grid === undefined ? {} : { grid: asked.grid }),
  };
}

const isInsideDft = ({ functional }: Method): boolean => !/^(HF|HF3C|HFSOL3C)$/i.test(functional);
const isComposite = ({ functional }: Method): boolean => findFunctional(functional)?.family === 'composite';

function withGrid(entries: readonly DeckEntry[], grid: string | null): readonly DeckEntry[] {
  return grid === null
    ? withoutKeywords(entries, ...grids)
    : replaceKeywords(entries, grids, [keyword(grid)]);
}

/** Changes the inside of the DFT block in its place. */
export function inDft(
  method: readonly DeckEntry[],
  change: (entries: readonly DeckEntry[]) => readonly DeckEntry[],
): readonly DeckEntry[] {
  return method.map((entry) =>
    entry.kind === 'block' && nameOf(entry) === 'DFT' ? { ...entry, entries: change(entry.entries) } : entry,
  );
}
