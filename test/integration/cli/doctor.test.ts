import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkNode } from '../../../queues/doctor/check-node.js';
import { examine } from '../../../queues/doctor/examine.js';
import type { Finding } from '../../../queues/doctor/finding.js';
import { startOwnRedis } from '../../../queues/redis/own-redis.js';
import { freePort, startRedisProcess } from '../../support/redis-process.js';
import { runCli } from '../../support/run-cli.js';

describe('crystalq doctor', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const look = (env: Record<string, string> = {}, yaml = ''): Promise<Finding[]> => {
    const file = join(folder, 'config.yaml');
    writeFileSync(file, yaml, { mode: 0o644 });
    return examine({
      env: {
        PATH: process.env['PATH'],
        CRYSTALQ_SITE_CONFIG: '/dev/null',
        CRYSTALQ_DATA_DIR: join(folder, 'data'),
        ...env,
      },
      cwd: folder,
      home: folder,
      configFile: file,
    });
  };
  const problemsOf = (findings: readonly Finding[]): string[] =>
    findings.filter(({ level }) => level === 'problem').map(({ area, what }) => `${area}: ${what}`);

  it('has nothing to complain about on a fresh installation', async () => {
    const findings = await look();
    expect(problemsOf(findings)).to.deep.equal([]);
    expect(new Set(findings.map(({ area }) => area))).to.include.all.keys(
      'node',
      'redis',
      'store',
      'cluster',
      'clock',
    );
    expect(findings.find(({ what }) => what.includes('no physics'))?.level).to.equal('note');
  });

  it('finds what stands still, with what to do', async () => {
    const { openStore } = await import('../../../src/store/open-store.js');
    const store = await openStore({ url: `file:${join(folder, 'data', 'crystalq.db')}` });
    await store.openHalt({
      id: 'disk b1',
      kind: 'disk',
      cluster: null,
      batchId: 'b1',
      resources: null,
      code: 'DISK_FULL',
      message: 'Could not write SP.d12: EDQUOT.',
      hint: 'Free space.',
    });
    await store.close();
    const found = (await look()).find(({ what }) => what.includes('b1'));
    expect(found).to.include({ level: 'problem' });
    expect(found?.what).to.contain('a disk is full: Could not write SP.d12');
    expect(found?.remedy).to.contain('Free space').and.contain('crystalq resume --batch b1');
  });

  it('finds a store elsewhere whose disk has no room', async () => {
    const found = (await look({ CRYSTALQ_DATABASE_URL: 'file:///proc/crystalq.db' })).find(({ what }) =>
      what.startsWith('folder of the store /proc'),
    );
    expect(found).to.include({ level: 'problem' });
    expect(found?.remedy).to.contain('advanced.store.url');
  });

  it('finds the own Redis and the store once they run', async () => {
    const dataDir = join(folder, 'data');
    const redis = await startOwnRedis({ dataDir, env: process.env, lifetime: 'process', mayInstall: true });
    const { openStore } = await import('../../../src/store/open-store.js');
    await (await openStore({ url: `file:${join(dataDir, 'crystalq.db')}` })).close();
    const findings = await look();
    await redis.stop();
    expect(problemsOf(findings)).to.deep.equal([]);
    const told = findings.map(({ what }) => what).join('\n');
    expect(told)
      .to.match(/Redis \S+ at \S+redis\.sock, noeviction/)
      .and.match(/sqlite at \S+ answers in/);
  });

  it('gives every problem a remedy', async () => {
    mkdirSync(join(folder, 'data'));
    chmodSync(join(folder, 'data'), 0o755);
    writeFileSync(join(folder, 'work'), 'a file where a folder should be');
    const port = await freePort();
    const findings = await look(
      {
        CRYSTALQ_REDIS_URL: `redis://127.0.0.1:${port}`,
        CRYSTALQ_WORK_DIR: join(folder, 'work'),
        CRYSTALQ_DATABASE_URL: `postgresql://me:hush-hush@127.0.0.1:${port}/none`,
      },
      `cluster: c
clusters:
  c: {scheduler: local, launcher: [], crystalBinary: /no/Pcrystal, propertiesBinary: no-such-program, scratch: [/no, $NOT_SET]}
`,
    );
    const problems = problemsOf(findings);
    const expected = [
      /^folders: others can enter the data folder/,
      /^folders: work folder .* is no folder/,
      /^redis: Redis at 127\.0\.0\.1:\d+ does not answer/,
      /^store: /,
      /^cluster: c: crystalBinary \/no\/Pcrystal is not on this machine/,
      /^cluster: c: propertiesBinary no-such-program is not on this machine/,
      /^cluster: c: none of \/no, \$NOT_SET can be written/,
    ];
    for (const pattern of expected)
      expect(
        problems.some((problem) => pattern.test(problem)),
        String(pattern),
      ).to.equal(true);
    expect(findings.every(({ level, remedy }) => level === 'fine' || remedy !== '')).to.equal(true);
    expect(JSON.stringify(findings)).not.to.contain('hush-hush');
  });

  it('finds a Redis that would drop jobs, and a password that others can read', async () => {
    const redis = await startRedisProcess({ args: ['--maxmemory-policy', 'allkeys-lru'], password: 'pw' });
    const findings = await look({}, `advanced: {redis: {url: "redis://:pw@127.0.0.1:${redis.port}"}}\n`);
    await redis.stop();
    const problems = problemsOf(findings).join('\n');
    expect(problems).to.contain('allkeys-lru').and.contain('holds a password and others can read it');
  });

  it('finds a scheduler whose commands are missing', async () => {
    const yaml = 'cluster: c\nclusters: {c: {commands: {sbatch: /no/sbatch, squeue: /no/squeue}}}\n';
    expect(problemsOf(await look({}, yaml)).join('\n')).to.match(/cluster: c: \/no\/sbatch/);
  });

  it('does not count the faults of profiles that are not the default one', async () => {
    const yaml =
      'clusters: {other: {scheduler: local, crystalBinary: /no/x, propertiesBinary: /no/y, launcher: []}}\n';
    const findings = await look({}, yaml);
    expect(problemsOf(findings)).to.deep.equal([]);
    expect(findings.some(({ level, what }) => level === 'note' && what.includes('/no/x'))).to.equal(true);
  });

  it('tells a faulty configuration and looks no further', async () => {
    const findings = await look({}, 'cluser: x\n');
    expect(findings.map(({ area }) => area)).to.deep.equal(['node', 'configuration']);
    expect(problemsOf(findings).join()).to.contain('did you mean cluster?');
  });

  it('knows which Node.js is too old', () => {
    const levels = ['v18.20.0', 'v20.18.9', 'v20.19.0', 'v22.1.0'].map(
      (version) => checkNode(version)[0]?.level,
    );
    expect(levels).to.deep.equal(['problem', 'problem', 'fine', 'fine']);
  });

  it('ends with exit code 1 when there is a problem, and prints JSON', async () => {
    const before = process.env;
    process.env = {
      ...before,
      CRYSTALQ_SITE_CONFIG: '/dev/null',
      CRYSTALQ_CONFIG: join(folder, 'none.yaml'),
    };
    const bad = await runCli('doctor');
    process.env = { ...process.env, CRYSTALQ_CONFIG: '/dev/null', CRYSTALQ_DATA_DIR: join(folder, 'data') };
    const good = await runCli('doctor', '--json');
    process.env = before;
    expect(bad).to.include({ exitCode: 1 });
    expect(bad.out).to.contain('BAD   configuration').and.contain('what to do:');
    expect(good.exitCode).to.equal(0);
    expect(JSON.parse(good.out)).to.have.property('ok', true);
  });
});
