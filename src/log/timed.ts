import type { Fields, Log } from './log.js';

/** Does the work, and tells the performance file how long it took, also where it fails. */
export async function timed<T>(
  log: Pick<Log, 'performance'>,
  name: string,
  work: () => Promise<T>,
  factsOf: (result: T | undefined) => Fields = () => ({}),
): Promise<T> {
  const start = performance.now();
  let result: T | undefined;
  try {
    result = await work();
    return result;
  } finally {
    log.performance(name, performance.now() - start, factsOf(result));
  }
}
