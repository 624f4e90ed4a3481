import { CrystalqError } from '../errors/crystalq-error.js';
import type { StepCatalogue } from '../workflow/plan-steps.js';
import { band } from './band.js';
import type { StepDefinition } from './define-step.js';
import { chargePotential } from './charge-potential.js';
import { doss } from './doss.js';
import { echg } from './echg.js';
import { freq } from './freq.js';
import { opt } from './opt.js';
import { potc } from './potc.js';
import { potm } from './potm.js';
import { sp } from './sp.js';
import { transport } from './transport.js';

/** All steps. To add one: its file, and its line here. */
const definitions: readonly StepDefinition[] = [
  opt,
  sp,
  freq,
  band,
  doss,
  transport,
  chargePotential,
  echg,
  potm,
  potc,
];

const byType = new Map(definitions.map((definition) => [definition.type, definition]));

export const stepTypes: readonly string[] = definitions.map(({ type }) => type);

export function stepOf(type: string): StepDefinition {
  const definition = byType.get(type);
  if (!definition) throw new CrystalqError('RECIPE_INVALID', `There is no step ${type}.`);
  return definition;
}

export const stepCatalogue: StepCatalogue = {
  ruleOf: stepOf,
  takesSharedSettings: (type) => stepOf(type).program === 'crystal',
  completeSettings: (type, raw, where) => stepOf(type).completeSettings(raw, where),
};
