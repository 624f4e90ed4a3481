import { expect } from 'chai';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { propose, type Proposal } from '../../../src/recovery/propose.js';
import { ruleNames } from '../../../src/recovery/rule-names.js';
import type { Situation } from '../../../src/recovery/rule.js';
import { rules } from '../../../src/recovery/rules.js';
import type { Resources } from '../../../src/workflow/records.js';

const resources: Resources = {
  tasks: 1,
  cpusPerTask: 1,
  nodes: 1,
  memoryMiB: 1000,
  walltimeSeconds: 3600,
  partition: null,
  account: null,
  qos: null,
};

/** MgO in a minimal basis. `task`: records of a geometry block such as OPTGEOM; `method`: records of the third block. */
const deckOf = (task: readonly string[], method: readonly string[]): string =>
  `${[
    'MgO',
    'CRYSTAL',
    '0 0 0',
    '225',
    '4.2',
    '2',
    '12 0 0 0',
    '8 0.5 0.5 0.5',
    ...task,
    'BASISSET',
    'POB-TZVP-REV2',
    'DFT',
    'PBE',
    'ENDDFT',
    ...method,
    'END',
  ].join('\n')}\n`;

const shrink = ['SHRINK', '8 16'];
const single = deckOf([], shrink);
const optimisation = deckOf(['OPTGEOM', 'FULLOPTG', 'ENDOPT'], shrink);
const restarted = deckOf(['OPTGEOM', 'FULLOPTG', 'RESTART', 'ENDOPT'], shrink);

interface Case {
  readonly failure: string;
  readonly stepType?: string;
  readonly deck?: string;
  readonly left?: readonly string[];
  readonly used?: readonly string[];
  readonly changed?: Partial<Resources>;
}

const proposed = ({ failure, stepType = 'SP', deck, left = [], used = [], changed = {} }: Case) => {
  const situation: Situation = {
    stepType,
    failure,
    deck: deck === undefined ? undefined : readDeck(deck, 'test.d12'),
    resources: { ...resources, ...changed },
    usedRules: used,
    leftRoles: new Set(left),
  };
  return propose(situation);
};

const recordsOf = (proposal: Proposal | undefined): string[] =>
  proposal?.deck ? renderDeck(proposal.deck).trimEnd().split('\n') : [];

