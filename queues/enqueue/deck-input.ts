import type { Deck } from '../../src/crystal/d12/deck.js';
import type { DeckGeometry } from '../../src/crystal/d12/geometry.js';
import { reducedFormula } from '../../src/crystal/structure/formula.js';
import type { ExpandedGeometry } from '../../src/crystal/structure/expanded-geometry.js';
import { expandDeckGeometry } from '../../src/crystal/structure/from-deck-geometry.js';
import type { SymmetryLibrary } from '../../src/crystal/symmetry/symmetry-library.js';
import { CrystalqError, toCrystalqError } from '../../src/errors/crystalq-error.js';
import type { StartingStructure } from '../../src/steps/define-step.js';

export interface DeckInput {
  readonly geometry: StartingStructure;
  readonly formula: string;
  readonly spaceGroup: string;
  /** In the primitive cell; 0 where only CRYSTAL can count them. */
  readonly atoms: number;
  readonly remarks: readonly string[];
}

const unknown = 'unknown';

/**
 * What a deck that the user wrote describes. Its geometry records stay as they are. What only CRYSTAL can expand
 * (helices, icosahedral molecules, shifted origins) is taken with its formula and group unknown.
 */
export function deckInputOf(deck: Deck, library: SymmetryLibrary): DeckInput {
  const { geometry } = deck;
  if (geometry.kind === 'EXTERNAL' || geometry.kind === 'DLVINPUT') throw needsFort34(geometry.kind);
  const expanded = expandedWherePossible(geometry, library, deck.title);
  if (!expanded) {
    return {
      geometry: { geometry },
      formula: unknown,
      spaceGroup: unknown,
      atoms: 0,
      remarks: [
        `its ${geometry.kind} geometry is expanded by CRYSTAL alone: formula and group are not known yet`,
      ],
    };
  }
  const { structure, group, deckAtoms } = expanded;
  return {
    geometry: { geometry, primitiveVectors: structure.lattice, primitiveAtoms: deckAtoms },
    formula: reducedFormula(structure),
    spaceGroup: `${group.symbol} (${group.number})`,
    atoms: structure.sites.length,
    remarks: structure.remarks,
  };
}

/** All atoms of the cell that a deck describes; undefined where only CRYSTAL can tell them. */
export function expandedWherePossible(
  geometry: DeckGeometry,
  library: SymmetryLibrary,
  title?: string,
): ExpandedGeometry | undefined {
  try {
    return expandDeckGeometry(geometry, library, title);
  } catch (thrown) {
    if (toCrystalqError(thrown).code !== 'STRUCTURE_UNSUPPORTED') throw thrown;
    return undefined;
  }
}

const needsFort34 = (kind: string): CrystalqError =>
  new CrystalqError(
    'STRUCTURE_UNSUPPORTED',
    `the deck takes its geometry from fort.34 (${kind}), which is not staged beside the first deck`,
    {
      hint: 'Enqueue the fort.34 (.gui) itself, with the settings of the deck in a batch file, or write the geometry into the deck.',
    },
  );
