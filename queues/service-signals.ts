/** What a process that serves until it is told to stop hears of its signals. */
export interface ServiceSignals {
  /**
   * Resolves with the first SIGTERM or SIGINT; the same one again ends the process at once. The other one does not: a
   * worker of `up` gets SIGINT from the terminal, and SIGTERM from `up`, which gets that, too.
   */
  readonly told: Promise<void>;
  readonly isTold: () => boolean;
  /** SIGHUP; one that came before anybody listened counts, too. */
  readonly onHangup: (listener: () => void) => void;
}

let signals: ServiceSignals | undefined;

/**
 * Called first of all (bin/crystalq.js), long before the program is loaded: until somebody listens, each of these signals
 * ends a process on the spot, and leaves behind what that has just started. Loads nothing, for the same reason.
 */
export const hearSignals = (): ServiceSignals => (signals ??= listen());

/**
 * The listeners stay: while a command runs, what ends it with us listens, too, and takes a signal that nobody else listens
 * to (any more) for the end of the process.
 */
function listen(): ServiceSignals {
  const heard = new Set<NodeJS.Signals>();
  let isMissed = false;
  let hangUp = (): void => {
    isMissed = true;
  };
  process.on('SIGHUP', () => {
    hangUp();
  });
  const told = new Promise<void>((resolve) => {
    const hear = (signal: NodeJS.Signals): void => {
      if (heard.has(signal)) process.exit(1);
      heard.add(signal);
      resolve();
    };
    process.on('SIGTERM', hear);
    process.on('SIGINT', hear);
  });
  // `up` passes no signal on before that. Where it is gone already, nobody waits for it.
  process.send?.('hears', undefined, undefined, () => undefined);
  return {
    told,
    isTold: () => heard.size > 0,
    onHangup: (listener) => {
      hangUp = listener;
      if (isMissed) listener();
    },
  };
}
