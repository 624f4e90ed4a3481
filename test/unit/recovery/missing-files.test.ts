import { expect } from 'chai';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { propose } from '../../../src/recovery/propose.js';
import type { Situation } from '../../../src/recovery/rule.js';

const deckText = (task: readonly string[], method: readonly string[]): string =>
  [
    'MgO',
    'CRYSTAL',
    '0 0 0',
    '225',
    '4.21',
    '2',
    '12 0.0 0.0 0.0',
    '8 0.5 0.5 0.5',
    ...task,
    'BASISSET',
    'POB-TZVP-REV2',
    'DFT',
    'PBE',
    'ENDDFT',
    'SHRINK',
    '8 8',
    'MAXCYCLE',
    '300',
    ...method,
    'END',
    '',
  ].join('\n');

const optimisation = ['OPTGEOM', 'FULLOPTG', 'RESTART', 'MAXCYCLE', '80', 'ENDOPT'];
const frequencies = ['FREQCALC', 'RESTART', 'END'];

const after = (failure: string, stepType: string, text: string, usedRules: string[] = []): Situation => ({
  stepType,
  failure,
  deck: readDeck(text, 'failed.d12'),
  resources: {
    tasks: 8,
    cpusPerTask: 1,
    nodes: 1,
    memoryMiB: 4000,
    walltimeSeconds: 3600,
    partition: null,
    account: null,
    qos: null,
  },
  usedRules,
  leftRoles: new Set(),
});

describe('Recovery from files that are missing or do not fit', () => {
  it('leaves GUESSP out, and nothing else, where the density matrix does not fit', () => {
    const proposal = propose(after('GUESS_MISMATCH', 'SP', deckText([], ['GUESSP'])));
    expect(proposal?.rule).to.equal('fresh-guess');
    expect(renderDeck(proposal!.deck!)).to.equal(renderDeck(readDeck(deckText([], []), 'expected')));
    expect(proposal?.carry).to.equal(undefined);
  });

  for (const [type, task] of [
    ['OPT', optimisation],
    ['FREQ', frequencies],
  ] as const) {
    it(`starts ${type} from the beginning where its restart files are missing`, () => {
      const proposal = propose(after('RESTART_FILE_MISSING', type, deckText(task, ['GUESSP'])));
      expect(proposal?.rule).to.equal('without-restart-files');
      const kept = task.filter((line) => line !== 'RESTART');
      expect(renderDeck(proposal!.deck!)).to.equal(
        renderDeck(readDeck(deckText(kept, ['GUESSP']), 'expected')),
      );
    });
  }

  for (const [failure, rule] of [
    ['GUESS_MISMATCH', 'fresh-guess'],
    ['RESTART_FILE_MISSING', 'without-restart-files'],
  ] as const) {
    it(`gives up on ${failure} where the deck has no such keyword, or after ${rule} has acted`, () => {
      expect(propose(after(failure, 'OPT', deckText(['OPTGEOM', 'ENDOPT'], [])))).to.equal(undefined);
      const again = after(failure, 'OPT', deckText(optimisation, ['GUESSP']), [rule]);
      expect(propose(again)).to.equal(undefined);
    });
  }
});
