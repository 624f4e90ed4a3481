import { ruleNames } from '../../recovery/rule-names.js';
import { flag, oneOf } from '../kinds.js';
import { group, mapOf, setting } from '../setting.js';

export const featureFlags = group(
  'behaviours that a site may turn off, or turn on again one after the other',
  {
    wakeOnEnd: setting(
      flag(),
      true,
      'look at a job at once when the scheduler tells its end (local), not at the next question',
      { live: true },
    ),
    recoveryRules: mapOf(
      `recovery rules; those not named are on: ${ruleNames.join(', ')}. docs/failures.md tells which failures each answers`,
      oneOf(...ruleNames),
      '<rule>',
      setting(flag(), true, 'let this rule change a failed calculation and try again', { live: true }),
    ),
  },
);
