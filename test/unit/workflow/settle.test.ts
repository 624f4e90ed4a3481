import { expect } from 'chai';
import { settle } from '../../../src/workflow/settle.js';
import type { StepState } from '../../../src/workflow/states.js';

const step = (name: string, state: StepState, optional = false) => ({
  name,
  state,
  optional,
  reason: state === 'failed' ? 'why' : null,
  failureCode: state === 'failed' ? 'CODE' : null,
});

describe('The outcome of a material', () => {
  for (const [what, steps, expected] of [
    ['open while a step is open', [step('OPT', 'succeeded'), step('SP', 'running')], undefined],
    ['succeeded', [step('OPT', 'succeeded'), step('SP', 'succeeded')], 'succeeded'],
    ['failed with a required step', [step('OPT', 'failed'), step('SP', 'blocked')], 'failed'],
    ['partial with an optional step', [step('OPT', 'succeeded'), step('FREQ', 'failed', true)], 'partial'],
    [
      'failed when a required and an optional step fail',
      [step('OPT', 'succeeded'), step('BAND', 'failed', true), step('SP', 'failed')],
      'failed',
    ],
    ['cancelled', [step('OPT', 'cancelled'), step('SP', 'blocked')], 'cancelled'],
    [
      'partial when only an optional step was cancelled',
      [step('OPT', 'succeeded'), step('BAND', 'cancelled', true)],
      'partial',
    ],
  ] as [string, ReturnType<typeof step>[], string | undefined][]) {
    it(what, () => {
      expect(settle(steps)?.state).to.equal(expected);
    });
  }

  it('names the required step that failed, not the optional one before it', () => {
    const outcome = settle([step('BAND', 'failed', true), step('SP', 'failed'), step('OPT', 'succeeded')]);
    expect(outcome).to.include({ reason: 'SP: why', failureCode: 'CODE' });
  });
});
