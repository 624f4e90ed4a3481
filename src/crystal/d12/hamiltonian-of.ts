import type { BlockEntry, DeckEntry } from './deck.js';
import { findBlock, hasKeyword, nameOf } from './entries.js';
import { findFunctional, hartreeFockComposites, type Functional } from './tables/functionals.js';

/** What block 3 says of the Hamiltonian. */
export interface HamiltonianOf {
  readonly dft: BlockEntry | undefined;
  /** Stand-alone functional or composite method; undefined for EXCHANGE/CORRELAT pairs and plain Hartree-Fock. */
  readonly functional: Functional | undefined;
  readonly openShell: boolean;
  readonly dispersion: 'none' | 'D3' | 'block';
}

/** Words of a DFT block that choose the functional, besides the names of functionals. */
export const functionalParts = [
  'EXCHANGE',
  'CORRELAT',
  'HYBRID',
  'NONLOCAL',
  'LSRSH-PBE',
  'SR-OMEGA',
  'MR-OMEGA',
  'LR-OMEGA',
  'DHYBRID',
];

export function hamiltonianOf(method: readonly DeckEntry[]): HamiltonianOf {
  const dft = findBlock(method, 'DFT');
  const composite = hartreeFockComposites.find(({ keyword }) => hasKeyword(method, keyword));
  const functional =
    composite ?? dft?.entries.map((entry) => findFunctional(nameOf(entry))).find((found) => found);
  return {
    dft,
    functional,
    openShell: hasKeyword(method, 'UHF') || (dft !== undefined && hasKeyword(dft.entries, 'SPIN')),
    dispersion: dispersionOf(method, functional),
  };
}

function dispersionOf(
  method: readonly DeckEntry[],
  functional: Functional | undefined,
): HamiltonianOf['dispersion'] {
  if (hasKeyword(method, 'DFTD3')) return 'block';
  return functional?.keyword.endsWith('-D3') === true ? 'D3' : 'none';
}
