/** What is wrong with a deck, where, and what to write instead. */
export interface Finding {
  /** 1-based line of the deck file: the keyword of the block concerned. */
  readonly line: number;
  /** error: CRYSTAL stops or computes something else than meant; warning: look at it. */
  readonly severity: 'error' | 'warning';
  /** Stable name, e.g. `band-fractions`. */
  readonly rule: string;
  readonly message: string;
  readonly instead: string;
}

/** A finding before its line is known. */
export type Remark = Omit<Finding, 'line'>;

export const error = (rule: string, message: string, instead: string): Remark => ({
  severity: 'error',
  rule,
  message,
  instead,
});

export const warning = (rule: string, message: string, instead: string): Remark => ({
  severity: 'warning',
  rule,
  message,
  instead,
});

/** Keeps the remarks whose condition holds. */
export const when = (condition: boolean, ...remarks: readonly Remark[]): readonly Remark[] =>
  condition ? remarks : [];
