import { parentRunOf } from '../../crystal/d3/parent-run-of.js';
import type { ParentRun } from '../../crystal/d3/parent-run.js';
import type { PlannedRun, PropertyPlan } from '../../crystal/d3/property-plan.js';
import { renderPropertyDeck } from '../../crystal/d3/render-deck.js';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { StepDeck, StepInputs } from '../define-step.js';

/**
 * The .d3 of a property step, from the run that its wavefunction comes from; several decks one below the other where
 * CRYSTAL limits what a run may do.
 */
export function propertyStepDeck(inputs: StepInputs, plan: (run: ParentRun) => PropertyPlan): StepDeck {
  const producer = inputs.wavefunctionFrom;
  if (!producer) throw new CrystalqError('FILE_MISSING', 'The step has no wavefunction to work on.');
  const { runs, remarks } = plan(parentRunOf(producer.report));
  const text = runs.map(({ deck }) => renderPropertyDeck(deck)).join('');
  return { text, warnings: remarks, labels: labelsOf(runs) };
}

/** Several runs divide the projections among them, in order. */
function labelsOf(runs: readonly PlannedRun[]): PlannedRun['labels'] {
  const [first] = runs;
  if (first === undefined || runs.length === 1) return first?.labels ?? {};
  return { ...first.labels, projections: runs.flatMap(({ labels }) => labels.projections ?? []) };
}
