import { join } from 'node:path';
import { expect } from 'chai';
import type { CrystalqError } from '../../../src/errors/crystalq-error.js';
import type { Fault } from '../../../src/config/faults.js';
import { rejection } from '../../support/rejection.js';
import { createConfigFolder, siteFile, userFile, type ConfigFolder } from './config-folder.js';

describe('faults of the configuration', () => {
  let folder: ConfigFolder;
  beforeEach(() => {
    folder = createConfigFolder();
  });
  afterEach(() => folder.remove());

  const faultsOf = (error: CrystalqError): Fault[] => error.details['faults'] as Fault[];
  const load = async (text: string): Promise<string[]> => {
    folder.write(userFile, text);
    const error = await rejection(folder.load());
    expect(error.code).to.equal('CONFIG_INVALID');
    const file = join(folder.home, userFile);
    return faultsOf(error).map(
      ({ key, message, where }) => `${key}: ${message} (${where.replace(file, 'F')})`,
    );
  };

  it('are told all at once, each with key, value, what is allowed, and its place', async () => {
    folder.write(siteFile, 'advanced: {windowMaterials: many}\n');
    folder.write(userFile, 'workflow:\n  maxAttemptsPerStep: 0\n  recovry: true\n');
    const error = await rejection(
      folder.load({ env: { CRYSTALQ_LOG_LEVEL: 'loud' }, settings: ['cluster=rehersal', 'nonsense'] }),
    );
    const places = faultsOf(error).map(({ key, where }) => [key, where.replace(folder.home, '~')]);
    expect(places).to.have.deep.members([
      ['nonsense', '--set nonsense'],
      ['advanced.windowMaterials', '~/site/config.yaml:1'],
      ['workflow.maxAttemptsPerStep', `~/${userFile}:2`],
      ['workflow.recovry', `~/${userFile}:3`],
      ['advanced.log.level', 'CRYSTALQ_LOG_LEVEL'],
      ['cluster', '--set cluster'],
    ]);
    expect(error.message).to.contain('the configuration has 6 faults');
    expect(error.message).to.contain(
      'advanced.log.level: "loud" is not allowed; allowed is one of debug, info, warn, error (CRYSTALQ_LOG_LEVEL)',
    );
    expect(error.message).to.contain('did you mean recovery?');
  });

  const cases: readonly (readonly [what: string, text: string, fault: string])[] = [
    ['an unknown section', 'workflows: {}', 'workflows: there is no such key; did you mean workflow? (F:1)'],
    [
      'an unknown key of a cluster',
      'clusters:\n  c:\n    module: [a]',
      'clusters.c.module: there is no such key; did you mean modules? (F:3)',
    ],
    [
      'a section that is a word',
      'workflow: yes please',
      'workflow: "yes please" is not allowed; allowed is a section with keys (F:1)',
    ],
    [
      'a section that is a list',
      'clusters: [a]',
      'clusters: ["a"] is not allowed; allowed is a section with keys (F:1)',
    ],
    [
      'a text for a number',
      'advanced: {windowMaterials: "5"}',
      'advanced.windowMaterials: "5" is not allowed; allowed is a whole number from 1 to 100000 (F:1)',
    ],
    [
      'a number that is not whole',
      'advanced: {windowMaterials: 1.5}',
      'advanced.windowMaterials: 1.5 is not allowed; allowed is a whole number from 1 to 100000 (F:1)',
    ],
    [
      'a submit limit within which sbatch still tries',
      'workflow: {timeouts: {submitSeconds: 60}}',
      'workflow.timeouts.submitSeconds: 60 is not allowed; allowed is 150 to 3600 seconds, as a number, as 90s, 15m, 2h, 3d or as 1-12:00:00 (F:1)',
    ],
    [
      'a word that Slurm would take for an option',
      'workflow: {resources: {OPT: {account: "--wrap=x"}}}',
      'workflow.resources.OPT.account: "--wrap=x" is not allowed; allowed is a word of letters, digits and _ . @ , : + -, or null (F:1)',
    ],
    [
      'a directive of two lines',
      'clusters: {c: {extraDirectives: ["--x\\nrm -rf"]}}',
      'clusters.c.extraDirectives: ["--x\\nrm -rf"] is not allowed; allowed is a list, each one option of sbatch, e.g. --constraint=intel18 (F:1)',
    ],
    [
      'a cluster name with a slash',
      'clusters: {"../x": {}}',
      'clusters.../x: "../x" is not allowed as a key; allowed is a name of letters, digits, _ and -, that begins with a letter (F:1)',
    ],
    [
      'a step type in small letters',
      'workflow: {resources: {opt: {tasks: 1}}}',
      'workflow.resources.opt: "opt" is not allowed as a key; allowed is a step type such as OPT, or `default` (F:1)',
    ],
    [
      'a CRYSTAL version nobody has',
      'clusters: {c: {version: 14}}',
      'clusters.c.version: 14 is not allowed; allowed is one of 17, 23 (F:1)',
    ],
    [
      'a cluster that is not described',
      'cluster: hpcc',
      'cluster: there is no cluster profile "hpcc"; known are rehearsal (F:1)',
    ],
    [
      'a first wait beyond the cap',
      'workflow: {retry: {poll: {delaySeconds: 90}}}',
      'workflow.retry.poll.delaySeconds: 90 is more than capSeconds (60) (F:1)',
    ],
    [
      'an environment that there is not',
      'environments: {live: {}}',
      'environments.live: allowed are sections development, testing, production (F:1)',
    ],
    [
      'a fault in an environment that is not chosen',
      'environments:\n  testing:\n    cluser: a',
      'cluser: there is no such key; did you mean cluster? (F:3)',
    ],
    [
      'a newer file',
      'schemaVersion: 99',
      'schemaVersion: 99 is not allowed; this program reads versions 1 to 2 (F:1)',
    ],
    [
      'keys of the prototype',
      '__proto__: {a: 1}',
      '__proto__: there is no such key; known are environment, cluster, workflow, paths, clusters, advanced (F:1)',
    ],
  ];
  for (const [what, text, fault] of cases) {
    it(`find ${what}`, async () => {
      expect(await load(text)).to.deep.equal([fault]);
    });
  }

  it('find a doubled key, a tab, and text that is no mapping', async () => {
    expect((await load('cluster: a\ncluster: b\n')).join()).to.match(
      /^: not YAML: Map keys must be unique.* \(F:2\)$/,
    );
    expect((await load('workflow:\n\tx: 1\n')).join()).to.match(/not YAML: .*\(F:2\)/);
    expect((await load('- a\n- b\n')).join()).to.contain('the file holds no sections with keys');
    expect((await load('a: &a [*a, *a]\n')).length).to.be.greaterThan(0);
  });

  it('find a named file that is not there, but miss no user file', async () => {
    const error = await rejection(folder.load({ configFile: 'gone.yaml' }));
    expect(error.message).to.contain(`there is no such file (${join(folder.home, 'gone.yaml')})`);
    expect((await folder.load()).files).to.deep.equal([join(folder.home, siteFile)]);
  });

  it('never repeat a secret', async () => {
    const error = await rejection(
      folder.load({ env: { CRYSTALQ_DATABASE_URL: 'mysql://me:hush-hush@host/db' } }),
    );
    expect(error.message).to.contain('advanced.store.url: the value is not allowed');
    expect(JSON.stringify([error.message, error.details])).not.to.contain('hush-hush');
  });

  it('are found in empty and half-empty files: none', async () => {
    for (const text of ['', '# nothing yet\n', 'workflow:\nadvanced:\n  log:\n', '---\n']) {
      folder.write(userFile, text);
      await folder.load();
    }
  });
});
