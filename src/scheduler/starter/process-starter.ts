/**
 * Starts processes that lead a session of their own and outlive this one. Their input is empty.
 */
export interface ProcessStarter {
  start(request: StartRequest, listener: StartListener): void;
  /** Resolves when everything that was asked for is started. What runs goes on, and its end is told to nobody. */
  close(): Promise<void>;
}

export interface StartRequest {
  /** The program, looked up on the PATH of `environment`, and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  /** The same object for many requests costs less than one for each. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of this process alone, beside `environment`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** A file that what it says is appended to; without one it is caught, up to 1 MiB of each. */
  readonly log?: string;
}

export interface StartListener {
  readonly onStart?: (pid: number) => void;
  readonly onEnd: (end: ProcessEnd) => void;
}

export type ProcessEnd =
  | {
      readonly kind: 'ended';
      /** As shells count: the code itself, or 128 + the number of the signal that ended it. */
      readonly exitCode: number;
      readonly isKilled: boolean;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** It could not be started; `code` of the error is the errno. */
  | { readonly kind: 'failed'; readonly error: Error }
  /**
   * It may have been started, and what became of it is not known. One that was to have a log, which is not there by now, was
   * not and never will be.
   */
  | { readonly kind: 'unseen' };
