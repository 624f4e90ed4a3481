/** Facts of a line; secrets in them are masked. */
export type Fields = Readonly<Record<string, unknown>>;

/** Static message, facts as fields: `log.info('submitted', { schedulerJobId, partition })`. */
export interface Log {
  debug: (message: string, fields?: Fields) => void;
  info: (message: string, fields?: Fields) => void;
  warn: (message: string, fields?: Fields) => void;
  /** `fields.error` may be anything that was thrown; code, details, cause and stack are written. */
  error: (message: string, fields?: Fields) => void;
  /** A log whose lines all carry these fields. */
  child: (fields: Fields) => Log;
  /** How long something took; goes to the performance file. */
  performance: (name: string, milliseconds: number, fields?: Fields) => void;
}

const nothing = (): void => undefined;

/** For tests and for commands that answer and end. */
export const silentLog: Log = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLog,
  performance: nothing,
};
