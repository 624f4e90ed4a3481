import { warning } from '../../finding.js';
import { at, type DeckRule } from './rule.js';

/** bohr^-2. Broader functions of neighbouring cells become linearly dependent: CHOLSK stops the run. */
const broadest = 0.06;

/** Diffuse functions of molecular basis sets do not belong into periodic structures. */
export const diffuseFunctions: DeckRule = ({ deck, dimensionality }) => {
  if (deck.basis.kind !== 'external' || dimensionality === 0) return [];
  return deck.basis.elements.flatMap((element) => {
    const exponents = element.shells.flatMap(({ primitives }) =>
      primitives.map(([exponent = 1]) => exponent),
    );
    const least = Math.min(...exponents, 1);
    if (least >= broadest) return [];
    const message = `element ${element.number} has an exponent of ${least}: the basis set may become linearly dependent`;
    return [
      at(element, warning('diffuse-functions', message, `remove or raise exponents below ${broadest}`)),
    ];
  });
};
