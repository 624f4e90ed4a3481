import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.js';
import { createRig, type Rig } from '../../support/fault-rig.js';
import { createInstallation, type Installation } from '../../support/installation.js';
import { writeStructures } from '../../support/structures.js';

describe('The flag of a recovery rule', function () {
  this.timeout(40_000);
  let rig: Rig;
  afterEach(() => rig.close());

  it('turned off lets the next rule that answers the failure act', async () => {
    rig = await createRig({
      scheduler: 'local',
      materials: 1,
      workflow: 'SP',
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'scf@SP' },
      config: (config) => ({
        ...config,
        advanced: {
          ...config.advanced,
          featureFlags: { ...config.advanced.featureFlags, recoveryRules: { 'scf-more-cycles': false } },
        },
      }),
    });
    rig.startWorker();
    await rig.enqueue();
    await rig.ends();
    const changes = (await rig.attempts()).flatMap(({ change }) => (change ? [change.rule] : []));
    expect(changes[0]).to.equal('scf-damping');
    expect(changes).not.to.include('scf-more-cycles');
  });
});

describe('The flag wakeOnEnd', function () {
  this.timeout(60_000);
  let installation: Installation;
  afterEach(() => installation.close());

  const succeeded = async (): Promise<number> => {
    const { steps } = (await installation.json('status')) as { steps: { state: string; count: number }[] };
    return steps.find(({ state }) => state === 'succeeded')?.count ?? 0;
  };
  const endRecords = (): string[] => {
    const work = join(installation.home, 'work');
    const files = existsSync(work) ? (readdirSync(work, { recursive: true }) as string[]) : [];
    return files.filter((file) => file.endsWith('end.json'));
  };

  it('leaves the end of a job to the next question, until it is turned on in the running worker', async () => {
    installation = createInstallation({
      scheduler: 'local',
      advanced: {
        pollIntervalSeconds: { local: 3600 },
        endRecordIntervalSeconds: 3600,
        log: { level: 'info' },
        featureFlags: { wakeOnEnd: false },
      },
    });
    await installation.startRedis();
    const worker = installation.startWorker();
    const folder = writeStructures(installation.home, 1);
    const enqueue = (word: string) =>
      installation.run('enqueue', folder, '--workflow', 'OPT', '--again', word);
    await enqueue('first');
    await eventually('the first job to end', () => endRecords().length === 1, 20_000);
    const before = readFileSync(installation.configFile, 'utf8');
    writeFileSync(installation.configFile, before.replace('"wakeOnEnd": false', '"wakeOnEnd": true'));
    worker.process.kill('SIGHUP');
    await eventually('the worker to reload', () => installation.logged().includes('configuration reloaded'));
    await enqueue('second');
    await eventually('the second job to be seen', async () => (await succeeded()) > 0, 20_000);
    expect(endRecords()).to.have.length(2);
    expect(await succeeded()).to.equal(1);
  });
});
