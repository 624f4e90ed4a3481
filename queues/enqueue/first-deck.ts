import { stepOf } from '../../src/steps/registry.js';
import type { StartingStructure } from '../../src/steps/define-step.js';
import type { PlannedMaterial } from '../../src/workflow/plan.js';

/** The deck of the first step, which needs nothing but the structure; later ones are written from results. */
export function firstDeckOf(
  material: Pick<PlannedMaterial, 'steps' | 'label' | 'geometry' | 'sourceFormat' | 'sourceText'>,
): { stepName: string; text: string; warnings: readonly string[] } | undefined {
  const first = material.steps[0];
  if (!first) return undefined;
  const { text, warnings } = stepOf(first.type).renderDeck(
    {
      title: material.label,
      initial: {
        // Made by this program when the structure was read.
        structure: material.geometry as StartingStructure,
        deckText: material.sourceFormat === 'd12' ? material.sourceText : null,
      },
      geometryFrom: undefined,
      wavefunctionFrom: undefined,
    },
    first.settings,
  );
  return { stepName: first.name, text, warnings };
}
