import { didYouMean } from '../errors/did-you-mean.js';
import { quoteValue, type Fault } from './faults.js';
import type { Entry } from './merge.js';

/** What a key alone cannot tell: keys that must fit each other. */
export function crossCheck(entries: readonly Entry[]): Fault[] {
  return [...defaultClusterExists(entries), ...retriesGrow(entries)];
}

function defaultClusterExists(entries: readonly Entry[]): Fault[] {
  const chosen = entries.find(({ key }) => key === 'cluster');
  const names = entries.flatMap(({ key }) => /^clusters\.([^.]+)\.scheduler$/.exec(key)?.[1] ?? []);
  if (!chosen || typeof chosen.value !== 'string' || names.includes(chosen.value)) return [];
  const guess = didYouMean(chosen.value, names);
  const message = `there is no cluster profile ${quoteValue(chosen.value)}; ${
    guess === undefined ? `known are ${names.join(', ')}` : `did you mean ${guess}?`
  }`;
  return [{ key: 'cluster', where: chosen.origin.where, message }];
}

/** A first wait beyond the cap would never be waited. */
function retriesGrow(entries: readonly Entry[]): Fault[] {
  const values = new Map(entries.map(({ key, value }) => [key, value]));
  return entries
    .filter(({ key }) => /^workflow\.retry\.\w+\.delaySeconds$/.test(key))
    .flatMap(({ key, value, origin }) => {
      const cap = values.get(key.replace('delaySeconds', 'capSeconds'));
      if (typeof value !== 'number' || typeof cap !== 'number' || value <= cap) return [];
      return [{ key, where: origin.where, message: `${value} is more than capSeconds (${cap})` }];
    });
}
