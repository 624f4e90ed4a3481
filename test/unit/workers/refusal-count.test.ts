import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { countRefusal, forgetRefusals } from '../../../workers/halts/refusal-count.js';

describe('Refusals of a class of jobs', () => {
  let store: Store;
  // Only its identity counts.
  beforeEach(() => (store = {} as Store));
  const count = (about: 'access' | 'job', ...stepIds: string[]): string[] =>
    stepIds.map((stepId) => countRefusal(store, 'class', { stepId, about }));

  const rows: readonly [title: string, outcomes: () => string[], expected: string[]][] = [
    [
      'of access halt it at the third one',
      () => count('access', 'a', 'b', 'a', 'c'),
      ['again', 'again', 'halt', 'halt'],
    ],
    [
      'of access halt it though one step is alone',
      () => count('access', 'a', 'a', 'a'),
      ['again', 'again', 'halt'],
    ],
    [
      'of a size halt it when three steps ask for it',
      () => count('job', 'a', 'b', 'a', 'c'),
      ['again', 'again', 'again', 'halt'],
    ],
    [
      'of a size fail the one step that asks for it',
      () => count('job', 'a', 'a', 'a'),
      ['again', 'again', 'fail'],
    ],
  ];
  for (const [title, outcomes, expected] of rows) {
    it(title, () => expect(outcomes()).to.deep.equal(expected));
  }

  it('are forgotten when a job of it is taken', () => {
    count('access', 'a', 'b');
    forgetRefusals(store, ['class']);
    expect(count('access', 'a')).to.deep.equal(['again']);
  });
});
