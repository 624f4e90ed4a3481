import type { Terminal } from './terminal.js';

/** Of what was asked for with one more than `limit`: the first ones. Says where there are more, to programs too. */
export function firstOf<T>(
  limit: number,
  found: readonly T[],
  terminal: Terminal,
  remedy: string,
): readonly T[] {
  if (found.length > limit) terminal.err.write(`only the first ${limit} are shown: ${remedy}\n`);
  return found.slice(0, limit);
}
