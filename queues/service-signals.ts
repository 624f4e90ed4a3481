/** What a process that serves until it is told to stop hears of its signals. */
export interface ServiceSignals {
  /** Resolves with the first SIGTERM or SIGINT; a second one ends the process at once. */
  readonly told: Promise<void>;
  readonly isTold: () => boolean;
  /** SIGHUP; one that came before anybody listened counts, too. */
  readonly onHangup: (listener: () => void) => void;
}

let heard: ServiceSignals | undefined;

/**
 * Called first of all (bin/crystalq.js), long before the program is loaded: until somebody listens, each of these signals
 * ends a process on the spot, and leaves behind what that has just started. Loads nothing, for the same reason.
 */
export const hearSignals = (): ServiceSignals => (heard ??= listen());

/**
 * The listeners stay: while a command runs, what ends it with us listens, too, and takes a signal that nobody else listens
 * to (any more) for the end of the process.
 */
function listen(): ServiceSignals {
  let isTold = false;
  let isMissed = false;
  let hangUp = (): void => {
    isMissed = true;
  };
  process.on('SIGHUP', () => {
    hangUp();
  });
  const told = new Promise<void>((resolve) => {
    const hear = (): void => {
      if (isTold) process.exit(1);
      isTold = true;
      resolve();
    };
    process.on('SIGTERM', hear);
    process.on('SIGINT', hear);
  });
  // `up` passes no signal on before that. Where it is gone already, nobody waits for it.
  process.send?.('hears', undefined, undefined, () => undefined);
  return {
    told,
    isTold: () => isTold,
    onHangup: (listener) => {
      hangUp = listener;
      if (isMissed) listener();
    },
  };
}
