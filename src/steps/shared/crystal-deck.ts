import { buildDeck } from '../../crystal/d12/build-deck.js';
import type { Deck } from '../../crystal/d12/deck.js';
import type { DeckGeometry } from '../../crystal/d12/geometry.js';
import { followUpDeck } from '../../crystal/d12/follow-up-deck.js';
import { readDeck } from '../../crystal/d12/read-deck.js';
import { renderDeck } from '../../crystal/d12/render-deck.js';
import { finalDeckGeometry } from '../../crystal/follow-up/final-deck-geometry.js';
import type { CrystalTask } from '../../crystal/settings/presets.js';
import { resolveSettings } from '../../crystal/settings/resolve-settings.js';
import type { SettingsPatch } from '../../crystal/settings/settings.js';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { StartingStructure, StepDeck, StepInputs } from '../define-step.js';

/**
 * The .d12 of a step: from the structure and the settings where the step is the first of its kind; from the deck and
 * the final geometry of the step before where there is one; from the user's own deck where that is what was given.
 */
export function crystalDeck(task: CrystalTask, inputs: StepInputs, settings: SettingsPatch): StepDeck {
  const { deck, warnings } = deckFor(task, inputs, settings);
  return { text: renderDeck(deck), warnings };
}

function deckFor(
  task: CrystalTask,
  inputs: StepInputs,
  settings: SettingsPatch,
): { deck: Deck; warnings: readonly string[] } {
  const { geometryFrom, initial, title } = inputs;
  if (geometryFrom) {
    const parent = readDeck(geometryFrom.deckText, `${geometryFrom.stepName}.d12`);
    const finalGeometry = finalDeckGeometry(parent.geometry, geometryFrom.report);
    const primitiveVectors = geometryFrom.report.primitiveVectors ?? initial.structure.primitiveVectors;
    return {
      deck: followUpDeck({
        parent,
        finalGeometry,
        task,
        overrides: settings,
        title,
        ...cellOf(primitiveVectors),
        ...primitiveAtomsFor(finalGeometry, initial.structure),
      }),
      warnings: [],
    };
  }
  if (initial.deckText !== null) {
    const parent = readDeck(initial.deckText, 'the deck given');
    return {
      deck: followUpDeck({
        parent,
        finalGeometry: parent.geometry,
        task,
        overrides: settings,
        title,
        ...cellOf(initial.structure.primitiveVectors),
        ...primitiveAtomsFor(parent.geometry, initial.structure),
      }),
      warnings: [],
    };
  }
  const { primitiveVectors } = initial.structure;
  if (!primitiveVectors) throw new CrystalqError('STRUCTURE_NO_CELL', `${title}: its cell is not known.`);
  return buildDeck({
    ...initial.structure,
    primitiveVectors,
    title,
    settings: resolveSettings(task, settings),
    task,
  });
}

type Cell = Pick<StartingStructure, 'primitiveVectors'>;

const cellOf = (primitiveVectors: Cell['primitiveVectors']): Cell =>
  primitiveVectors ? { primitiveVectors } : {};

/** The atoms of the primitive cell stay the same as long as the asymmetric ones do. */
function primitiveAtomsFor(
  geometry: DeckGeometry,
  start: StartingStructure,
): Pick<StartingStructure, 'primitiveAtoms'> {
  const count = (of: DeckGeometry): number => ('atoms' in of ? of.atoms.length : 0);
  const isKept = start.primitiveAtoms !== undefined && count(geometry) === count(start.geometry);
  return isKept ? { primitiveAtoms: start.primitiveAtoms } : {};
}
