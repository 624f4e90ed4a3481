import { expect } from 'chai';
import { diagnose } from '../../../src/crystal/output/diagnose.js';
import { parseFailureRules } from '../../../src/rehearsal/seeded-failures.js';
import {
  frequencies,
  magnesia,
  optimization,
  playCrystal,
  playProperties,
  type Played,
  type PlayOptions,
} from './play.js';

type Expects = Parameters<typeof diagnose>[0]['expects'];

const tasks: Readonly<Record<string, readonly string[]>> = { SP: [], OPT: optimization, FREQ: frequencies };

const play = (step: string, rule: string, given: PlayOptions = {}, method: readonly string[] = []): Played =>
  playCrystal(magnesia(tasks[step], method), { rules: parseFailureRules(rule), ...given });

/** What crystalq makes of the run; a job that hangs is ended by the scheduler, one that is killed by a signal. */
function failureOf({ report, files, end }: Played, expects: Expects): string {
  const endings = {
    hang: { schedulerState: 'TIMEOUT', exitCode: null },
    killSelf: { schedulerState: 'FAILED', exitCode: 137 },
    killGroup: { schedulerState: 'NODE_FAIL', exitCode: null },
  };
  const witness = typeof end === 'number' ? { schedulerState: 'COMPLETED', exitCode: end } : endings[end];
  const verdict = diagnose({ report, fort87: files.get('fort.87'), expects, ...witness });
  return 'failure' in verdict ? verdict.failure : verdict.kind;
}

