import { expect } from 'chai';
import { stepCatalogue, stepTypes } from '../../../src/steps/registry.js';
import { planEdges, withDependants } from '../../../src/workflow/graph.js';
import { parseSequence } from '../../../src/workflow/sequence.js';

const edgesOf = (steps: string[]): string[] =>
  planEdges(parseSequence(steps, stepTypes), (type) => stepCatalogue.ruleOf(type)).map(
    ({ producer, consumer, kinds }) => `${producer} -> ${consumer} (${kinds.join('+')})`,
  );

describe('The graph of a sequence', () => {
  for (const [steps, expected] of [
    [['OPT'], []],
    [['SP'], []],
    [['OPT', 'SP'], ['OPT -> SP (geometry+settings)']],
    [
      ['OPT', 'OPT2', 'SP'],
      ['OPT -> OPT2 (geometry+settings)', 'OPT2 -> SP (geometry+settings)'],
    ],
    [
      ['OPT', 'SP', 'FREQ', 'BAND'],
      ['OPT -> SP (geometry+settings)', 'OPT -> FREQ (geometry+settings)', 'SP -> BAND (wavefunction)'],
    ],
    [['OPT', 'BAND'], ['OPT -> BAND (wavefunction)']],
    [
      ['OPT', 'SP', 'BAND', 'SP2', 'DOSS'],
      [
        'OPT -> SP (geometry+settings)',
        'SP -> BAND (wavefunction)',
        'OPT -> SP2 (geometry+settings)',
        'SP2 -> DOSS (wavefunction)',
      ],
    ],
    // FREQ leaves no wavefunction of the structure: BAND takes the one before it.
    [
      ['OPT', 'FREQ', 'BAND'],
      ['OPT -> FREQ (geometry+settings)', 'OPT -> BAND (wavefunction)'],
    ],
  ] as [string[], string[]][]) {
    it(`of ${steps.join(', ')}`, () => {
      expect(edgesOf(steps)).to.deep.equal(expected);
    });
  }

  for (const [steps, words] of [
    [['FREQ'], 'FREQ needs an OPT before it'],
    [['SP', 'FREQ'], 'FREQ needs an OPT before it'],
    [['BAND', 'SP'], 'BAND needs an SP or OPT before it'],
  ] as [string[], string][]) {
    it(`of ${steps.join(', ')} is refused: ${words}`, () => {
      expect(() => edgesOf(steps)).to.throw(words);
    });
  }

  it('reaches all that depends on a step, and nothing else', () => {
    const edges = planEdges(parseSequence('OPT,SP,BAND,DOSS,FREQ', stepTypes), (type) =>
      stepCatalogue.ruleOf(type),
    );
    expect([...withDependants('SP', edges)]).to.have.members(['SP', 'BAND', 'DOSS']);
  });
});