/** `deck`: records that follow each other in the new deck. */
const acts: readonly (Case & {
  readonly title: string;
  readonly rule: string;
  readonly summary: string;
  readonly records?: readonly string[];
  readonly without?: string;
  readonly then?: Partial<Resources>;
  readonly carried?: readonly string[];
})[] = [
  {
    title: 'an SCF that ran out of cycles gets more',
    failure: 'SCF_NOT_CONVERGED',
    deck: deckOf([], ['MAXCYCLE', '80', ...shrink]),
    rule: 'scf-more-cycles',
    summary: 'SCF MAXCYCLE 80 -> 1080',
    records: ['MAXCYCLE', '1080'],
  },
  {
    title: 'and goes on from its density matrix where a single point left one',
    failure: 'SCF_NOT_CONVERGED',
    deck: single,
    left: ['wavefunction'],
    rule: 'scf-more-cycles',
    summary: 'SCF MAXCYCLE 50 -> 1050, from the density matrix of the last attempt',
    records: ['GUESSP'],
    carried: ['wavefunction as fort.20'],
  },
  {
    title: 'an SCF that did not converge with more cycles is damped, from a fresh guess',
    failure: 'SCF_NOT_CONVERGED',
    deck: deckOf([], ['FMIXING', '60', 'GUESSP', ...shrink]),
    used: ['scf-more-cycles'],
    rule: 'scf-damping',
    summary: 'FMIXING 60 -> 80 %',
    records: ['FMIXING', '80'],
    without: 'GUESSP',
  },
  {
    title: 'an SCF that failed in an optimisation is damped at once',
    failure: 'SCF_FAILED_IN_OPT',
    stepType: 'OPT',
    deck: optimisation,
    rule: 'scf-damping',
    summary: 'FMIXING 30 -> 50 %',
    records: ['FMIXING', '50'],
  },
  {
    title: 'levels around a Fermi energy that cannot be found are smeared',
    failure: 'FERMI_NOT_IN_INTERVAL',
    deck: single,
    rule: 'smear-fermi',
    summary: 'SMEAR 0.005 hartree',
    records: ['SMEAR', '0.005'],
  },
  {
    title: 'a mesh that breaks the symmetry gets one factor for all directions',
    failure: 'SHRINK_BREAKS_SYMMETRY',
    deck: deckOf([], ['SHRINK', '0 12', '6 4 6']),
    rule: 'uniform-shrink',
    summary: 'SHRINK equal in all directions',
    records: ['SHRINK', '6 12'],
  },
  {
    title: 'an optimisation that ran out of steps goes on from its last point',
    failure: 'OPT_NOT_CONVERGED',
    stepType: 'OPT',
    deck: optimisation,
    left: ['optimizationRestart', 'hessian'],
    rule: 'opt-go-on',
    summary: 'OPTGEOM MAXCYCLE 100 -> 300, restart from where it stopped',
    records: ['MAXCYCLE', '300'],
    carried: ['optimizationRestart as OPTINFO.DAT', 'hessian as HESSOPT.DAT'],
  },
  {
    title: 'and has more steps from the beginning where it left no restart file',
    failure: 'OPT_NOT_CONVERGED',
    stepType: 'OPT',
    deck: optimisation,
    left: ['hessian'],
    rule: 'opt-go-on',
    summary: 'OPTGEOM MAXCYCLE 100 -> 300',
    records: ['MAXCYCLE', '300'],
    without: 'RESTART',
  },
  {
    title: 'a restart whose trust radius vanished starts over',
    failure: 'TRUST_RADIUS_VANISHED',
    stepType: 'OPT',
    deck: restarted,
    rule: 'opt-fresh-start',
    summary: 'RESTART left out',
    without: 'RESTART',
  },
  {
    title: 'a short job out of walltime gets half as much again and its restart files',
    failure: 'WALLTIME',
    stepType: 'OPT',
    deck: optimisation,
    left: ['optimizationRestart', 'densityMatrix'],
    rule: 'more-walltime',
    summary: 'walltime 3600 -> 5400 s, restart from where it stopped',
    records: ['FULLOPTG', 'RESTART'],
    then: { walltimeSeconds: 5400 },
    carried: ['optimizationRestart as OPTINFO.DAT', 'densityMatrix as fort.20'],
  },
  {
    title: 'a job of some hours gets twice the time',
    failure: 'WALLTIME',
    deck: single,
    changed: { walltimeSeconds: 4 * 3600 },
    rule: 'more-walltime',
    summary: 'walltime 14400 -> 28800 s',
    then: { walltimeSeconds: 28_800 },
  },
  {
    title: 'a property step gets more walltime without a deck of its own',
    failure: 'WALLTIME',
    stepType: 'BAND',
    rule: 'more-walltime',
    summary: 'walltime 3600 -> 5400 s',
    then: { walltimeSeconds: 5400 },
  },
  {
    title: 'frequencies go on from the displacements that are done, at the longest walltime, too',
    failure: 'WALLTIME',
    stepType: 'FREQ',
    deck: deckOf(['FREQCALC', 'END'], shrink),
    left: ['frequencyRestart', 'phononData'],
    changed: { walltimeSeconds: 7 * 24 * 3600 },
    rule: 'more-walltime',
    summary: 'walltime 604800 -> 604800 s, restart from where it stopped',
    records: ['FREQCALC', 'RESTART'],
    carried: ['frequencyRestart as FREQINFO.DAT', 'phononData as fort.13'],
  },
  {
    title: 'a job that was killed for its memory gets half as much again',
    failure: 'OUT_OF_MEMORY',
    deck: single,
    used: ['more-memory'],
    rule: 'more-memory',
    summary: 'memory 1000 -> 1500 MiB',
    then: { memoryMiB: 1500 },
  },
  {
    title: 'a density matrix that does not fit is left out',
    failure: 'GUESS_MISMATCH',
    deck: deckOf([], ['GUESSP', ...shrink]),
    rule: 'fresh-guess',
    summary: 'GUESSP left out',
    without: 'GUESSP',
  },
  {
    title: 'a restart without its files starts over',
    failure: 'RESTART_FILE_MISSING',
    stepType: 'OPT',
    deck: restarted,
    rule: 'without-restart-files',
    summary: 'RESTART left out',
    without: 'RESTART',
  },
  {
    title: 'after a full disk the same is tried again',
    failure: 'DISK_FULL',
    deck: single,
    rule: 'after-disk-full',
    summary: 'the same again: the disk was full, not the calculation wrong',
  },
  {
    title: 'where no scratch folder took the inputs the same is tried again',
    failure: 'SCRATCH_UNWRITABLE',
    deck: single,
    rule: 'after-no-scratch',
    summary: 'the same again: the program was not started',
  },
  ...['NODE_FAILURE', 'OUTPUT_TRUNCATED', 'LOST', 'PREEMPTED', 'KILLED', 'OUTPUT_FILE_MISSING'].map(
    (failure) => ({
      title: `after ${failure} the same is tried again`,
      failure,
      deck: single,
      rule: 'try-again',
      summary: 'the same again: the machine failed, not the calculation',
    }),
  ),
];

