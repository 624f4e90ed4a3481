import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { resourcesFor, storeUrlOf } from '../../../src/config/config.js';
import { migrate } from '../../../src/config/migrations.js';
import { reloadConfig, type Reloaded } from '../../../src/config/reload-config.js';
import { shownValue } from '../../../src/config/tell-value.js';
import { createConfigFolder, userFile, type ConfigFolder } from './config-folder.js';

describe('a running configuration', () => {
  let folder: ConfigFolder;
  beforeEach(() => {
    folder = createConfigFolder();
  });
  afterEach(() => folder.remove());

  const taken = (reloaded: Reloaded): Extract<Reloaded, { kind: 'taken' }> => {
    if (reloaded.kind !== 'taken') throw reloaded.error;
    return reloaded;
  };

  it('takes changed limits, intervals and log level', async () => {
    folder.write(userFile, 'cluster: c\nclusters: {c: {limits: {maxQueued: 10}}}\n');
    const before = await folder.load();
    folder.write(
      userFile,
      'cluster: c\nclusters: {c: {limits: {maxQueued: 99}}}\nadvanced: {log: {level: debug}, pollIntervalSeconds: {slurm: 5}}\n',
    );
    const { loaded, changed, kept } = taken(await reloadConfig(before));
    expect(changed).to.have.members([
      'clusters.c.limits.maxQueued',
      'advanced.log.level',
      'advanced.pollIntervalSeconds.slurm',
    ]);
    expect(kept).to.deep.equal([]);
    expect(loaded.config.clusters['c']?.limits.maxQueued).to.equal(99);
    expect(loaded.config.advanced.log.level).to.equal('debug');
    expect(loaded.origin('advanced.log.level')?.layer).to.equal('user');
  });

  it('keeps what needs a restart, and names it', async () => {
    const before = await folder.load();
    folder.write(
      userFile,
      'paths: {dataDir: /elsewhere}\nclusters: {late: {limits: {maxQueued: 1}}}\nadvanced: {windowMaterials: 7, workers: {run: 3}}\n',
    );
    const { loaded, changed, kept } = taken(await reloadConfig(before));
    expect(changed).to.have.members(['advanced.windowMaterials', 'advanced.workers.run']);
    expect(kept).to.include.members(['paths.dataDir', 'paths.workDir', 'clusters.late.limits.maxQueued']);
    expect(loaded.config.paths.dataDir).to.equal(before.config.paths.dataDir);
    expect(loaded.config.clusters).to.have.all.keys('rehearsal');
    expect(loaded.config.advanced.workers.run).to.equal(3);
  });

  it('takes flags of behaviours, those of recovery rules by their name', async () => {
    const before = await folder.load();
    folder.write(
      userFile,
      'advanced: {featureFlags: {wakeOnEnd: false, recoveryRules: {scf-damping: false}}}\n',
    );
    const { loaded, kept } = taken(await reloadConfig(before));
    expect(loaded.config.advanced.featureFlags).to.deep.equal({
      wakeOnEnd: false,
      recoveryRules: { 'scf-damping': false },
    });
    expect(kept).to.deep.equal([]);
    folder.write(userFile, 'advanced: {featureFlags: {recoveryRules: {scf-dampng: false}}}\n');
    const outcome = await reloadConfig(before);
    expect(outcome).to.have.property('kind', 'refused');
    expect(outcome).to.have.nested.property('error.message').that.includes('scf-dampng');
  });

  it('goes back to the default when a live key is taken out', async () => {
    folder.write(userFile, 'advanced: {windowMaterials: 7}\n');
    const before = await folder.load();
    folder.write(userFile, '');
    expect(taken(await reloadConfig(before)).loaded.config.advanced.windowMaterials).to.equal(500);
  });

  it('remembers the flags and the file it was started with', async () => {
    folder.write('mine.yaml', 'advanced: {windowMaterials: 7}\n');
    const before = await folder.load({ configFile: 'mine.yaml', settings: ['advanced.log.level=error'] });
    folder.write('mine.yaml', 'advanced: {windowMaterials: 8, log: {level: debug}}\n');
    const { loaded } = taken(await reloadConfig(before));
    expect(loaded.config.advanced).to.include({ windowMaterials: 8 });
    expect(loaded.config.advanced.log.level).to.equal('error');
  });

  it('refuses a broken file as a whole', async () => {
    const before = await folder.load();
    folder.write(userFile, 'advanced: {windowMaterials: 7, log: {level: loud}}\n');
    const outcome = await reloadConfig(before);
    expect(outcome.kind).to.equal('refused');
    expect(before.config.advanced.windowMaterials).to.equal(500);
  });
});