describe('Seeded failures of a rehearsal', () => {
  const told: readonly (readonly [step: Expects, rule: string, failure: string, end: Played['end']])[] = [
    ['SP', 'scf', 'SCF_NOT_CONVERGED', 0],
    ['SP', 'walltime', 'WALLTIME', 'hang'],
    ['SP', 'oom', 'OUT_OF_MEMORY', 'killSelf'],
    ['SP', 'node', 'NODE_FAILURE', 'killGroup'],
    ['SP', 'truncated', 'OUTPUT_TRUNCATED', 0],
    ['SP', 'basis', 'BASIS_LINEARLY_DEPENDENT', 1],
    ['SP', 'atoms', 'ATOMS_TOO_CLOSE', 1],
    ['SP', 'fermi', 'FERMI_NOT_IN_INTERVAL', 1],
    ['SP', 'disk', 'DISK_FULL', 38],
    ['SP', 'mpi', 'MPI_ABORT', 1],
    ['OPT', 'scf', 'SCF_FAILED_IN_OPT', 1],
    ['OPT', 'opt', 'OPT_NOT_CONVERGED', 1],
    ['OPT', 'walltime', 'WALLTIME', 'hang'],
    ['OPT', 'oom', 'OUT_OF_MEMORY', 'killSelf'],
    ['OPT', 'truncated', 'OUTPUT_TRUNCATED', 0],
    ['OPT', 'fort87', 'TRUST_RADIUS_VANISHED', 0],
    ['FREQ', 'walltime', 'WALLTIME', 'hang'],
    ['FREQ', 'oom', 'OUT_OF_MEMORY', 'killSelf'],
    ['FREQ', 'truncated', 'OUTPUT_TRUNCATED', 0],
  ];
  for (const [step, rule, failure, end] of told) {
    it(`${rule} in ${step} ends as ${end} and is diagnosed as ${failure}`, () => {
      const played = play(step, rule);
      expect(played.end).to.equal(end);
      expect(failureOf(played, step)).to.equal(failure);
      // The wavefunction of the central point outlives a failure among the displacements.
      if (step !== 'FREQ') expect(played.files.get('fort.9') ?? '').to.not.include('"converged":true');
    });
  }

  it('leaves steps alone that the rule does not name', () => {
    for (const rule of ['scf@OPT', 'oom@FREQ', 'truncated#2', 'mpi%NaCl']) {
      expect(failureOf(play('SP', rule), 'SP'), rule).to.equal('succeeded');
    }
  });

  it('takes rules from the title of the deck', () => {
    const played = playCrystal(magnesia([], [], 'MgO [[fail:truncated@SP]]'));
    expect(failureOf(played, 'SP')).to.equal('OUTPUT_TRUNCATED');
    expect(failureOf(playCrystal(magnesia(optimization, [], 'MgO [[fail:truncated@SP]]')), 'OPT')).to.equal(
      'succeeded',
    );
  });

  it('takes what is no rule in a title for a part of the name', () => {
    const played = playCrystal(magnesia([], [], 'MgO [[fail:explode]] [[fail:]]'));
    expect(failureOf(played, 'SP')).to.equal('succeeded');
  });

  it('puts the text into fort.87 alone where only that failure says so', () => {
    const played = play('OPT', 'fort87');
    expect(played.files.get('fort.87')).to.equal(' ERROR **** BFGS_ **** PXK TOO SMALL\n');
    expect(played.output).to.not.include('PXK');
    expect(played.output).to.not.include('TERMINATION');
  });

  describe('heal', () => {
    const cures: readonly (readonly [string, readonly string[]])[] = [
      ['scf', ['MAXCYCLE', '1800']],
      ['scf', ['FMIXING', '50']],
      ['scf', ['SMEAR', '0.005']],
      ['scf', ['BROYDEN', '0.0001 50 2']],
      ['fermi', ['SMEAR', '0.005']],
    ];
    for (const [rule, method] of cures) {
      it(`${rule} with ${method.join(' ')}, but not when it is marked as stubborn`, () => {
        expect(failureOf(play('SP', rule, {}, method), 'SP')).to.equal('succeeded');
        expect(failureOf(play('SP', `${rule}!`, {}, method), 'SP')).to.not.equal('succeeded');
      });
    }

    for (const rule of ['walltime', 'oom', 'node', 'truncated', 'disk', 'mpi']) {
      it(`${rule} at the second attempt, but not when it is marked as stubborn`, () => {
        expect(failureOf(play('SP', rule, { attempt: 2 }), 'SP')).to.equal('succeeded');
        expect(failureOf(play('SP', `${rule}!`, { attempt: 2 }), 'SP')).to.not.equal('succeeded');
        expect(failureOf(play('SP', `${rule}!#1`, { attempt: 2 }), 'SP')).to.equal('succeeded');
      });
    }

    for (const rule of ['opt', 'walltime']) {
      it(`${rule} of an optimisation that goes on from its OPTINFO.DAT`, () => {
        const stopped = play('OPT', rule);
        const reached = stopped.report.optimizationHistory.at(-1)!.point;
        const deck = magnesia(['OPTGEOM', 'FULLOPTG', 'RESTART', 'END']);
        const rules = parseFailureRules(rule);
        const goneOn = playCrystal(deck, { rules, files: stopped.files });
        expect(failureOf(goneOn, 'OPT')).to.equal('succeeded');
        const points = goneOn.report.optimizationHistory.map(({ point }) => point);
        expect(points[0]).to.be.within(2, reached + 1);
        // The way it would have gone without a stop.
        const straight = playCrystal(magnesia(optimization));
        expect(goneOn.report.energyHartree).to.be.closeTo(straight.report.energyHartree!, 1e-6);
      });
    }

    it('a walltime of frequencies that go on from their FREQINFO.DAT, without another SCF', () => {
      const stopped = play('FREQ', 'walltime');
      expect(stopped.files.get('FREQINFO.DAT')).to.have.length.above(0);
      const deck = magnesia(['FREQCALC', 'RESTART', 'INTENS', 'END']);
      const goneOn = playCrystal(deck, { rules: parseFailureRules('walltime'), files: stopped.files });
      expect(failureOf(goneOn, 'FREQ')).to.equal('succeeded');
      expect(goneOn.report.scfEnds).to.have.length(0);
      const displacements = (played: Played): number => played.output.match(/ DX /g)?.length ?? 0;
      expect(displacements(stopped) + displacements(goneOn)).to.equal(2);
      const straight = playCrystal(magnesia(frequencies));
      expect(goneOn.report.frequenciesPerCm).to.deep.equal(straight.report.frequenciesPerCm);
    });

    it('an SCF that starts from the density matrix of the last attempt', () => {
      const stopped = play('SP', 'scf');
      const files = new Map([['fort.20', stopped.files.get('fort.9')!]]);
      const goneOn = play('SP', 'scf', { files }, ['GUESSP']);
      expect(failureOf(goneOn, 'SP')).to.equal('succeeded');
    });
  });

  it('refuses to restart an optimisation that has arrived', () => {
    const arrived = playCrystal(magnesia(optimization));
    const again = playCrystal(magnesia(['OPTGEOM', 'RESTART', 'END']), { files: arrived.files });
    expect(failureOf(again, 'OPT')).to.equal('TRUST_RADIUS_VANISHED');
  });

  it('fails the share of all decks that is asked for, and always the same ones', () => {
    const ends = Array.from({ length: 60 }, (_, index) => {
      const deck = magnesia([], ['TOLINTEG', `7 7 7 7 ${14 + index}`]);
      const [first, second] = [1, 2].map(() => failureOf(playCrystal(deck, { failureShare: 0.3 }), 'SP'));
      expect(first).to.equal(second);
      return first;
    });
    expect(ends.filter((end) => end !== 'succeeded').length).to.be.within(8, 30);
    expect(new Set(ends).size).to.be.above(2);
  });

  describe('in properties', () => {
    const files = playCrystal(magnesia([], [], 'MgO [[fail:oom@DOSS;truncated@BAND]]')).files;
    const dos = 'NEWK\n8 16\n1 0\nDOSS\n0 100 -1 -1 1 12 0\n-0.7 0.5\nEND\n';
    const band = 'BAND\nMgO\n1 2 20 1 20 1 0\n0 0 0 1 0 1\nEND\n';

    it('follow the title of the run that made the wavefunction', () => {
      expect(failureOf(playProperties(dos, { files }), 'properties')).to.equal('OUT_OF_MEMORY');
      expect(failureOf(playProperties(band, { files }), 'properties')).to.equal('OUTPUT_TRUNCATED');
      expect(failureOf(playProperties(band, { files, attempt: 2 }), 'properties')).to.equal('succeeded');
    });
  });

  describe('are asked for', () => {
    it('by kind, step, attempts and title', () => {
      expect(
        parseFailureRules('scf; walltime!@OPT#1 oom@CHARGE+POTENTIAL#1-2%Na Cl'.replace(' Cl', '')),
      ).to.deep.equal([
        { kind: 'scf', stubborn: false, step: null, attempts: null, titlePart: null },
        { kind: 'walltime', stubborn: true, step: 'OPT', attempts: [1, 1], titlePart: null },
        { kind: 'oom', stubborn: false, step: 'CHARGE+POTENTIAL', attempts: [1, 2], titlePart: 'Na' },
      ]);
    });

    it('in no other words', () => {
      for (const text of ['SCF', 'scf@', 'oom#', 'unknown', 'scf@SP#x']) {
        expect(() => parseFailureRules(text), text).to.throw(RangeError, text);
      }
    });
  });
});
