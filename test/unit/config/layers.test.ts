import { join } from 'node:path';
import { expect } from 'chai';
import { createConfigFolder, siteFile, userFile, type ConfigFolder } from './config-folder.js';

describe('configuration layers', () => {
  let folder: ConfigFolder;
  beforeEach(() => {
    folder = createConfigFolder();
  });
  afterEach(() => folder.remove());

  const level = 'advanced.log.level';
  const yaml = (value: string): string => `advanced:\n  log:\n    level: ${value}\n`;
  const inEnvironment = (value: string): string =>
    `environments:\n  testing:\n    advanced: {log: {level: ${value}}}\n`;

  it('let each stronger layer win, and tell where the value comes from', async () => {
    const testing = { CRYSTALQ_ENVIRONMENT: 'testing' };
    const told = async (given: Parameters<ConfigFolder['load']>[0]): Promise<string[]> => {
      const { config, origin } = await folder.load(given);
      const { layer, where } = origin(level) ?? { layer: 'none', where: 'none' };
      return [config.advanced.log.level, layer, where.replace(folder.home, '~')];
    };
    expect(await told({})).to.deep.equal(['info', 'default', 'built in']);
    folder.write(siteFile, yaml('error'));
    expect(await told({})).to.deep.equal(['error', 'site', '~/site/config.yaml:3']);
    expect(await told({ env: testing })).to.deep.equal(['warn', 'environment', 'built in for testing']);
    folder.write(siteFile, yaml('error') + inEnvironment('debug'));
    expect(await told({ env: testing })).to.deep.equal(['debug', 'environment', '~/site/config.yaml:6']);
    folder.write('site/config.testing.yaml', yaml('info'));
    expect(await told({ env: testing })).to.deep.equal([
      'info',
      'environment',
      '~/site/config.testing.yaml:3',
    ]);
    folder.write(userFile, inEnvironment('error'));
    expect(await told({ env: testing })).to.deep.equal(['error', 'environment', `~/${userFile}:3`]);
    folder.write('.config/crystalq/config.testing.yaml', yaml('debug'));
    expect((await told({ env: testing }))[2]).to.equal('~/.config/crystalq/config.testing.yaml:3');
    folder.write(userFile, yaml('warn'));
    expect(await told({ env: testing })).to.deep.equal(['warn', 'user', `~/${userFile}:3`]);
    const env = { ...testing, CRYSTALQ_LOG_LEVEL: 'debug' };
    expect(await told({ env })).to.deep.equal(['debug', 'variable', 'CRYSTALQ_LOG_LEVEL']);
    expect(await told({ env, settings: [`${level}=error`] })).to.deep.equal([
      'error',
      'flag',
      `--set ${level}`,
    ]);
  });

  it('take the environment from flag, variable, user file or site file', async () => {
    const environment = async (given: Parameters<ConfigFolder['load']>[0]) =>
      (await folder.load(given)).config.environment;
    folder.write(siteFile, 'environment: testing\n');
    expect(await environment({})).to.equal('testing');
    folder.write(userFile, 'environment: development\n');
    expect(await environment({})).to.equal('development');
    const env = { CRYSTALQ_ENVIRONMENT: 'production' };
    expect(await environment({ env })).to.equal('production');
    expect(await environment({ env, settings: ['environment=testing'] })).to.equal('testing');
    expect(
      (await folder.load({ env, settings: ['environment=testing'] })).config.advanced.log.level,
    ).to.equal('warn');
  });

  it('merge cluster profiles key by key and replace lists', async () => {
    folder.write(
      siteFile,
      'cluster: hpcc\nclusters:\n  hpcc:\n    modules: [CRYSTAL/17, Python]\n    environment: {A: one, B: two}\n',
    );
    folder.write(
      userFile,
      'clusters:\n  hpcc:\n    modules: [CRYSTAL/23]\n    environment: {B: three}\n    resources: {default: {account: mine}}\n',
    );
    const { config, origin } = await folder.load();
    expect(config.clusters['hpcc']).to.deep.include({
      modules: ['CRYSTAL/23'],
      environment: { A: 'one', B: 'three' },
      scheduler: 'slurm',
    });
    expect(origin('clusters.hpcc.environment.A')?.layer).to.equal('site');
    expect(origin('clusters.hpcc.environment.B')?.layer).to.equal('user');
    expect(origin('clusters.hpcc.scheduler')?.layer).to.equal('default');
  });

  it('know a profile that only has a name', async () => {
    folder.write(userFile, 'cluster: plain\nclusters:\n  plain:\n');
    const { config } = await folder.load();
    expect(config.clusters['plain']).to.deep.include({ scheduler: 'slurm', launcher: ['srun'], scratch: [] });
  });

  it('resolve paths from the file, the working folder or the home', async () => {
    const file = folder.write('projects/mine.yaml', 'paths: {workDir: runs, dataDir: ~/data}\n');
    const { config } = await folder.load({ configFile: 'projects/mine.yaml' });
    expect(file).to.equal(join(folder.home, 'projects/mine.yaml'));
    expect(config.paths).to.deep.include({
      workDir: join(folder.home, 'projects', 'runs'),
      dataDir: join(folder.home, 'data'),
    });
    const byVariable = await folder.load({ env: { CRYSTALQ_DATA_DIR: 'here' } });
    expect(byVariable.config.paths.dataDir).to.equal(join(folder.home, 'here'));
  });

  it('put the work folder into the data folder unless it was chosen', async () => {
    const { config } = await folder.load({ env: { CRYSTALQ_DATA_DIR: '/data/me' } });
    expect(config.paths.workDir).to.equal('/data/me/work');
    const chosen = await folder.load({
      env: { CRYSTALQ_DATA_DIR: '/data/me', CRYSTALQ_WORK_DIR: '/work/me' },
    });
    expect(chosen.config.paths.workDir).to.equal('/work/me');
  });

  it('follow XDG_CONFIG_HOME, CRYSTALQ_CONFIG and --config', async () => {
    folder.write('xdg/crystalq/config.yaml', 'cluster: a\nclusters: {a: {}}\n');
    folder.write('b.yaml', 'cluster: b\nclusters: {b: {}}\n');
    folder.write('c.yaml', 'cluster: c\nclusters: {c: {}}\n');
    const xdg = { XDG_CONFIG_HOME: join(folder.home, 'xdg') };
    const named = { ...xdg, CRYSTALQ_CONFIG: join(folder.home, 'b.yaml') };
    expect((await folder.load({ env: xdg })).config.cluster).to.equal('a');
    expect((await folder.load({ env: named })).config.cluster).to.equal('b');
    expect((await folder.load({ env: named, configFile: 'c.yaml' })).config.cluster).to.equal('c');
  });

  it('read lists, numbers and null from variables and flags', async () => {
    const { config } = await folder.load({
      env: {
        CRYSTALQ_WORKFLOW_OPTIONAL_STEPS: 'BAND, DOSS',
        CRYSTALQ_ADVANCED_WINDOW_MATERIALS: '12',
        CRYSTALQ_REDIS_URL: 'unix:/run/me/redis.sock',
      },
      settings: [
        'clusters.rehearsal.scratch=["$SCRATCH/a", /tmp]',
        'clusters.rehearsal.launcher=mpirun -n {tasks}',
        'advanced.redis.url=null',
        'workflow.resources.OPT.walltimeSeconds=1-12:00:00',
        'workflow.resources.CHARGE+POTENTIAL.memoryMiB=1.5G',
      ],
    });
    expect(config.workflow.optionalSteps).to.deep.equal(['BAND', 'DOSS']);
    expect(config.advanced.windowMaterials).to.equal(12);
    expect(config.advanced.redis.url).to.equal(null);
    expect(config.clusters['rehearsal']?.scratch).to.deep.equal(['$SCRATCH/a', '/tmp']);
    expect(config.clusters['rehearsal']?.launcher).to.deep.equal(['mpirun', '-n', '{tasks}']);
    expect(config.workflow.resources['OPT']?.walltimeSeconds).to.equal(129_600);
    expect(config.workflow.resources['CHARGE+POTENTIAL']?.memoryMiB).to.equal(1536);
  });

  it('warn of variables that mean nothing, and leave others alone', async () => {
    const { warnings } = await folder.load({
      env: { CRYSTALQ_REDIS_ULR: 'x', CRYSTALQ_DEBUG: '1', CRYSTALQ_REHEARSAL_SECONDS: '1', HOME: 'x' },
    });
    expect(warnings).to.deep.equal([
      'the variable CRYSTALQ_REDIS_ULR means nothing; did you mean CRYSTALQ_REDIS_URL?',
    ]);
  });

  it('cannot be changed once loaded', async () => {
    const { config } = await folder.load();
    expect(() => Object.assign(config.advanced, { windowMaterials: 1 })).to.throw(TypeError);
    expect(() => Object.assign(config.clusters['rehearsal']?.limits ?? {}, { maxQueued: 1 })).to.throw(
      TypeError,
    );
  });
});
