import { expect } from 'chai';
import { diagnose, type Witnesses } from '../../../src/crystal/output/diagnose.js';
import {
  banner,
  convergedScf,
  ended,
  energy,
  failedTimer,
  head,
  lines,
  optEnd,
  point,
  readText,
  unconvergedScf,
} from './read-text.js';

const modes = [
  '    MODES         EIGV          FREQUENCIES     IRREP  IR   INTENS    RAMAN',
  '             (HARTREE**2)   (CM**-1)     (THZ)             (KM/MOL)',
  '    1-   3    0.2379E-21      0.0000    0.0000  (Fu )   A (     0.00)   I',
];
const propertiesHead = [
  banner(),
  ' EEEEEEEEEE STARTING  DATE 03 06 2022 TIME 18:43:00.0',
  '',
  ' CRYSTAL - PROPERTIES - TYPE OF CALCULATION :  RESTRICTED CLOSED SHELL',
];
const limit =
  'slurmstepd: error: *** JOB 4191701 ON c3 CANCELLED AT 2020-11-20T14:00:08 DUE TO TIME LIMIT ***';

type Given = Omit<Witnesses, 'report'> & { readonly output?: readonly string[] };

const cases: readonly (readonly [title: string, given: Given, verdict: string])[] = [
  [
    'a single point that converged and ended',
    { output: [...head, ...convergedScf, ended], expects: 'SP' },
    'succeeded',
  ],
  [
    'a single point still without its end',
    { output: [...head, ...convergedScf], expects: 'SP' },
    'failed OUTPUT_TRUNCATED',
  ],
  [
    'an SCF of too many cycles although the program ended in order',
    { output: [...head, ...unconvergedScf, ended], expects: 'SP', schedulerState: 'COMPLETED', exitCode: 0 },
    'notConverged SCF_NOT_CONVERGED',
  ],
  [
    'an optimisation that converged',
    { output: [...head, point(1), ...convergedScf, optEnd('CONVERGED', energy, 1), ended], expects: 'OPT' },
    'succeeded',
  ],
  [
    'an optimisation whose first SCF converged, and no more',
    { output: [...head, point(1), ...convergedScf, point(2)], expects: 'OPT', schedulerState: 'COMPLETED' },
    'failed OUTPUT_TRUNCATED',
  ],
  [
    'an optimisation at its limit of points',
    {
      output: [
        ...[...head, point(1), ...convergedScf, point(99), optEnd('FAILED   ', energy, 99)],
        ...[' ERROR **** f90main **** GEOMETRY OPTIMIZATION FAILED'],
        ...['application called MPI_Abort(MPI_COMM_WORLD, 1) - process 7'],
      ],
      expects: 'OPT',
      exitCode: 1,
    },
    'notConverged OPT_NOT_CONVERGED',
  ],
  [
    'an SCF that failed within an optimisation',
    {
      output: [
        ...head,
        point(1),
        ...convergedScf,
        point(5),
        ' ERROR **** OPTGEOM **** SCF FAILED - OPTGEOM STOP',
        failedTimer,
      ],
      expects: 'OPT',
    },
    'notConverged SCF_FAILED_IN_OPT',
  ],
  [
    'a message that stands in fort.87 alone, job COMPLETED',
    {
      output: [...head, point(1)],
      fort87: ' ERROR **** BFGS_ **** PXK TOO SMALL\n',
      expects: 'OPT',
      schedulerState: 'COMPLETED',
      exitCode: 0,
    },
    'failed TRUST_RADIUS_VANISHED',
  ],
  [
    'a walltime that only the log tells',
    {
      output: [...head, ...convergedScf.slice(0, 1)],
      schedulerLog: `${limit}\n`,
      expects: 'SP',
      schedulerState: 'CANCELLED',
    },
    'failed WALLTIME',
  ],
  [
    'a walltime that only accounting tells',
    { output: head, schedulerState: 'TIMEOUT', expects: 'SP' },
    'failed WALLTIME',
  ],
  [
    'memory that ran out, without any output',
    { schedulerState: 'OUT_OF_MEMORY', exitCode: 137, expects: 'SP' },
    'failed OUT_OF_MEMORY',
  ],
  [
    'a rank killed for memory while the job says COMPLETED',
    {
      output: [...head, ...convergedScf.slice(0, 1)],
      schedulerLog:
        'slurmstepd: error: Detected 1 oom_kill event in StepId=65138579.0. Some of your processes may have been killed\n',
      expects: 'SP',
      schedulerState: 'COMPLETED',
      exitCode: 0,
    },
    'failed OUT_OF_MEMORY',
  ],
  [
    'a node that failed',
    { output: head, schedulerState: 'NODE_FAIL', expects: 'OPT' },
    'failed NODE_FAILURE',
  ],
  [
    'a job that gave way to another',
    { output: head, schedulerState: 'PREEMPTED', expects: 'OPT' },
    'failed PREEMPTED',
  ],
  ['a cancelled job', { output: head, schedulerState: 'CANCELLED by 1000', expects: 'SP' }, 'cancelled'],
  [
    'a cancelled job that had finished its work',
    { output: [...head, ...convergedScf, ended], schedulerState: 'CANCELLED by 1000', expects: 'SP' },
    'succeeded',
  ],
  ['a job nobody knows of', { expects: 'SP' }, 'lost'],
  [
    'a job that ended without a word',
    { expects: 'SP', schedulerState: 'COMPLETED', exitCode: 0 },
    'failed OUTPUT_TRUNCATED',
  ],
  ['an empty output', { output: [''], expects: 'SP', exitCode: 0 }, 'failed OUTPUT_TRUNCATED'],
  [
    'a program that is not there',
    {
      output: ['bash: Pcrystal: command not found'],
      schedulerLog: 'bash: Pcrystal: command not found\n',
      expects: 'SP',
      exitCode: 127,
    },
    'failed PROGRAM_NOT_STARTED',
  ],
  [
    'a program ended by a signal',
    { output: [...head, ...convergedScf.slice(0, 1)], expects: 'SP', exitCode: 143 },
    'failed KILLED',
  ],
  [
    'an abort of MPI and nothing else',
    {
      output: [...head, 'Abort(1) on node 0 (rank 0 in comm 0): application called MPI_Abort'],
      expects: 'SP',
      exitCode: 1,
    },
    'failed MPI_ABORT',
  ],
  [
    'a full disk behind an abort',
    {
      output: [
        ...head,
        'forrtl: severe (38): error during write, unit 12',
        'application called MPI_Abort(MPI_COMM_WORLD, 1) - process 1',
      ],
      expects: 'SP',
      exitCode: 1,
    },
    'failed DISK_FULL',
  ],
  [
    'frequencies with their table',
    { output: [...head, ...convergedScf, ...modes, '', ended], expects: 'FREQ' },
    'succeeded',
  ],
  [
    'frequencies without a table',
    { output: [...head, ...convergedScf, ended], expects: 'FREQ' },
    'failed INCOMPLETE',
  ],
  [
    'an optimisation deck that was a single point',
    { output: [...head, ...convergedScf, ended], expects: 'OPT' },
    'failed INCOMPLETE',
  ],
  [
    'properties that ended',
    { output: [...propertiesHead, ' ENDPROP', ended], expects: 'properties' },
    'succeeded',
  ],
  ['properties that were cut', { output: propertiesHead, expects: 'properties' }, 'failed OUTPUT_TRUNCATED'],
  [
    'properties without a wavefunction',
    {
      output: [banner(), ' ERROR **** init_properties_io **** Wavefunction file can not be found'],
      expects: 'properties',
    },
    'failed WAVEFUNCTION_MISSING',
  ],
];

describe('the verdict on a job that is over', () => {
  for (const [title, { output, ...rest }, wanted] of cases)
    it(`${title}: ${wanted}`, () => {
      const report = output === undefined ? undefined : readText(lines(...output));
      const verdict = diagnose({ ...rest, report });
      const said = 'failure' in verdict ? `${verdict.kind} ${verdict.failure}` : verdict.kind;
      expect(said).to.equal(wanted);
    });

  it('carries what recovery decides from', () => {
    const report = readText(lines(...head, ...unconvergedScf, ended));
    const verdict = diagnose({ report, expects: 'SP', schedulerState: 'COMPLETED', exitCode: 0 });
    expect(verdict).to.deep.include({ kind: 'notConverged', failure: 'SCF_NOT_CONVERGED' });
    expect('evidence' in verdict && verdict.evidence).to.include({
      schedulerState: 'COMPLETED',
      scfCycles: 50,
      lastDeltaHartree: -1.27e-10,
    });
  });
});
