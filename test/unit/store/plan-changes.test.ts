import { expect } from 'chai';
import { planChanges } from '../../../src/store/apply/plan-changes.js';
import { noRows, type Rows } from '../../../src/store/apply/rows.js';
import type { Change } from '../../../src/store/store.js';
import { isAllowed, stepMoves, type StepState } from '../../../src/workflow/states.js';
import { by, createAttempt } from '../../support/store-examples.js';

const at = '2026-03-01T10:00:00.000Z';
const stepStates = Object.keys(stepMoves) as StepState[];

function rowsWith(stepState: StepState): Rows {
  const rows = noRows();
  rows.step.set('s', {
    id: 's',
    batchId: 'b',
    materialId: 'm',
    state: stepState,
    hold: false,
    cancelRequested: false,
    reason: null,
    failureCode: null,
    attemptBase: 0,
    goesOn: false,
    endedAt: null,
  });
  return rows;
}

describe('Planning changes', () => {
  for (const from of stepStates)
    for (const to of stepStates)
      it(`${isAllowed('step', from, to) ? 'lets' : 'does not let'} a step go from ${from} to ${to}`, () => {
        const change: Change = { kind: 'step', id: 's', to };
        const outcome = planChanges([change], rowsWith(from), by, at);
        if (isAllowed('step', from, to))
          expect('plan' in outcome && outcome.plan.rows.step.get('s')?.state).to.equal(to);
        else expect(outcome).to.deep.equal({ conflict: { change, found: from } });
      });

  it('leaves what was loaded as it was', () => {
    const loaded = rowsWith('waiting');
    const before = structuredClone(loaded);
    planChanges(
      [
        { kind: 'step', id: 's', to: 'running', set: { hold: true } },
        { kind: 'newAttempt', attempt: createAttempt('m', 's') },
      ],
      loaded,
      by,
      at,
    );
    expect(loaded).to.deep.equal(before);
  });

  it('tells each move as an event, in the order of the changes', () => {
    const outcome = planChanges(
      [
        { kind: 'step', id: 's', to: 'running' },
        { kind: 'newAttempt', attempt: createAttempt('m', 's') },
        { kind: 'attempt', id: 'm-s-a1', to: 'submitting' },
        { kind: 'step', id: 's', set: { cancelRequested: true, hold: false } },
      ],
      rowsWith('waiting'),
      by,
      at,
    );
    const events = 'plan' in outcome ? outcome.plan.events : [];
    expect(events.map(({ entity, from, to }) => [entity, from, to])).to.deep.equal([
      ['step', 'waiting', 'running'],
      ['attempt', null, 'prepared'],
      ['attempt', 'prepared', 'submitting'],
      ['step', 'cancelRequested=false', 'cancelRequested=true'],
    ]);
    expect(events[0]).to.deep.equal({
      at,
      batchId: 'b',
      materialId: 'm',
      stepId: 's',
      attemptId: null,
      entity: 'step',
      from: 'waiting',
      to: 'running',
      actor: by.actor,
      reason: by.reason,
      requestId: null,
    });
  });

  it('does not record a carrier, a file or a number of a call that is refused', () => {
    const refused: Change = { kind: 'step', id: 's', to: 'succeeded' };
    expect(
      planChanges([{ kind: 'artifacts', artifacts: [] }, refused], rowsWith('waiting'), by, at),
    ).to.deep.equal({ conflict: { change: refused, found: 'waiting' } });
  });
});
