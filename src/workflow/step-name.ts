/**
 * Names of steps: letters, optionally `+LETTERS`, optionally `_`, optionally a number; no number means 1.
 * `OPT`, `OPT2`, `sp_2`, `CHARGE+POTENTIAL2`. The type and the number are kept apart: comparing raw names is
 * how `SP` came to match `TRANSPORT`.
 */
export interface StepName {
  readonly type: string;
  readonly number: number;
}

const form = /^([A-Z]+(?:\+[A-Z]+)*)_?([1-9]\d{0,2})?$/;

export function parseStepName(text: string): StepName | undefined {
  const match = form.exec(text.trim().toUpperCase());
  if (!match?.[1]) return undefined;
  return { type: match[1], number: match[2] === undefined ? 1 : Number(match[2]) };
}

export const renderStepName = ({ type, number }: StepName): string =>
  number === 1 ? type : `${type}${number}`;

/** The name as it may stand in ids, job ids and folder names. */
export const stepSlug = (name: string): string => name.replaceAll('+', '-');
