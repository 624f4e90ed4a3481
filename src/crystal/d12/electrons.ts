import type { DeckBasis } from './deck.js';
import type { DeckGeometry } from './geometry.js';

/**
 * Electrons of the primitive cell; undefined where the atoms of the primitive cell are not known.
 * A pseudopotential atom brings those of its basis set.
 */
export function electronsOf(
  structure: { readonly geometry: DeckGeometry; readonly primitiveAtoms?: readonly number[] },
  basis: DeckBasis,
): number | undefined {
  const { geometry, primitiveAtoms } = structure;
  if (!('atoms' in geometry)) return undefined;
  const symmetric = !('group' in geometry) || geometry.group !== 1;
  if (primitiveAtoms === undefined && symmetric) return undefined;
  const sequence = primitiveAtoms ?? geometry.atoms.map((_, index) => index);
  return sequence.reduce((sum, index) => sum + effectiveCharge(geometry.atoms[index]?.number ?? 0, basis), 0);
}

/** Nuclear charge that the electrons see: Z, or Znuc of the pseudopotential. */
export function effectiveCharge(conventionalNumber: number, basis: DeckBasis): number {
  const element =
    basis.kind === 'external'
      ? basis.elements.find(({ number }) => number === conventionalNumber)
      : undefined;
  const pseudopotential = element?.pseudopotential;
  if (element === undefined || pseudopotential === undefined) return conventionalNumber % 100;
  if (pseudopotential.kind === 'library') {
    return element.shells.reduce((sum, shell) => sum + shell.electrons, 0);
  }
  return pseudopotential.charge;
}
