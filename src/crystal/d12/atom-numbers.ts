import type { BasisElement, Deck } from './deck.js';
import type { DeckAtom, DeckGeometry } from './geometry.js';

/** Gives each atom the conventional number that the elements of an external basis set go by. */
export function numberedForBasis(geometry: DeckGeometry, elements: readonly BasisElement[]): DeckGeometry {
  const known = new Set(elements.map(({ number }) => number));
  return renumber(geometry, ({ number }) => {
    if (known.has(number)) return number;
    return known.has((number % 100) + 200) ? (number % 100) + 200 : number;
  });
}

/** Internal sets know no pseudopotential atoms: 238 becomes 38. */
export function numberedByElement(geometry: DeckGeometry): DeckGeometry {
  return renumber(geometry, ({ number }) => number % 100);
}

/**
 * Outputs name elements, decks may give several numbers to one element. Where the atoms are those of the
 * parent, in its order, they keep the parent's numbers.
 */
export function numberedLike(geometry: DeckGeometry, parent: Deck): DeckGeometry {
  const before = 'atoms' in parent.geometry ? parent.geometry.atoms : [];
  const now = 'atoms' in geometry ? geometry.atoms : [];
  const same =
    before.length === now.length &&
    now.every(({ number }, index) => number % 100 === (before[index]?.number ?? 0) % 100);
  const renumbered = same
    ? renumber(geometry, ({ number }, index) => before[index]?.number ?? number)
    : geometry;
  return parent.basis.kind === 'external' ? numberedForBasis(renumbered, parent.basis.elements) : renumbered;
}

function renumber(geometry: DeckGeometry, numberOf: (atom: DeckAtom, index: number) => number): DeckGeometry {
  if (!('atoms' in geometry)) return geometry;
  return {
    ...geometry,
    atoms: geometry.atoms.map((atom, index) => ({ ...atom, number: numberOf(atom, index) })),
  };
}