describe('older configuration files', () => {
  let folder: ConfigFolder;
  beforeEach(() => {
    folder = createConfigFolder();
  });
  afterEach(() => folder.remove());

  it('are brought to the form of today, with the lines they have', async () => {
    folder.write(userFile, 'schemaVersion: 1\ncluster:\n  scheduler: local\n  version: 17\n');
    const { config, origin, warnings } = await folder.load();
    expect(config.cluster).to.equal('main');
    expect(config.clusters['main']).to.deep.include({ scheduler: 'local', version: 17 });
    expect(origin('clusters.main.version')?.where).to.match(/config\.yaml:4$/);
    expect(warnings.join()).to.contain('`cluster` is called `clusters.main` now');
  });

  it('are left alone when nothing in them has moved', () => {
    const tree = { cluster: 'hpcc', clusters: { hpcc: {} } };
    expect(migrate(tree, 1)).to.deep.include({ tree, notes: [] });
    expect(migrate(tree, 2).tree).to.equal(tree);
  });
});

describe('values of the configuration', () => {
  let folder: ConfigFolder;
  beforeEach(() => {
    folder = createConfigFolder();
  });
  afterEach(() => folder.remove());

  it('give a step the resources of its type, profile before workflow', async () => {
    folder.write(
      userFile,
      'clusters: {c: {resources: {default: {account: a, tasks: 4}, FREQ: {tasks: 8, qos: long}}}}\n',
    );
    const { config } = await folder.load();
    expect(resourcesFor(config, 'c', 'OPT')).to.deep.equal({
      ...{ tasks: 4, cpusPerTask: 1, nodes: 1, memoryMiB: 163_840, walltimeSeconds: 604_800 },
      ...{ partition: null, account: 'a', qos: null },
    });
    expect(resourcesFor(config, 'c', 'FREQ')).to.include({ tasks: 8, qos: 'long', account: 'a' });
    expect(resourcesFor(config, 'c', 'BAND')).to.include({ memoryMiB: 49_152, walltimeSeconds: 7200 });
    expect(resourcesFor(config, 'rehearsal', 'OPT')).to.include({
      tasks: 1,
      memoryMiB: 256,
      walltimeSeconds: 600,
    });
  });

  it('are shown without secrets', async () => {
    const { entries } = await folder.load({
      env: {
        CRYSTALQ_REDIS_URL: 'redis://:hush-hush@host:6379/1',
        CRYSTALQ_ADVANCED_NOTIFICATIONS_WEBHOOK_URL: 'https://hooks.example.org/hush-hush',
      },
    });
    const shown = new Map(entries.map((entry) => [entry.key, shownValue(entry)]));
    expect(shown.get('advanced.redis.url')).to.equal('redis://:***@host:6379/1');
    expect(shown.get('advanced.notifications.webhookUrl')).to.equal('***');
    expect(shown.get('advanced.store.url')).to.equal(null);
  });

  it('name the database in the data folder when none is named', async () => {
    const { config } = await folder.load({ env: { CRYSTALQ_DATA_DIR: '/data/me' } });
    expect(fileURLToPath(storeUrlOf(config))).to.equal('/data/me/crystalq.db');
  });
});
