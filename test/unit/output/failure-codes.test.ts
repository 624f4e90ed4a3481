import { expect } from 'chai';
import { classifyMessage, failureCodes } from '../../../src/crystal/output/failure-codes.js';
import { readFort87, readSchedulerLog, withWitnesses } from '../../../src/crystal/output/witnesses.js';
import { convergedScf, ended, head, lines, readText } from './read-text.js';

const messages: readonly (readonly [text: string, code: string | undefined])[] = [
  ['INP12B **** INCONSISTENT ITOL SIZE', 'GUESS_MISMATCH'],
  ['OPTGEOM **** SCF FAILED - OPTGEOM STOP', 'SCF_FAILED_IN_OPT'],
  ['f90main **** GEOMETRY OPTIMIZATION FAILED', 'OPT_NOT_CONVERGED'],
  ['BFGS_ **** PXK TOO SMALL', 'TRUST_RADIUS_VANISHED'],
  ['LoadBa **** UNIT CELL NOT NEUTRAL', 'CELL_NOT_NEUTRAL'],
  ['INPBAS **** UNIT CELL NOT NEUTRAL', 'CELL_NOT_NEUTRAL'],
  ['init_def2msvp **** Basis set is not implemented for requested element: 57', 'BASIS_MISSING_ELEMENT'],
  ['ZERO **** FERMI ENERGY NOT IN INTERVAL', 'FERMI_NOT_IN_INTERVAL'],
  ['NEIGHB **** USE KEYWORD SMALLDIST TO RUN ANYWAY', 'ATOMS_TOO_CLOSE'],
  ['CHOLSK **** BASIS SET LINEARLY DEPENDENT', 'BASIS_LINEARLY_DEPENDENT'],
  ['CAPPA **** SHRINK BREAKS SYMMETRY', 'SHRINK_BREAKS_SYMMETRY'],
  ['INPBAS **** FORMAT ERROR IN INPUT DECK', 'DECK_REFUSED'],
  ['READM2 **** KEYWORD NOT ALLOWED', 'DECK_REFUSED'],
  ['INPUT **** END OF DATA IN INPUT DECK', 'DECK_EMPTY'],
  ['GUESSP **** COPY OF WAVEFUNCTION FILE fort.20 CAN NOT BE FOUND', 'GUESS_MISMATCH'],
  ['init_properties_io **** Wavefunction file can not be found', 'WAVEFUNCTION_MISSING'],
  ['DIIS **** DIIS NOT COMPATIBLE WITH 2-COMP SCF', 'DECK_REFUSED'],
  ['ILASIZE **** ILA DIMENSION EXCEEDED', 'LIMIT_EXCEEDED'],
  ['READ **** GEOMETRY DATA FILE NOT FOUND', 'GEOMETRY_FILE_MISSING'],
  ['slurmstepd: error: *** JOB 1 ON c3 CANCELLED AT 2020-11-20T14:00:08 DUE TO TIME LIMIT ***', 'WALLTIME'],
  ['slurmstepd-c3: error: *** STEP 1.0 ON c3 CANCELLED AT 2020-11-20T14:00:08 ***', 'CANCELLED'],
  [
    'slurmstepd: error: *** JOB 1 ON c3 CANCELLED AT 2020-11-20T14:00:08 DUE TO NODE FAILURE ***',
    'NODE_FAILURE',
  ],
  ['slurmstepd: error: Detected 1 oom_kill event in StepId=65138579.0', 'OUT_OF_MEMORY'],
  ['srun: error: c3: task 0: Out Of Memory', 'OUT_OF_MEMORY'],
  ['=>> PBS: job killed: walltime 1110 exceeded limit 1080', 'WALLTIME'],
  ['forrtl: error (78): process killed (SIGTERM)', 'KILLED'],
  ['=   KILLED BY SIGNAL: 9 (Killed)', 'OUT_OF_MEMORY'],
  ['forrtl: No space left on device', 'DISK_FULL'],
  ['rank 3 in job 1  c3_45678   caused collective abort of all ranks', 'MPI_ABORT'],
  ['(12) MPI FUER CHEMISCHE ENERGIEKONVERSION - MUELHEIM AN DER RUHR (GERMANY)', undefined],
  ['INFORMATION **** DFTD3 ENERGY **** NORMAL TERMINATION OF DFTD3 MODULE', undefined],
  ['CONVERGENCE TESTS SATISFIED AFTER   4 ENERGY AND GRADIENT CALCULATIONS', undefined],
];

describe('messages of failures', () => {
  for (const [text, code] of messages)
    it(`${text} is ${code ?? 'no failure'}`, () => {
      expect(classifyMessage(text)).to.equal(code);
    });

  it('have codes with a meaning and a remedy each', () => {
    for (const [code, { meaning, remedy }] of Object.entries(failureCodes)) {
      expect(code).to.match(/^[A-Z_]+$/);
      expect(meaning, code).to.match(/\.$/);
      expect(remedy, code).to.match(/\.$/);
    }
  });
});

describe('other witnesses', () => {
  it('fort.87 is read with and without the usual form, warnings aside', () => {
    expect(readFort87(' WARNING **** X **** careful\n ERROR **** BFGS_ **** PXK TOO SMALL\n')).to.deep.equal([
      {
        code: 'TRUST_RADIUS_VANISHED',
        routine: 'BFGS_',
        message: 'PXK TOO SMALL',
        line: 2,
        source: 'fort.87',
      },
    ]);
    expect(readFort87('something odd\n')[0]).to.include({ code: 'UNKNOWN', message: 'something odd' });
    expect(readFort87('')).to.deep.equal([]);
  });

  it('a log is believed only where schedulers, launchers and scripts know better', () => {
    const log = 'loading modules\nUNIT CELL NOT NEUTRAL\nsrun: error: c3: task 0: Out Of Memory\n';
    expect(readSchedulerLog(log).map(({ code, line }) => [code, line])).to.deep.equal([['OUT_OF_MEMORY', 3]]);
  });

  it('explain an output that just stops, and change nothing of one that is complete', () => {
    const told = readSchedulerLog(
      'slurmstepd: error: *** JOB 1 ON c3 CANCELLED AT x DUE TO TIME LIMIT ***\n',
    );
    const cut = readText(lines(...head, ...convergedScf));
    expect(withWitnesses(cut, told)).to.include({
      status: 'killed_walltime',
      converged: false,
      energyHartree: null,
    });
    const whole = readText(lines(...head, ...convergedScf, ended));
    expect(withWitnesses(whole, told)).to.include({ status: 'completed', energyHartree: -275.44859113743 });
  });
});
