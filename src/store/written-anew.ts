import type { AttemptRecord } from '../workflow/records.js';
import type { Change } from './store.js';

type Verdict = Extract<Change, { kind: 'attempt' }>['set'];

/** The attempt ends, does not count, and its step writes another one; with the deck that recovery has changed, if it has. */
export const writtenAnew = (
  { id, stepId, number, change }: AttemptRecord,
  from: readonly ('prepared' | 'submitting')[],
  set: Verdict = { verdict: 'cancelled' },
): Change[] => [
  { kind: 'attempt', id, to: 'concluded', from, set },
  { kind: 'step', id: stepId, from: ['running'], set: { attemptBase: number, goesOn: change !== null } },
];
