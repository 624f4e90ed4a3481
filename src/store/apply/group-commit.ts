/**
 * Calls that wait together share one run: while a group is under way the next one gathers. A transaction costs a
 * commit to disk, whatever it carries.
 */
export function createGroupCommit<Call, Answer>(
  run: (calls: readonly Call[]) => Promise<readonly Answer[]>,
  maxCalls: number,
  /** Whether a failure may be the fault of one call; otherwise (the database is away) it is everybody's. */
  mayBeOfOne: (thrown: unknown) => boolean,
): (call: Call) => Promise<Answer> {
  type Waiting = { call: Call; resolve: (answer: Answer) => void; reject: (reason: unknown) => void };
  let waiting: Waiting[] = [];
  let isRunning = false;

  return (call) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      // Lets the calls of this turn of the event loop come along.
      setImmediate(() => void runAll());
    });

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxCalls);
      waiting = waiting.slice(maxCalls);
      await runGroup(group);
    }
    isRunning = false;
  }

  async function runGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const answers = await run(group.map(({ call }) => call));
      group.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (thrown) {
      if (group.length === 1 || !mayBeOfOne(thrown)) for (const { reject } of group) reject(thrown);
      // The others shall not pay for it.
      else for (const one of group) await runGroup([one]);
    }
  }
}
