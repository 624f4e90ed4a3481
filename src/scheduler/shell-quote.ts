import { CrystalqError } from '../errors/crystalq-error.js';

/** A value as one word of bash that means exactly itself. Control characters but newline and tab are refused. */
export function quote(value: string): string {
  if (hasForbiddenControl(value))
    throw new CrystalqError(
      'SETTINGS_INVALID',
      `${JSON.stringify(value)} cannot stand in a job script: it holds control characters.`,
    );
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/**
 * The same, but `$NAME` and `${NAME}` are the variables of the job (`$SCRATCH/crys23`, `$EBROOTCRYSTAL/bin/Pcrystal`).
 * Nothing else is special: no command, no glob, no splitting.
 */
export function quoteExpanding(value: string): string {
  return splitVariables(value)
    .map((part) => ('variable' in part ? `"\${${part.variable}-}"` : quote(part.text)))
    .join('');
}

/** Names of the variables in it, in order. */
export const variablesIn = (value: string): string[] =>
  splitVariables(value).flatMap((part) => ('variable' in part ? [part.variable] : []));

type Part = { readonly text: string } | { readonly variable: string };

function splitVariables(value: string): Part[] {
  const parts: Part[] = [];
  let rest = 0;
  for (const match of value.matchAll(/\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g)) {
    if (match.index > rest) parts.push({ text: value.slice(rest, match.index) });
    parts.push({ variable: match[1] ?? match[2] ?? '' });
    rest = match.index + match[0].length;
  }
  if (rest < value.length || parts.length === 0) parts.push({ text: value.slice(rest) });
  return parts;
}

const hasForbiddenControl = (value: string): boolean => /\p{Cc}/u.test(value.replaceAll(/[\n\t]/g, ''));
