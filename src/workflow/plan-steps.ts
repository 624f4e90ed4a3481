import { applicableSteps } from './applicable-steps.js';
import { planEdges, type StepRule } from './graph.js';
import { isPlainObject, mergeLayers } from './merge.js';
import type { PlannedMaterial, PlannedStep } from './plan.js';
import type { SettingsLayer } from './recipe.js';
import type { Resources } from './records.js';
import type { SequenceStep } from './sequence.js';

export interface StepCatalogue {
  ruleOf(type: string): StepRule;
  /** Settings shared by steps of one family (functional, basis, ...) apply only where the family is the step's. */
  takesSharedSettings(type: string): boolean;
  /** Checks and completes settings; throws SETTINGS_INVALID naming the keys. */
  completeSettings(type: string, raw: unknown, where: string): unknown;
}

export type PlannedSteps = Pick<PlannedMaterial, 'steps' | 'edges' | 'remarks'>;

export interface StepDefaults {
  resourcesOf(type: string): Resources;
  isOptional(type: string): boolean;
}

/**
 * The steps of one material after inheritance. Layers come lowest first: recipe, batch, material. Within a layer
 * settings for all steps are below those of the type, those below the ones of the very step. Steps that are not for
 * materials of this dimension (0-3; undefined: unknown) are left out, each with a remark.
 */
export function planSteps(
  sequence: readonly SequenceStep[],
  layers: readonly SettingsLayer[],
  catalogue: StepCatalogue,
  defaults: StepDefaults,
  dimensionality?: number,
): PlannedSteps {
  const ruleOf = (type: string): StepRule => catalogue.ruleOf(type);
  const { kept, leftOut } = applicableSteps(sequence, ruleOf, dimensionality);
  const steps = kept.map((step): PlannedStep => {
    const own = layers.flatMap((layer) => overridesFor(step, layer));
    const settings = layers.flatMap((layer) => [
      catalogue.takesSharedSettings(step.type) ? layer.settings : undefined,
      ...overridesFor(step, layer).map((override) => override.settings),
    ]);
    const resources = mergeLayers(
      defaults.resourcesOf(step.type),
      ...own.map((override) => override.resources),
    );
    return {
      name: step.name,
      type: step.type,
      optional: own.reduce(
        (optional, override) => override.optional ?? optional,
        defaults.isOptional(step.type),
      ),
      settings: catalogue.completeSettings(step.type, mergeLayers(...settings), step.name),
      // The layers were checked by zod when they were read; merging keeps the shape of the defaults.
      resources: resources as unknown as Resources,
    };
  });
  return {
    steps,
    edges: planEdges(kept, ruleOf),
    remarks: leftOut.map(({ reason }) => `left out: ${reason}`),
  };
}

function overridesFor(
  step: SequenceStep,
  layer: SettingsLayer,
): NonNullable<SettingsLayer['steps']>[string][] {
  const names = step.name === step.type ? [step.type] : [step.type, step.name];
  return names.map((name) => layer.steps?.[name]).filter((found) => isPlainObject(found));
}
