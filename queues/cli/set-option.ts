import { parse } from 'yaml';
import { CrystalqError } from '../../src/errors/crystalq-error.js';

/** For commander: collects repeated `--set key=value`. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/**
 * `['bands.below=10', 'path=sc']` as `{ bands: { below: 10 }, path: 'sc' }`. Dots open groups; values are YAML, so
 * that numbers, lists and words mean what they look like.
 */
export function parseSetOptions(pairs: readonly string[]): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const path = pair.slice(0, Math.max(0, at)).trim().split('.');
    if (at < 1 || path.some((key) => !/^[A-Za-z][A-Za-z0-9+]*$/.test(key))) {
      throw new CrystalqError('USAGE', `--set ${pair}: expected key=value`, { hint: '--set bands.below=10' });
    }
    assign(settings, path, parse(pair.slice(at + 1)), pair);
  }
  return settings;
}

function assign(into: Record<string, unknown>, path: readonly string[], value: unknown, pair: string): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const group = into[key] ?? {};
  if (!isRecord(group)) {
    throw new CrystalqError('USAGE', `--set ${pair}: ${key} already has a value of its own`);
  }
  into[key] = group;
  assign(group, rest, value, pair);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
