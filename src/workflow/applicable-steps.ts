import { planEdges, type StepRule } from './graph.js';
import type { SequenceStep } from './sequence.js';

export interface LeftOutStep {
  readonly name: string;
  /** `BAND is not for molecules`. */
  readonly reason: string;
}

const shapes = ['molecules', 'polymers', 'slabs', 'crystals'];

/**
 * The steps of a sequence that mean something for a material of 0 to 3 periodic directions. A step that can take
 * what it needs from nothing but a step left out is left out with it. Of a material whose dimension is unknown all
 * steps are kept. Throws RECIPE_INVALID where the sequence works for no material.
 */
export function applicableSteps(
  sequence: readonly SequenceStep[],
  ruleOf: (type: string) => StepRule,
  dimensionality: number | undefined,
): { readonly kept: readonly SequenceStep[]; readonly leftOut: readonly LeftOutStep[] } {
  const edges = planEdges(sequence, ruleOf);
  const kept: SequenceStep[] = [];
  const leftOut: LeftOutStep[] = [];
  for (const step of sequence) {
    const reason = isFor(ruleOf(step.type), dimensionality)
      ? lackOf(step)
      : `${step.name} is not for ${shapes[dimensionality ?? 3] ?? 'this material'}`;
    if (reason === undefined) kept.push(step);
    else leftOut.push({ name: step.name, reason });
  }
  return { kept, leftOut };

  /** What the step would take from a step that is left out, unless a step that is kept gives it, too. */
  function lackOf(step: SequenceStep): string | undefined {
    const missing = edges.find(
      ({ producer, consumer, kinds }) =>
        consumer === step.name &&
        leftOut.some(({ name }) => name === producer) &&
        ruleOf(step.type).needs !== 'structure' &&
        !kept.some(({ type }) => kinds.every((kind) => ruleOf(type).provides.includes(kind))),
    );
    return missing && `${step.name} needs the ${missing.kinds.join(' and ')} of ${missing.producer}`;
  }
}

const isFor = ({ dimensionalities }: StepRule, dimensionality: number | undefined): boolean =>
  dimensionality === undefined || dimensionalities === undefined || dimensionalities.includes(dimensionality);
