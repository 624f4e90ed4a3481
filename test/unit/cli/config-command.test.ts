import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCli } from '../../support/run-cli.js';

describe('crystalq config', () => {
  let folder: string;
  let file: string;
  let before: NodeJS.ProcessEnv;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-command-'));
    file = join(folder, 'config.yaml');
    before = process.env;
    process.env = { CRYSTALQ_SITE_CONFIG: '/dev/null', CRYSTALQ_CONFIG: file, PATH: before['PATH'] };
    writeFileSync(file, 'cluster: hpcc\nclusters:\n  hpcc: {modules: [CRYSTAL/23]}\n', { mode: 0o600 });
  });
  afterEach(() => {
    process.env = before;
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows every value, and where it comes from when asked', async () => {
    const { out, exitCode } = await runCli('config', 'show', '--origin');
    expect(exitCode).to.equal(0);
    expect(out).to.match(new RegExp(`^cluster: "hpcc" +# user: ${file}:1$`, 'm'));
    expect(out).to.match(/^advanced\.windowMaterials: 500 +# built in$/m);
    const { out: json } = await runCli('config', 'show', 'clusters.hpcc', '--origin', '--json');
    expect(JSON.parse(json)).to.deep.include({
      'clusters.hpcc.modules': { value: ['CRYSTAL/23'], layer: 'user', where: `${file}:3` },
    });
  });

  it('gives one value as it is, and a section as JSON', async () => {
    expect(await runCli('config', 'get', 'cluster')).to.include({ out: 'hpcc\n', exitCode: 0 });
    expect(await runCli('config', 'get', 'clusters.hpcc.modules')).to.include({ out: '["CRYSTAL/23"]\n' });
    const { out } = await runCli(
      'config',
      'get',
      'advanced.pollIntervalSeconds',
      '--set',
      'advanced.pollIntervalSeconds.slurm=7',
    );
    expect(JSON.parse(out)).to.deep.equal({ slurm: 7, local: 1 });
  });

  it('answers a key that there is not with the one that was meant', async () => {
    const { err, exitCode } = await runCli('config', 'get', 'advanced.windowMaterial');
    expect(exitCode).to.equal(2);
    expect(err).to.contain('Did you mean advanced.windowMaterials?');
  });

  it('hides secrets', async () => {
    process.env['CRYSTALQ_REDIS_URL'] = 'redis://:hush-hush@host:6379';
    const told = [await runCli('config', 'show'), await runCli('config', 'get', 'advanced.redis.url')];
    expect(JSON.stringify(told)).not.to.contain('hush-hush');
    expect(told[1]?.out).to.equal('redis://:***@host:6379\n');
  });

  it('checks a file and tells all its faults', async () => {
    expect(await runCli('config', 'check', file)).to.deep.include({
      exitCode: 0,
      out: `${file} has no faults\n`,
    });
    writeFileSync(file, 'cluser: a\nworkflow: {recovery: maybe}\n');
    const { out, exitCode } = await runCli('config', 'check', file);
    expect(exitCode).to.equal(1);
    expect(out).to.contain(`did you mean cluster? (${file}:1)`).and.contain(`(${file}:2)`);
    const { out: json } = await runCli('config', 'check', file, '--json');
    expect((JSON.parse(json) as { faults: unknown[] }).faults).to.have.length(2);
  });

  it('refuses to work with a broken file, whatever the command', async () => {
    writeFileSync(file, 'cluser: a\n');
    const { err, exitCode } = await runCli('config', 'show');
    expect(exitCode).to.equal(2);
    expect(err).to.contain('CONFIG_INVALID').and.contain('did you mean cluster?');
  });
});