const leavesAlone: readonly (Case & { readonly title: string })[] = [
  { title: 'the SCF of a property step', failure: 'SCF_NOT_CONVERGED', stepType: 'BAND' },
  {
    title: 'an SCF that has had more cycles and two rounds of damping',
    failure: 'SCF_NOT_CONVERGED',
    deck: single,
    used: ['scf-more-cycles', 'scf-damping', 'scf-damping'],
  },
  {
    title: 'an SCF that is damped as much as can be',
    failure: 'SCF_FAILED_IN_OPT',
    stepType: 'OPT',
    deck: deckOf(['OPTGEOM', 'FULLOPTG', 'ENDOPT'], ['FMIXING', '95', ...shrink]),
  },
  {
    title: 'levels that are smeared already',
    failure: 'FERMI_NOT_IN_INTERVAL',
    deck: deckOf([], ['SMEAR', '0.01', ...shrink]),
  },
  {
    title: 'a mesh that was made uniform once',
    failure: 'SHRINK_BREAKS_SYMMETRY',
    deck: single,
    used: ['uniform-shrink'],
  },
  {
    title: 'an optimisation that went on once',
    failure: 'OPT_NOT_CONVERGED',
    stepType: 'OPT',
    deck: optimisation,
    used: ['opt-go-on'],
  },
  {
    title: 'a fresh start that failed in the same way',
    failure: 'TRUST_RADIUS_VANISHED',
    deck: optimisation,
    used: ['opt-fresh-start'],
  },
  {
    title: 'seven days that were not enough, with nothing to go on from',
    failure: 'WALLTIME',
    deck: single,
    changed: { walltimeSeconds: 7 * 24 * 3600 },
  },
  {
    title: 'memory that was raised twice',
    failure: 'OUT_OF_MEMORY',
    deck: single,
    used: ['more-memory', 'more-memory'],
  },
  {
    title: 'a machine that failed three times',
    failure: 'NODE_FAILURE',
    deck: single,
    used: ['try-again', 'try-again'],
  },
  {
    title: 'a disk that is too small for the calculation',
    failure: 'DISK_FULL',
    deck: single,
    used: ['after-disk-full', 'after-disk-full'],
  },
  {
    title: 'scratch folders that could not be used for hours',
    failure: 'SCRATCH_UNWRITABLE',
    deck: single,
    used: Array<string>(10).fill('after-no-scratch'),
  },
  { title: 'a guess that was none', failure: 'GUESS_MISMATCH', deck: single },
  { title: 'a restart that was none', failure: 'RESTART_FILE_MISSING', stepType: 'OPT', deck: optimisation },
  { title: 'a refusal of the scheduler', failure: 'SCHEDULER_REFUSED', deck: single },
  { title: 'a file that was changed', failure: 'FILE_CHANGED', deck: single },
  { title: 'a basis set that lacks an element', failure: 'BASIS_NOT_COVERED', deck: single },
];

it('each recovery rule can be named in the configuration', () => {
  expect(rules.map(({ name }) => name)).to.deep.equal([...ruleNames]);
});

describe('Recovery acts', () => {
  for (const { title, rule, summary, records, without, then, carried, ...failed } of acts) {
    it(title, () => {
      const proposal = proposed(failed);
      expect(proposal).to.include({ rule, summary });
      if (records) expect(recordsOf(proposal).join('\n')).to.contain(records.join('\n'));
      if (without) expect(recordsOf(proposal)).to.not.include(without);
      if (then) expect(proposal?.resources).to.deep.equal({ ...resources, ...failed.changed, ...then });
      expect((proposal?.carry ?? []).map(({ role, to }) => `${role} as ${to}`)).to.deep.equal(carried ?? []);
    });
  }

  it('with each rule in one of these cases', () => {
    expect(new Set(acts.map(({ rule }) => rule))).to.deep.equal(new Set(rules.map(({ name }) => name)));
  });
});

describe('Recovery leaves alone', () => {
  for (const { title, ...failed } of leavesAlone) {
    it(title, () => {
      expect(proposed(failed)).to.equal(undefined);
    });
  }
});
