import { codes, type ErrorCategory, type ErrorCode, type ErrorSeverity, type Retry } from './codes.js';

export interface ErrorContext {
  /** Facts for the record: ids, paths, values. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What the user can do, when it is more precise than the remedy of the code. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** crystalq could not do its work. A calculation that ended badly is a value (`Verdict`), not an error. */
export class CrystalqError extends Error {
  override readonly name = 'CrystalqError';
  readonly details: Readonly<Record<string, unknown>>;
  readonly hint: string;

  constructor(
    readonly code: ErrorCode,
    message: string,
    context: ErrorContext = {},
  ) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.details = context.details ?? {};
    this.hint = context.hint ?? codes[code].remedy;
  }

  get category(): ErrorCategory {
    return codes[this.code].category;
  }

  get severity(): ErrorSeverity {
    return codes[this.code].severity;
  }

  get retry(): Retry {
    return codes[this.code].retry;
  }
}

/** No space, no inodes, or a quota used up: whoever asked the file system. */
export const isDiskFull = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT');

/** Whatever was thrown, as a CrystalqError; a stranger becomes UNEXPECTED and keeps its text and cause. */
export function toCrystalqError(thrown: unknown): CrystalqError {
  if (thrown instanceof CrystalqError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CrystalqError(isDiskFull(thrown) ? 'DISK_FULL' : 'UNEXPECTED', message, { cause: thrown });
}
