import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBatch, parseYaml } from '../../../queues/enqueue/batch-file.js';
import { parseSettingsPatch } from '../../../src/crystal/settings/resolve-settings.js';
import { BatchFile } from '../../../src/workflow/recipe.js';
import { runCli } from '../../support/run-cli.js';
import { rockSalt } from '../../support/structures.js';

describe('A mistake on the command line', () => {
  let folder = '';
  const before_ = { ...process.env };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'crystalq-mistakes-'));
    process.env['HOME'] = folder;
    writeFileSync(join(folder, 'none.yaml'), '{}\n');
    process.env['CRYSTALQ_SITE_CONFIG'] = join(folder, 'none.yaml');
  });
  after(() => {
    process.env = before_;
    rmSync(folder, { recursive: true });
  });

  const cases: readonly (readonly [string[], RegExp])[] = [
    [['steps', '--limit', 'x'], /--limit x: .*what to do: .*--limit 20/s],
    [['steps', '--state', 'runing'], /--state runing: .*waiting, running/s],
    [['retry', '--state', 'failed,partial'], /--state partial: .*blocked/s],
    [['rerun', '--from', 'SP', '--step', 'OPT'], /--from and --step/],
    [['status', '--watch', '--json'], /--watch .*--json/],
    [['enqueue', 'cifs', '--plan', 'saved.json'], /saved\.json holds structures.*leave --plan out/s],
    [['enqueue', '--plan', 'saved.json', '--priority', '3'], /saved\.json holds structures/],
    [['errors', '--since', 'yesterday'], /--since yesterday: .*2026-03-01/s],
    [['status', '--interval', 'soon'], /--interval soon: .*seconds/s],
    [['backup', '--keep', '0'], /--keep 0: .*--keep 20/s],
    [['resources', 'acount=chem', '--all'], /acount: .*did you mean account/s],
    [['retry'], /retry: nothing is selected.*--batch, --material/s],
  ];
  for (const [args, words] of cases) {
    it(`is told with what was expected: ${args.join(' ')}`, async () => {
      const { exitCode, err } = await runCli(...args);
      expect(exitCode, err).to.equal(2);
      expect(err).to.match(words);
    });
  }

  it('a batch that is not there is no empty answer', async () => {
    const { exitCode, err } = await runCli('status', '--batch', 'nosuch');
    expect(exitCode).to.equal(3);
    expect(err).to.contain('no batch "nosuch"');
  });

  it('a file that is not there is told by name, and as a recipe where its name is one', async () => {
    for (const args of [
      ['plan', 'x.cif', '--workflow', 'nosuch.yaml'],
      ['enqueue', '--plan', 'nosuch.yaml'],
    ]) {
      const { exitCode, err } = await runCli(...args);
      expect(exitCode, err).to.equal(1);
      expect(err).to.contain('nosuch.yaml cannot be read: there is no such file');
    }
  });

  it('a file that cannot be written where it was named is told by name', async () => {
    const cif = join(folder, 'NaCl.cif');
    writeFileSync(cif, rockSalt('Na', 'Cl', 5.64));
    for (const args of [
      ['export', cif, '--to', 'xyz', '-o'],
      ['d12', cif, '--calc', 'SP', '-o'],
      ['plan', cif, '--workflow', 'SP', '--save'],
    ]) {
      const { exitCode, err } = await runCli(...args, join(folder, 'nosuch', 'file'));
      expect(exitCode, err).to.equal(2);
      expect(err).to.contain('nosuch/file cannot be written: there is no such folder');
    }
  });
});

describe('A mistake in a batch file', () => {
  const faultsOf = (text: string): string => {
    try {
      parseYaml(text, 'batch.yaml', BatchFile);
    } catch (thrown) {
      return String(thrown);
    }
    return '';
  };

  it('is told with its line, what is there and what was meant', () => {
    const told = faultsOf('name: x\nworkflow: OPT\npriorty: 3\nsymmetry: sometimes\n');
    expect(told).to.contain('batch.yaml:3: priorty: there is no such key; did you mean priority?');
    expect(told).to.match(/batch\.yaml:4: symmetry: "sometimes": .*cif.*standard.*p1/);
  });

  it('where nothing is like it, tells the keys that there are', () => {
    expect(faultsOf('workflow: OPT\ngeometries: []\n')).to.match(
      /batch\.yaml:2: geometries: .*there are .*structures/,
    );
  });

  it('is told of options, too', () => {
    expect(() => checkBatch({ workflow: 'OPT', priority: 1000 })).to.throw(/priority: 1000: /);
  });

  it('in settings is told with what was meant', () => {
    expect(() => parseSettingsPatch({ scf: { maxCycle: 3 } }, 'SP')).to.throw(
      /scf\.maxCycle: there is no such key; did you mean maxCycles\?/,
    );
  });
});
