import { expect } from 'chai';
import { isOutdated } from '../../../src/workflow/outdated.js';
import type { AttemptChange, Resources } from '../../../src/workflow/records.js';
import { smallResources } from '../../support/job-examples.js';

describe('an attempt that waits to be submitted', () => {
  const recovery: AttemptChange = { rule: 'more-memory', summary: 'twice the memory', patch: {} };
  const cases: readonly [
    what: string,
    Partial<Resources>,
    change: AttemptChange | null,
    isOutdated: boolean,
  ][] = [
    ['asks for what its step asks for', {}, null, false],
    ['asks for less memory than its step', { memoryMiB: 32 }, null, true],
    ['asks for another walltime', { walltimeSeconds: 1200 }, null, true],
    ['asks for no account where its step does', { account: 'chem' }, null, true],
    ['was given more memory by recovery', { memoryMiB: 32 }, recovery, false],
    ['was changed by recovery, and has another account', { account: 'chem' }, recovery, true],
    ['was changed by recovery, and has another partition', { partition: 'long' }, recovery, true],
  ];
  for (const [what, ofStep, change, expected] of cases)
    it(`is ${expected ? '' : 'not '}outdated where it ${what}`, () => {
      const step = { resources: { ...smallResources, ...ofStep } };
      expect(isOutdated({ resources: smallResources, change }, step)).to.equal(expected);
    });
});
