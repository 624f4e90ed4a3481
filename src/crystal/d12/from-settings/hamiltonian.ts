import type { CalculationSettings } from '../../settings/settings.js';
import type { DeckEntry } from '../deck.js';
import { block, keyword } from '../entries.js';
import { dftKeywords } from '../keywords/dft.js';
import { findFunctional, hartreeFockComposites } from '../tables/functionals.js';
import { extraEntries } from './extra.js';

/** What stands at the head of block 3: a DFT block, a Hartree-Fock keyword, dispersion outside DFT. */
export function hamiltonianEntries({ method, extra }: CalculationSettings, openShell: boolean): DeckEntry[] {
  const name = method.functional.toUpperCase();
  const outside = dispersionBlock(method.dispersion);
  if (name === 'HF') return [...(openShell ? [keyword('UHF')] : []), ...outside];
  if (hartreeFockComposites.some((composite) => composite.keyword === name)) {
    // Its own END: CRYSTAL reads RESCALES8 and SCALEGCP up to it.
    return [...(openShell ? [keyword('UHF')] : []), block(name, 'END', [])];
  }
  const dft = block('DFT', 'ENDDFT', [
    ...(openShell ? [keyword('SPIN')] : []),
    ...functionalEntries(method),
    ...(method.grid === null ? [] : [keyword(method.grid)]),
    ...extraEntries(extra.dft, dftKeywords, 'extra.dft'),
  ]);
  return [dft, ...outside];
}

/** The functional inside DFT: one keyword, or EXCHANGE, CORRELAT and HYBRID. */
export function functionalEntries(method: CalculationSettings['method']): DeckEntry[] {
  if (method.functional.toLowerCase() === 'custom') {
    return [
      ...(method.exchange === null ? [] : [keyword('EXCHANGE', [method.exchange.toUpperCase()])]),
      ...(method.correlation === null ? [] : [keyword('CORRELAT', [method.correlation.toUpperCase()])]),
      ...(method.hybridPercent === null ? [] : [keyword('HYBRID', [method.hybridPercent])]),
    ];
  }
  const name = method.functional.toUpperCase();
  const suffix = method.dispersion === 'D3' && findFunctional(name)?.d3 === true ? '-D3' : '';
  return [keyword(`${name}${suffix}`)];
}

export function dispersionBlock(dispersion: CalculationSettings['method']['dispersion']): DeckEntry[] {
  if (typeof dispersion === 'string') return [];
  const parameters = Object.entries(dispersion.parameters ?? {});
  return [
    block('DFTD3', 'END', [
      keyword('VERSION', [dispersion.version]),
      ...(dispersion.functional === undefined ? [] : [keyword('FUNC', [dispersion.functional])]),
      ...(dispersion.threeBody === true ? [keyword('ABC')] : []),
      ...parameters.map(([name, value]) => keyword(name, [value])),
    ]),
  ];
}
