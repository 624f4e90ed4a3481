import { expect } from 'chai';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { stepTypes } from '../../../src/steps/registry.js';
import { parseSequence } from '../../../src/workflow/sequence.js';
import { parseStepName, renderStepName } from '../../../src/workflow/step-name.js';

const namesOf = (given: string | string[]): string[] =>
  parseSequence(given, stepTypes).map(({ name }) => name);

describe('A sequence of steps', () => {
  for (const [given, expected] of [
    ['full_electronic', ['OPT', 'SP', 'BAND', 'DOSS']],
    ['OPT,SP', ['OPT', 'SP']],
    ['opt, sp2, Band', ['OPT', 'SP2', 'BAND']],
    ['SP', ['SP']],
    [
      ['OPT', 'OPT', 'SP', 'OPT'],
      ['OPT', 'OPT2', 'SP', 'OPT3'],
    ],
    [
      ['OPT', 'OPT_2'],
      ['OPT', 'OPT2'],
    ],
  ] as [string | string[], string[]][]) {
    it(`${JSON.stringify(given)} is ${expected.join(', ')}`, () => {
      expect(namesOf(given)).to.deep.equal(expected);
    });
  }

  for (const [given, code] of [
    ['full_electronics', 'TEMPLATE_UNKNOWN'],
    ['OPT,SPX', 'RECIPE_INVALID'],
    [['OPT2', 'OPT2'], 'RECIPE_INVALID'],
    [[], 'RECIPE_INVALID'],
    ['TRANSPORTED', 'RECIPE_INVALID'],
  ] as [string | string[], string][]) {
    it(`${JSON.stringify(given)} is refused with ${code}`, () => {
      expect(() => namesOf(given))
        .to.throw(CrystalqError)
        .with.property('code', code);
    });
  }

  it('keeps type and number apart and writes them back', () => {
    expect(parseStepName('charge+potential_3')).to.deep.equal({ type: 'CHARGE+POTENTIAL', number: 3 });
    expect(renderStepName({ type: 'CHARGE+POTENTIAL', number: 3 })).to.equal('CHARGE+POTENTIAL3');
    expect(parseStepName('2OPT')).to.equal(undefined);
  });
});
