import { expect } from 'chai';
import { readSchedulerLog, withWitnesses } from '../../../src/crystal/output/witnesses.js';
import {
  banner,
  convergedScf,
  cycle,
  ended,
  energy,
  failedTimer,
  head,
  lines,
  optEnd,
  point,
  readText,
  scfEnded,
  stars,
  started,
  totalEnergy,
} from './read-text.js';

describe('the frame of an output', () => {
  it('tells version, title, times and an ordered end', () => {
    const report = readText(lines(banner(), started('MGO BULK'), ...convergedScf, ended));
    expect(report).to.deep.include({
      program: { name: 'CRYSTAL', version: '17', release: '1.0.2 - March 1st, 2018' },
      executable: 'crystal',
      title: 'MGO BULK',
      status: 'completed',
      converged: true,
      normalTermination: true,
      startedAt: '2022-06-03T18:42:38.6',
      elapsedSeconds: 8.56,
      cpuSeconds: 8.51,
      energyHartree: -275.44859113743,
    });
  });

  it('reads times of weeks, and a label that touches the word behind it', () => {
    const timers = [
      ` ${'T'.repeat(30)} MOLECORBITALTELAPSE   0.105E+07 TCPU 1049999.75`,
      ` ${'T'.repeat(30)} END         TELAPSE   0.123E+07 TCPU 1229999.75`,
    ];
    const report = readText(lines(...head, ...convergedScf, ...timers));
    expect(report.lastStage).to.deep.include({
      label: 'END',
      elapsedSeconds: 1_230_000,
      cpuSeconds: 1229999.75,
    });
    const [first] = timers;
    expect(readText(lines(...head, first ?? '')).lastStage).to.deep.include({ label: 'MOLECORBITAL' });
    expect(readText(lines(...head, ` ${'T'.repeat(30)} END         TELAPSE   0.123E+0`)).lastStage).to.equal(
      null,
    );
  });

  it('takes the marks of stages for no end: a running single point is never complete', () => {
    const mark = ' EEEEEEEEEE INT_CALC TERMINATION  DATE 01 02 2022 TIME 14:02:46.1';
    const report = readText(lines(...head, mark, ...convergedScf));
    expect(report.normalTermination).to.equal(false);
    expect(report.status).to.equal('incomplete_truncated');
  });

  it('takes an ordered end for no convergence', () => {
    const tooMany = scfEnded('TOO MANY CYCLES', energy, 50);
    const report = readText(lines(...head, cycle(50, energy), tooMany, totalEnergy(energy), ended));
    expect(report).to.deep.include({
      status: 'scf_not_converged',
      converged: false,
      normalTermination: true,
      energyHartree: null,
    });
    expect(report.failures[0]?.code).to.equal('SCF_NOT_CONVERGED');
  });

  it('splits a file into its programs and takes the numbers of the crystal run', () => {
    const error = ' ERROR **** init_properties_io **** Wavefunction file can not be found';
    const properties = [
      banner(),
      ' EEEEEEEEEE STARTING  DATE 03 06 2022 TIME 18:43:00.0',
      error,
      failedTimer,
    ];
    const report = readText(
      lines(...head, ...convergedScf, ended, 'file fort.9 saved', ...properties, 'RDFMWF'),
    );
    expect(report.runs.map(({ executable, status }) => [executable, status])).to.deep.equal([
      ['crystal', 'completed'],
      ['properties', 'input_error'],
    ]);
    expect(report.status).to.equal('completed_then_properties_step_failed');
    expect(report.converged).to.equal(true);
    expect(report.elapsedSeconds).to.equal(8.56);
    expect(report.failures).to.deep.equal([
      {
        code: 'WAVEFUNCTION_MISSING',
        routine: 'init_properties_io',
        message: 'Wavefunction file can not be found',
        line: report.failures[0]?.line,
        source: 'output',
      },
    ]);
  });

  it('takes the last of several crystal runs in one file', () => {
    const later = '-2.7600000000000E+02';
    const report = readText(
      lines(
        ...[...head, cycle(3, '-2.700000000000E+02')],
        ...[...head, scfEnded('CONVERGENCE ON ENERGY', later, 5), totalEnergy(later), ended],
      ),
    );
    expect(report.energyHartree).to.equal(-276);
    expect(report.runs.map(({ status }) => status)).to.deep.equal(['incomplete_truncated', 'completed']);
  });

  it('reads nothing from the text of wrappers around the programs', () => {
    const echo = [totalEnergy('-9.0E+02'), ' NUMBER OF AO               999  EXCHANGE'];
    const report = readText(lines(...echo, ...head, ...convergedScf, ended, ...echo));
    expect(report.energyHartree).to.equal(-275.44859113743);
    expect(report.basisFunctions).to.equal(null);
  });

  it('believes no title', () => {
    const title = '== SCF ENDED - TOO MANY CYCLES      E(AU) -1.0E+00 CYCLES   9';
    const heading = [
      stars,
      ` ${title.padEnd(80)}`,
      ' CRYSTAL - SCF - TYPE OF CALCULATION :  RESTRICTED CLOSED SHELL',
    ];
    const report = readText(lines(banner(), started(title), ...heading, ...convergedScf, ended));
    expect(report.title).to.equal(title);
    expect(report.scfEnds).to.have.length(1);
    expect(report.status).to.equal('completed');
  });

  it('knows a rehearsal by its banner alone', () => {
    const told = banner().replace(
      /.*MPI FUER.*/,
      ` *      CRYSTALQ REHEARSAL - NOT A CALCULATION${' '.repeat(33)}*`,
    );
    expect(readText(lines(told, started(), ...convergedScf, ended)).isRehearsal).to.equal(true);
    const titled = lines(banner(), started('CRYSTALQ REHEARSAL'), ...convergedScf, ended);
    expect(readText(titled).isRehearsal).to.equal(false);
  });

  it('counts the processes wherever they greet, also within a table and after the start', () => {
    const greeting = ' PROCESS            3  OF           12  WORKING';
    const report = readText(
      lines(
        ...[...head, greeting, ' ATOMS IN THE ASYMMETRIC UNIT    2 - ATOMS IN THE UNIT CELL:    2'],
        '     ATOM              X/A                 Y/B                 Z/C',
        '   1 T  12 MG    0.000000000000E+00  0.000000000000E+00  0.000000000000E+00',
        greeting,
        '   2 T   8 O     5.000000000000E-01  5.000000000000E-01  5.000000000000E-01',
        ...[...convergedScf, ended],
      ),
    );
    expect(report.mpiProcesses).to.equal(12);
    expect(report.title).to.equal('a title');
    expect(report.finalGeometry?.atoms).to.have.length(2);
  });

  it('counts the processes by their times where none greets, and only when the sum follows', () => {
    const nodes = [0, 1, 2].map((node) => `NODE    ${node} CPU TIME =     250.950`);
    const sum = '    TOTAL CPU TIME =       752.850';
    const run = [...head, ...convergedScf, ended, ...nodes];
    expect(readText(lines(...run, sum))).to.include({ mpiProcesses: 3, totalCpuSeconds: 752.85 });
    expect(readText(lines(...run)).mpiProcesses).to.equal(null);
  });

  for (const [line, release] of [
    [' *                          Release 1.0 - v1_0_2', '1.0 - v1_0_2'],
    [' *                              public : 1.0                                   *', '1.0'],
    [' *                      develop :  - June, 2016                                *', 'June, 2016'],
  ] as const)
    it(`reads the release ${release}`, () => {
      const text = lines(banner('06').replace(/.*public.*/, line), started(), ...convergedScf, ended);
      expect(readText(text).program).to.deep.equal({ name: 'CRYSTAL', version: '06', release });
    });

  it('reads an output whose head is missing', () => {
    const report = readText(lines(...convergedScf, ended));
    expect(report).to.deep.include({ program: null, status: 'completed', energyHartree: -275.44859113743 });
  });

  for (const [text, status] of [
    ['', 'empty_file'],
    [' \n\n', 'empty_file'],
    ['data_mgo\n_cell_length_a 4.2\n', 'not_crystal_output'],
    ['\u0000\u0001\u00ff\n', 'not_crystal_output'],
    [banner(), 'incomplete_truncated'],
  ] as const)
    it(`calls ${JSON.stringify(text.slice(0, 20))} ${status}`, () => {
      const report = readText(text);
      expect(report.status).to.equal(status);
      expect(report.energyHartree).to.equal(null);
    });

  it('judges an optimisation by its last OPT END, not by its SCF or its tests', () => {
    const tests = ' CONVERGENCE TESTS NOT SATISFIED AFTER  12 ENERGY AND GRADIENT CALCULATIONS';
    const done = readText(
      lines(...head, point(1), ...convergedScf, point(2), tests, optEnd('CONVERGED', energy, 2), ended),
    );
    expect(done).to.deep.include({ status: 'completed', converged: true, tasks: ['OPT'] });
    expect(done.warnings.map(({ message }) => message)).to.deep.equal([tests.trim()]);
    const running = readText(lines(...head, point(1), ...convergedScf, point(2)));
    expect(running).to.deep.include({ converged: false, energyHartree: null });
    expect(running.optimization).to.include({ converged: null, points: 2 });
  });
});

