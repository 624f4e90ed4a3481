import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../support/run-cli.js';
import { convergedScf, ended, head, lines } from './read-text.js';

describe('crystalq parse', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'crystalq-parse-'));
    writeFileSync(file('whole.out'), lines(...head, ...convergedScf, ended));
    writeFileSync(file('cut.out'), lines(...head, ...convergedScf));
    writeFileSync(file('notes.txt'), 'nothing of CRYSTAL\n');
    writeFileSync(file('fort.87'), ' ERROR **** BFGS_ **** PXK TOO SMALL\n');
    writeFileSync(
      file('job.log'),
      'slurmstepd: error: *** JOB 7 ON c3 CANCELLED AT x DUE TO TIME LIMIT ***\n',
    );
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const run = (...args: readonly string[]) => runCli('parse', ...args);

  it('prints a JSON array, one object per file', async () => {
    const { exitCode, out } = await run('--json', file('whole.out'), file('cut.out'));
    const reports = JSON.parse(out) as Record<string, unknown>[];
    expect(exitCode).to.equal(0);
    expect(reports.map(({ file: path, schema, status }) => [path, schema, status])).to.deep.equal([
      [file('whole.out'), 1, 'completed'],
      [file('cut.out'), 1, 'incomplete_truncated'],
    ]);
    expect(reports[0]).to.include({ energyHartree: -275.44859113743, executable: 'crystal' });
  });

  it('hears the other witnesses', async () => {
    const walltime = await run('--json', file('cut.out'), '--log', file('job.log'));
    expect(JSON.parse(walltime.out)).to.have.nested.property('[0].status', 'killed_walltime');
    const vanished = await run('--json', file('cut.out'), '--fort87', file('fort.87'));
    expect(JSON.parse(vanished.out)).to.have.nested.property('[0].status', 'aborted_opt_trust_radius');
    expect(JSON.parse(vanished.out)).to.have.nested.property('[0].failures[0].source', 'fort.87');
  });

  it('tells people the same in words', async () => {
    const { out } = await run(file('cut.out'), '--log', file('job.log'));
    expect(out)
      .to.match(/status +killed_walltime/)
      .and.match(/failure +WALLTIME: .*TIME LIMIT/);
  });

  it('says by its exit code that a file is no output', async () => {
    const { exitCode, out } = await run(file('notes.txt'));
    expect(exitCode).to.equal(1);
    expect(out).to.match(/status +not_crystal_output/);
  });

  it('names a file that is not there, and refuses witnesses for several outputs', async () => {
    const missing = await run(file('missing.out'));
    expect(missing.exitCode, missing.err).to.equal(1);
    expect(missing.err).to.contain('missing.out cannot be read: there is no such file');
    const shared = await run(file('cut.out'), file('whole.out'), '--log', file('job.log'));
    expect(shared.exitCode).to.equal(2);
  });
});
