import { expect } from 'chai';
import { matchesLabel } from '../../../queues/enqueue/match-label.js';

describe('A pattern for labels', () => {
  for (const [pattern, label, expected] of [
    ['Ti*', 'TiO2', true],
    ['Ti*', 'xTi', false],
    ['*O2', 'TiO2', true],
    ['T*O*2', 'TiO2', true],
    ['a*a', 'a', false],
    ['TiO2', 'TiO2', true],
    ['3,4^2T1-CA (x)', '3,4^2T1-CA (x)', true],
    ['.*', 'anything', false],
    ['*', '', true],
  ] as [string, string, boolean][]) {
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${label || 'nothing'}`, () => {
      expect(matchesLabel(pattern, label)).to.equal(expected);
    });
  }
});
