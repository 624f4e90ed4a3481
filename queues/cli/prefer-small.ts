import { setFlagsFromString } from 'node:v8';

/**
 * Login nodes end processes that grow: V8 is told to prefer a small heap to fast code while the long-running part of the
 * program is loaded, which saves some 20 of 115 MB of an idle worker. To be called before it is.
 */
export const preferSmall = (): void => setFlagsFromString('--optimize-for-size');

/**
 * For the work that follows: with the above, V8 would go through the whole heap for every 2 MB of garbage. Instead it
 * lets the heap grow by half between two such rounds, keeps the space of new objects small, and clears that with one
 * thread. Some 25 MB less under load than V8 takes by itself, for the same processor time.
 */
export function workInLittleSpace(): void {
  setFlagsFromString('--no-optimize-for-size');
  setFlagsFromString('--heap-growing-percent=50');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--no-parallel-scavenge');
}
