/**
 * So many calls side by side, in the order in which they came: each takes the lane that is free first, so that one that
 * hangs holds up nobody else. The work gets the name of its lane.
 */
export function createLanes(names: readonly string[]): <T>(work: (lane: string) => Promise<T>) => Promise<T> {
  const free = [...names];
  const waiting: ((lane: string) => void)[] = [];
  return async (work) => {
    const lane = free.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
    try {
      return await work(lane);
    } finally {
      const next = waiting.shift();
      if (next) next(lane);
      else free.push(lane);
    }
  };
}
