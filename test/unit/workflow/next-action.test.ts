import { expect } from 'chai';
import { nextAction, type NextAction, type StepView } from '../../../src/workflow/next-action.js';
import type { AttemptState, StepState } from '../../../src/workflow/states.js';

interface Case {
  readonly state?: StepState;
  readonly held?: boolean;
  readonly cancel?: boolean;
  readonly base?: number;
  readonly attempts?: readonly AttemptState[];
}

const view = ({
  state = 'waiting',
  held = false,
  cancel = false,
  base = 0,
  attempts = [],
}: Case): StepView => ({
  batch: { hold: held },
  material: { hold: false },
  step: { state, hold: false, cancelRequested: cancel, attemptBase: base },
  attempts: attempts.map((attempt, index) => ({
    number: index + 1,
    state: attempt,
    verdict: attempt === 'concluded' ? 'failed' : null,
  })),
});

describe('What a step does next', () => {
  for (const [what, given, expected] of [
    ['the first deck is written', {}, 'prepare'],
    ['a held step sleeps', { held: true }, 'sleep'],
    [
      'a held step with a job in the scheduler waits for it',
      { state: 'running', held: true, attempts: ['running'] },
      'await',
    ],
    ['a prepared attempt waits for its submission', { state: 'running', attempts: ['prepared'] }, 'await'],
    ['an ended attempt is read', { state: 'running', attempts: ['ended'] }, 'conclude'],
    [
      'an ended attempt is read although it is to be cancelled',
      { state: 'running', cancel: true, attempts: ['ended'] },
      'conclude',
    ],
    ['a failed attempt is recovered', { state: 'running', attempts: ['concluded'] }, 'recover'],
    ['after a retry the count begins anew', { attempts: ['concluded', 'concluded'], base: 2 }, 'prepare'],
    [
      'cancelled before anything was submitted',
      { state: 'running', cancel: true, attempts: ['prepared'] },
      'cancel',
    ],
    [
      'cancelled while the scheduler has it',
      { state: 'running', cancel: true, attempts: ['queued'] },
      'await',
    ],
    [
      'no recovery for what is to be cancelled',
      { state: 'running', cancel: true, attempts: ['concluded'] },
      'cancel',
    ],
    ['a step that is over tells the others', { state: 'succeeded', attempts: ['concluded'] }, 'tell'],
    ['a blocked step tells the others', { state: 'blocked' }, 'tell'],
  ] as [string, Case, NextAction][]) {
    it(`${what}: ${expected}`, () => {
      expect(nextAction(view(given))).to.equal(expected);
    });
  }
});
