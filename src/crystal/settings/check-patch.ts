import { faultsOf } from '../../errors/schema-faults.js';
import { SettingsPatch } from './settings.js';

/** `[path, message]` of every fault of a settings patch: wrong keys and values, and rules between the right ones. */
export function faultsOfPatch(raw: unknown): (readonly [string, string])[] {
  const first = SettingsPatch.safeParse(raw, { reportInput: true });
  if (first.success) return [];
  // Rules between keys are looked at only where the shape is right: look again without what is wrong.
  const sound = structuredClone(raw);
  for (const issue of first.error.issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) remove(sound, [...issue.path, key]);
    else remove(sound, issue.path);
  }
  const second = SettingsPatch.safeParse(sound, { reportInput: true });
  const found = [first, second].flatMap(({ error }) => (error ? faultsOf(error, SettingsPatch) : []));
  const faults = found.map(({ path, message }) => [path.join('.'), message] as const);
  return [...new Map(faults.map((fault) => [fault.join(': '), fault])).values()];
}

function remove(from: unknown, [key, ...rest]: readonly PropertyKey[]): void {
  if (typeof from !== 'object' || from === null || key === undefined) return;
  if (rest.length > 0) remove(Reflect.get(from, key), rest);
  else Reflect.deleteProperty(from, key);
}
