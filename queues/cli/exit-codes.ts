import type { CrystalqError } from '../../src/errors/crystalq-error.js';

/** Exit codes of every command. docs/commands.md and `crystalq --help` print this table. */
export const exitCodes = {
  ok: { value: 0, meaning: 'done, nothing to complain about' },
  findings: {
    value: 1,
    meaning: 'done, with findings: a deck with errors, a structure refused, a check that failed',
  },
  usage: {
    value: 2,
    meaning: 'the command line, a batch file or the configuration is wrong; nothing was changed',
  },
  nothing: { value: 3, meaning: 'the selectors match nothing' },
  unreachable: { value: 4, meaning: 'Redis, the store or the scheduler does not answer; try again' },
  unexpected: { value: 70, meaning: 'an error without a name; please report it' },
} as const;

export function exitCodeOf(error: CrystalqError): number {
  if (error.code === 'SELECTION_EMPTY') return exitCodes.nothing.value;
  if (error.code === 'UNEXPECTED') return exitCodes.unexpected.value;
  switch (error.category) {
    case 'transient':
    case 'system':
    case 'resource':
      return exitCodes.unreachable.value;
    case 'configuration':
      return exitCodes.usage.value;
    case 'data':
    case 'calculation':
      return exitCodes.findings.value;
  }
}
