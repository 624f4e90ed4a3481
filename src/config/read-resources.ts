import { CrystalqError } from '../errors/crystalq-error.js';
import type { Resources } from '../workflow/records.js';
import { quoteValue } from './faults.js';
import { scalarOfText } from './kinds.js';
import { resourceRequest } from './sections/resources.js';
import { unknownKey } from './unknown-key.js';

const { keys } = resourceRequest;

/**
 * `account=chem walltimeSeconds=24h`: resources as on a command line, with the keys and values of the configuration.
 * All faults are told at once. Throws USAGE.
 */
export function readResources(pairs: readonly string[]): Partial<Resources> {
  const faults: string[] = [];
  const wanted: [string, unknown][] = [];
  for (const pair of pairs) {
    const split = pair.indexOf('=');
    const key = split < 0 ? pair : pair.slice(0, split);
    const kind = Object.hasOwn(keys, key) ? keys[key as keyof typeof keys].kind : undefined;
    if (!kind) faults.push(`${key}: ${unknownKey(key, Object.keys(keys))}`);
    else if (split < 0) faults.push(`${key}: the value is missing; write ${key}=VALUE`);
    else {
      const text = pair.slice(split + 1);
      try {
        wanted.push([key, kind.read((kind.fromText ?? scalarOfText)(text))]);
      } catch {
        faults.push(`${key}: ${quoteValue(text)} is not allowed; allowed is ${kind.allowed}`);
      }
    }
  }
  const required = wanted.filter(([key, value]) => value === null && !mayBeNull.has(key)).map(([key]) => key);
  faults.push(...required.map((key) => `${key}: null is not allowed for a step that is planned already`));
  if (faults.length > 0) {
    throw new CrystalqError('USAGE', faults.join('\n'), {
      hint: `Give KEY=VALUE with the keys ${Object.keys(keys).join(', ')}.`,
    });
  }
  // The kinds have checked each value by its key.
  return Object.fromEntries(wanted);
}

/** What the cluster may choose. The rest has a default where it is planned, and is needed from then on. */
const mayBeNull = new Set(['partition', 'account', 'qos']);
