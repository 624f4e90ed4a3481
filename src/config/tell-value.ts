import { maskText } from '../log/mask-secrets.js';
import type { Entry } from './merge.js';

/** The value of a key as it may be shown: secrets are hidden. */
export function shownValue({ value, setting }: Entry): unknown {
  if (setting.secret === undefined || typeof value !== 'string') return value;
  return setting.secret === 'whole' ? '***' : maskText(value);
}
