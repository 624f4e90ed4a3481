import { parentRunOf } from '../../crystal/d3/parent-run-of.js';
import type { ParentRun } from '../../crystal/d3/parent-run.js';
import type { PropertyPlan } from '../../crystal/d3/property-plan.js';
import { renderPropertyDeck } from '../../crystal/d3/render-deck.js';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { StepDeck, StepInputs } from '../define-step.js';

/** The .d3 of a property step, from the run that its wavefunction comes from. */
export function propertyStepDeck(inputs: StepInputs, plan: (run: ParentRun) => PropertyPlan): StepDeck {
  const producer = inputs.wavefunctionFrom;
  if (!producer) throw new CrystalqError('FILE_MISSING', 'The step has no wavefunction to work on.');
  const { runs, remarks } = plan(parentRunOf(producer.report));
  const [only, ...more] = runs;
  if (!only || more.length > 0) {
    throw new CrystalqError(
      'DECK_INVALID',
      `The step would need ${runs.length} runs of properties; one is run.`,
      {
        hint: 'Ask for fewer projections, or repeat the step (DOSS, DOSS2) with a part of them each.',
      },
    );
  }
  return { text: renderPropertyDeck(only.deck), warnings: remarks, labels: only.labels };
}
