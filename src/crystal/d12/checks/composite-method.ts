import { error, warning } from '../../finding.js';
import { elementSymbol } from '../../structure/elements.js';
import { findEntry, hasKeyword } from '../entries.js';
import { normalizeBasisName } from '../tables/basis-coverage.js';
import { hartreeFockComposites } from '../tables/functionals.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** Methods that are defined together with a basis set and corrections of their own. */
export const compositeMethod: DeckRule = (view) => {
  const { functional } = view.hamiltonian;
  if (functional?.basis === undefined) return [];
  return [
    ...basisSet(view, functional.keyword, functional.basis),
    ...dispersion(view, functional.keyword),
    ...ownEnd(view),
    ...metals(view, functional.keyword),
  ];
};

function basisSet({ deck: { basis } }: DeckView, method: string, wanted: string): PlacedRemark[] {
  if (basis.kind === 'internal' && normalizeBasisName(basis.name) === normalizeBasisName(wanted)) return [];
  const present = basis.kind === 'internal' ? basis.name : 'an external basis set';
  const instead = `write BASISSET / ${wanted}: the method is defined with it`;
  return [at(basis, error('functional', `${method} with ${present}`, instead))];
}

function dispersion({ deck }: DeckView, method: string): PlacedRemark[] {
  const block = findEntry(deck.method, 'DFTD3');
  if (block === undefined) return [];
  return [at(block, error('functional', `${method} has its own dispersion correction`, 'remove DFTD3'))];
}

/** HF3C reads RESCALES8 and SCALEGCP up to an END; without one it reads the SCF keywords as its own. */
function ownEnd({ deck }: DeckView): PlacedRemark[] {
  return hartreeFockComposites.flatMap(({ keyword }) => {
    const entry = findEntry(deck.method, keyword);
    if (entry?.kind !== 'keyword') return [];
    return [
      at(
        entry,
        warning('functional', `${keyword} opens a block and is not closed`, `write END after ${keyword}`),
      ),
    ];
  });
}

const nonMetals = new Set([
  1, 2, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 32, 33, 34, 35, 36, 51, 52, 53, 54, 85, 86,
]);

function metals({ deck, atoms }: DeckView, method: string): PlacedRemark[] {
  const metal = atoms.map(({ number }) => number % 100).find((number) => !nonMetals.has(number));
  if (method !== 'HF3C' || metal === undefined || hasKeyword(deck.method, 'SMEAR')) return [];
  return [
    at(
      findEntry(deck.method, method),
      warning(
        'functional',
        `HF3C with ${elementSymbol(metal)}: the minimal basis set converges badly for metals`,
        'choose another method, or watch the SCF',
      ),
    ),
  ];
}
