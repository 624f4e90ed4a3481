import { setTimeout as delay } from 'node:timers/promises';

export interface CallLimiter {
  /** Runs the calls of a lane one after another, never more than the limit per minute over all lanes. */
  readonly run: <T>(lane: string, call: () => Promise<T>) => Promise<T>;
  /** The controller is overloaded: everybody waits, each time longer, until `recovered`. */
  readonly slowDown: () => void;
  readonly recovered: () => void;
}

export interface CallLimiterOptions {
  readonly callsPerMinute: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 60_000;

/**
 * Slurm's controller serves everybody: a process asks it for few things at a time, one a lane, at a bounded rate, and
 * slows down as a whole when it says that it is busy.
 */
export function createCallLimiter(options: CallLimiterOptions): CallLimiter {
  const now = options.now ?? (() => performance.now());
  const wait = options.wait ?? ((ms: number) => delay(ms).then(() => undefined));
  const lanes = new Map<string, Promise<unknown>>();
  let pauseMs = 0;
  let notBefore = 0;
  let tokens = options.callsPerMinute();
  let refilledAt = now();

  async function turn(): Promise<void> {
    for (;;) {
      const time = now();
      const perMinute = options.callsPerMinute();
      tokens = Math.min(perMinute, tokens + ((time - refilledAt) * perMinute) / 60_000);
      refilledAt = time;
      if (time < notBefore) await wait(notBefore - time);
      else if (tokens < 1) await wait(((1 - tokens) * 60_000) / perMinute);
      else break;
    }
    tokens -= 1;
  }

  return {
    run: (lane, call) => {
      const before = lanes.get(lane) ?? Promise.resolve();
      const result = before.then(turn).then(call);
      // The next one in the lane goes on whatever became of this one; its caller hears of it.
      lanes.set(
        lane,
        result.catch(() => undefined),
      );
      return result;
    },
    slowDown: () => {
      pauseMs = Math.min(longestPauseMs, pauseMs === 0 ? firstPauseMs : pauseMs * 2);
      notBefore = now() + pauseMs;
    },
    recovered: () => {
      pauseMs = 0;
    },
  };
}
