import type { z } from 'zod';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { ParentRun } from './parent-run.js';
import type { PropertyPlan } from './property-plan.js';
import { bandDeck, BandParams } from './steps/band.js';
import { chargePotentialDeck, ChargePotentialParams } from './steps/charge-potential.js';
import { dossDeck, DossParams } from './steps/doss.js';
import { echgDeck, EchgParams } from './steps/echg.js';
import { potcDeck, PotcParams } from './steps/potc.js';
import { potmDeck, PotmParams } from './steps/potm.js';
import { transportDeck, TransportParams } from './steps/transport.js';

interface PropertyStep {
  /** Throws SETTINGS_INVALID, naming every key at fault. */
  readonly plan: (run: ParentRun, raw: unknown) => PropertyPlan;
  readonly params: z.ZodType;
}

const step = <S extends z.ZodType>(
  name: string,
  params: S,
  deck: (run: ParentRun, raw: z.input<S>) => PropertyPlan,
): PropertyStep => ({
  params,
  plan: (run, raw) => {
    const input = raw ?? {};
    const checked = params.safeParse(input);
    if (!checked.success) throw invalidSettings(name, checked.error);
    // What has passed the schema is of its input's type.
    return deck(run, input as z.input<S>);
  },
});

/** The steps that a property deck is made for, by the name that recipes and commands use. */
export const propertySteps: Readonly<Record<PropertyStepName, PropertyStep>> = {
  BAND: step('BAND', BandParams, bandDeck),
  DOSS: step('DOSS', DossParams, dossDeck),
  TRANSPORT: step('TRANSPORT', TransportParams, transportDeck),
  'CHARGE+POTENTIAL': step('CHARGE+POTENTIAL', ChargePotentialParams, chargePotentialDeck),
  ECHG: step('ECHG', EchgParams, echgDeck),
  POTM: step('POTM', PotmParams, potmDeck),
  POTC: step('POTC', PotcParams, potcDeck),
};

export const propertyStepNames = [
  'BAND',
  'DOSS',
  'TRANSPORT',
  'CHARGE+POTENTIAL',
  'ECHG',
  'POTM',
  'POTC',
] as const;
export type PropertyStepName = (typeof propertyStepNames)[number];

export const isPropertyStepName = (name: string): name is PropertyStepName =>
  Object.hasOwn(propertySteps, name);

function invalidSettings(name: string, error: z.ZodError): CrystalqError {
  const faults = error.issues.map((issue) => `${issue.path.join('.') || name}: ${issue.message}`);
  return new CrystalqError('SETTINGS_INVALID', `settings of ${name}: ${faults.join('; ')}`, {
    details: { faults },
  });
}
