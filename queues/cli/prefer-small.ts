import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * Login nodes end processes that grow: V8 is told to prefer a small heap to fast code while the long-running part of the
 * program is loaded, which saves some 20 of 115 MB of an idle worker. To be called before it is.
 */
export const preferSmall = (): void => setFlagsFromString('--optimize-for-size');

/**
 * For the work that follows: with the above, V8 would go through the whole heap for every 2 MB of garbage. Instead it
 * lets the heap grow by a third between two such rounds, and clears the space of new objects with one thread.
 */
export function workInLittleSpace(): void {
  setFlagsFromString('--no-optimize-for-size');
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--no-parallel-scavenge');
  holdNewSpace();
}

/** Beyond this, the space of new objects costs memory and saves nothing; with a sixteenth, clearing it takes 1 ms a step. */
const newSpaceBytes = 16 * 1024 * 1024;

/** The space doubles while there is work; no flag that is read after the start of the process sets a limit. */
function holdNewSpace(): void {
  const look = setInterval(() => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (space !== undefined && space.space_size < newSpaceBytes) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(look);
  }, 100);
  look.unref();
}
