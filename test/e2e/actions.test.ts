import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { ownRedisUrl } from '../../queues/redis/own-redis.js';
import { eventually } from '../support/eventually.js';
import { createInstallation, type Installation, type InstallationOptions } from '../support/installation.js';
import { rockSalt, writeStructures } from '../support/structures.js';

interface Step {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly failureCode: string | null;
  readonly reason: string | null;
}

describe('What people do to a campaign', () => {
  let installation: Installation;

  const start = async (options: Partial<InstallationOptions> = {}): Promise<void> => {
    installation = createInstallation({ scheduler: 'local', ...options });
    await installation.startRedis();
  };

  afterEach(async () => {
    await installation.close();
  });

  it('pause keeps everything from starting, and resume lets it go on to the end', async () => {
    await start();
    await enqueue(installation, 2, 'OPT,SP');
    expect((await installation.run('pause', '--all')).stdout).to.contain('4 steps of 2 materials on hold');
    installation.startWorker();
    const other = join(installation.home, 'other.cif');
    writeFileSync(other, rockSalt('Na', 'Cl', 5.64));
    expect((await installation.run('enqueue', other, '--workflow', 'SP')).exitCode).to.equal(0);
    await eventually(
      'a batch that is not on hold to end',
      async () => (await statesOf(installation))['succeeded'] === 1,
      60_000,
    );
    expect(await statesOf(installation)).to.deep.equal({ waiting: 4, succeeded: 1 });
    expect((await installation.run('resume', '--all')).exitCode).to.equal(0);
    await eventually(
      'all steps to succeed',
      async () => (await statesOf(installation))['succeeded'] === 5,
      60_000,
    );
  });

  it('cancel ends the job in the scheduler, and what waits for it is blocked with the reason', async () => {
    await start({ jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'walltime!@OPT' } });
    installation.startWorker();
    await enqueue(installation, 1, 'OPT,SP,BAND');
    await eventually('OPT to run in the scheduler', () => attemptRuns(installation), 60_000);
    expect((await installation.run('cancel', '--step', 'OPT', '--reason', 'wrong cell')).exitCode).to.equal(
      0,
    );
    await eventually('every step to end', async () => !(await isOpen(installation)), 60_000);
    const steps = await stepsOf(installation);
    expect(steps.map(({ name, state }) => [name, state])).to.deep.equal([
      ['OPT', 'cancelled'],
      ['SP', 'blocked'],
      ['BAND', 'blocked'],
    ]);
    expect(steps[1]?.reason).to.contain('OPT cancelled');
  });

  it('retry opens a failed step and what it blocked, and rerun starts a step and its dependants anew', async () => {
    await start({
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'scf!@SP#1' },
      workflow: { recovery: false },
    });
    installation.startWorker();
    await enqueue(installation, 1, 'OPT,SP,BAND');
    await eventually('every step to end', async () => !(await isOpen(installation)), 60_000);
    expect(await statesOf(installation)).to.deep.equal({ succeeded: 1, failed: 1, blocked: 1 });
    expect((await installation.run('retry', '--state', 'failed')).stdout).to.contain(
      '2 steps of 1 material open again',
    );
    await eventually(
      'all steps to succeed',
      async () => (await statesOf(installation))['succeeded'] === 3,
      60_000,
    );
    expect((await installation.run('rerun', '--from', 'SP')).stdout).to.contain(
      '2 steps of 1 material to be run anew',
    );
    await eventually(
      'all steps to succeed again',
      async () => {
        const shown = (await installation.json('show', '*')) as { attempts: { stepId: string }[] }[];
        const attempts = shown.flatMap(({ attempts: all }) => all);
        return (
          (await statesOf(installation))['succeeded'] === 3 &&
          attempts.filter(({ stepId }) => stepId.endsWith('-BAND')).length === 2
        );
      },
      60_000,
    );
  });

  it('a Redis that lost everything is filled again from the store, and nothing is calculated twice', async () => {
    await start();
    installation.startWorker();
    await enqueue(installation, 6, 'OPT,SP');
    await eventually(
      'a first step to succeed',
      async () => ((await statesOf(installation))['succeeded'] ?? 0) > 0,
      60_000,
    );
    const address = ownRedisUrl(join(installation.home, 'data'), process.env).replace('unix:', '');
    const redis = new Redis({ path: address });
    await redis.flushall();
    await redis.quit();
    await eventually(
      'all steps to succeed',
      async () => (await statesOf(installation))['succeeded'] === 12,
      120_000,
    );
    const shown = (await installation.json('show', '*')) as { attempts: { verdict: string }[] }[];
    expect(shown.flatMap(({ attempts }) => attempts)).to.have.length(12);
  });

  it('a worker takes a changed log level on SIGHUP, and keeps the old one where the file is broken', async () => {
    await start({ advanced: { log: { level: 'info' } } });
    const worker = installation.startWorker();
    const isLogged = (words: string) => () => installation.logged().includes(words);
    await eventually('the worker to start', isLogged('worker started'));
    const before = readFileSync(installation.configFile, 'utf8');
    writeFileSync(installation.configFile, before.replace('"info"', '"debug"'));
    worker.process.kill('SIGHUP');
    await eventually('the worker to reload', isLogged('configuration reloaded'));
    writeFileSync(installation.configFile, before.replace('"info"', '"loud"'));
    worker.process.kill('SIGHUP');
    await eventually('the worker to refuse', isLogged('the old one stays'), 30_000);
    expect(worker.process.exitCode).to.equal(null);
  });
});

async function enqueue(installation: Installation, count: number, workflow: string): Promise<void> {
  const { exitCode, stderr } = await installation.run(
    'enqueue',
    writeStructures(installation.home, count),
    '--workflow',
    workflow,
  );
  expect(exitCode, stderr).to.equal(0);
}

const stepsOf = async (installation: Installation): Promise<Step[]> =>
  (await installation.json('steps')) as Step[];

async function statesOf(installation: Installation): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state } of await stepsOf(installation)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

async function isOpen(installation: Installation): Promise<boolean> {
  const states = await statesOf(installation);
  return (states['waiting'] ?? 0) + (states['running'] ?? 0) > 0;
}

async function attemptRuns(installation: Installation): Promise<boolean> {
  const { attempts } = (await installation.json('status')) as { attempts: Record<string, number> };
  return (attempts['running'] ?? 0) > 0;
}
