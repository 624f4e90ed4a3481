import { error } from '../../finding.js';
import { at, type DeckRule } from './rule.js';

/** A deck needs all three blocks. */
export const deckComplete: DeckRule = ({ deck }) =>
  deck.basis.kind === 'none'
    ? [
        at(
          deck.geometry,
          error(
            'deck-complete',
            'the deck stops after the geometry: no basis set, no Hamiltonian',
            'add BASISSET and a name, or an external basis set, and the SCF block with its END',
          ),
        ),
      ]
    : [];
