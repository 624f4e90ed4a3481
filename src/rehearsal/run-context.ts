import { wait, type Act } from './act.js';
import type { FailureRule } from './seeded-failures.js';
import type { Clock, CrystalVersion } from './print/frame.js';

/** What a rehearsal is given: the deck, the files beside it, and how it shall behave. */
export interface RehearsalInput {
  /** INPUT or standard input; undefined where neither has anything. */
  readonly deckText: string | undefined;
  /** Content of a file in the working folder; undefined where it is not there. */
  readonly readFile: (name: string) => string | undefined;
  readonly options: RehearsalOptions;
}

export interface RehearsalOptions {
  readonly version: CrystalVersion;
  readonly rules: readonly FailureRule[];
  readonly failureShare: number;
  readonly attempt: number;
  readonly startedAt: Date;
  /** Before the spread by the deck's hash. */
  readonly durationSeconds: number;
}

/** Keeps count of the time a run has spent, so that the times in its output are those of its acts. */
export interface Pace {
  /** Spends a share of the run's duration. */
  wait(share: number): Act;
  clock(): Clock;
}

export function createPace(startedAt: Date, durationSeconds: number): Pace {
  let spentSeconds = 0;
  return {
    wait: (share) => {
      spentSeconds += share * durationSeconds;
      return wait(share * durationSeconds);
    },
    clock: () => ({ startedAt, elapsedSeconds: spentSeconds }),
  };
}
