/** A setting has a value: neither left out nor switched off by null. */
export const isGiven = <Value>(value: Value | null | undefined): value is Value =>
  value !== undefined && value !== null;