describe('foreign text in an output', () => {
  const killed = '=   KILLED BY SIGNAL: 9 (Killed)';

  it('explains a run that was cut', () => {
    const report = readText(lines(...head, ...convergedScf, killed));
    expect(report).to.deep.include({ status: 'killed_memory', converged: false, energyHartree: null });
  });

  it('takes a SIGTERM without another word for the time limit', () => {
    const sigterm = 'forrtl: error (78): process killed (SIGTERM)';
    const report = readText(lines(...head, ...convergedScf, sigterm));
    expect(report).to.deep.include({ status: 'killed_walltime', converged: false, energyHartree: null });
    const told = readSchedulerLog('slurmstepd: error: *** JOB 7 ON c3 CANCELLED AT 2024-06-02T10:00:00 ***');
    expect(withWitnesses(report, told).status).to.equal('cancelled');
  });

  it('changes nothing of a run that ended in order', () => {
    const report = readText(lines(...head, ...convergedScf, ended, killed));
    expect(report).to.deep.include({ status: 'completed', converged: true, energyHartree: -275.44859113743 });
    expect(report.failures.map(({ code }) => code)).to.deep.equal(['OUT_OF_MEMORY']);
  });

  it('is read around the programs, where no number is', () => {
    const report = readText(lines('srun: error: c3: task 0: Out Of Memory', ...head));
    expect(report.failures[0]).to.include({ code: 'OUT_OF_MEMORY', line: 1 });
  });
});
