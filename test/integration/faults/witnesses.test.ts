import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.js';
import { moving, replaced } from '../../support/crash-point.js';
import { faults } from '../../support/fake-slurm/faults.js';
import { createRig, notOneJobEach, type Rig, type WorkerParts } from '../../support/fault-rig.js';
import type { AttemptRecord } from '../../../src/workflow/records.js';

const polls = (rig: Rig): number =>
  rig.slurm.calls.filter(
    ({ command, args }) => command === 'squeue' && !args.some((arg) => arg.startsWith('--name')),
  ).length;

const states = async (rig: Rig): Promise<string[]> => (await rig.attempts()).map(({ state }) => state);

/** A worker whose store says that everything was submitted an hour ago. */
const anHourLater: WorkerParts = {
  store: (port) =>
    replaced(port, 'liveAttempts', async (call) =>
      ((await call()) as AttemptRecord[]).map((attempt) => ({
        ...attempt,
        submittedAt: new Date(Date.now() - 3_600_000).toISOString(),
      })),
    ),
};

describe('What is said of a job', function () {
  this.timeout(40_000);
  let rig: Rig;
  afterEach(() => rig.close());

  it('is nothing when queue and accounting answer with nothing: the end record decides', async () => {
    rig = await createRig({
      materials: 2,
      workflow: 'SP',
      jobEnvironment: { CRYSTALQ_REHEARSAL_SECONDS: '1.5' },
    });
    rig.slurm.inject('squeue', faults.emptyList, 1000);
    rig.slurm.inject('sacct', faults.emptyList, 1000);
    rig.startWorker();
    await rig.enqueue();
    await eventually('both to be submitted', async () => (await states(rig)).join() === 'queued,queued');
    const before = polls(rig);
    await eventually('three polls', () => polls(rig) >= before + 3);
    expect(await states(rig)).to.deep.equal(['queued', 'queued']);
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded', 'm01 SP': 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  it('is "lost" only when it is old and queue, accounting and run folder all know nothing of it', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    const young = rig.startWorker();
    await rig.enqueue();
    await eventually('it to be submitted', async () => (await states(rig))[0] === 'queued');
    const [attempt] = await rig.attempts();
    const job = rig.slurm.controller.job(attempt?.token ?? '');
    job.isInQueue = false;
    job.isInAccounting = false;
    const atFirst = polls(rig);
    await eventually('three polls of a young job', () => polls(rig) >= atFirst + 3);
    expect(await states(rig)).to.deep.equal(['queued']);
    await young.stop();

    rig.slurm.inject('sacct', faults.accountingDown, 1000);
    rig.startWorker(anHourLater);
    const then = polls(rig);
    await eventually('two polls without accounting', () => polls(rig) >= then + 2);
    expect(await states(rig)).to.deep.equal(['queued']);

    rig.slurm.heal();
    await eventually('it to be lost, and tried again', async () => (await rig.attempts()).length === 2);
    expect((await rig.attempts())[0]).to.include({ failureCode: 'LOST', schedulerState: 'LOST' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  it('keeps to the name when the scheduler has given its id to somebody else', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    rig.startWorker();
    await rig.enqueue();
    await eventually('it to be submitted', async () => (await states(rig))[0] === 'queued');
    const [attempt] = await rig.attempts();
    const job = rig.slurm.controller.job(attempt?.token ?? '');
    job.isInQueue = false;
    job.isInAccounting = false;
    rig.slurm.controller.addStranger({ jobId: job.jobId, jobName: 'stranger', state: 'COMPLETED' });
    const before = polls(rig);
    await eventually('three polls', () => polls(rig) >= before + 3);
    expect(await states(rig)).to.deep.equal(['queued']);
  });

  it('waits while the controller is down, and nothing fails', async () => {
    rig = await createRig({ materials: 2, workflow: 'SP' });
    for (const command of ['sbatch', 'squeue', 'sacct'] as const)
      rig.slurm.inject(command, faults.unreachable, 1000);
    rig.startWorker();
    await rig.enqueue();
    await eventually('two questions', () => rig.slurm.calls.length >= 4);
    rig.slurm.heal();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded', 'm01 SP': 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    expect(await rig.attempts()).to.have.length(2);
  });

  const junk: readonly [what: string, bytes: () => Buffer][] = [
    ['binary junk', () => randomBytes(300_000)],
    ['one line without an end', () => Buffer.alloc(3_000_000, 'x')],
    ['zeros, as a file system leaves them after a crash', () => Buffer.alloc(100_000)],
  ];
  it('may be that its output makes no sense: that step ends with a reason and the others go on', async () => {
    rig = await createRig({ materials: junk.length + 1, workflow: 'SP' });
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changes]) => {
          if (moving('attempt', 'ended')(changes)) {
            for (const { folder, materialId } of await rig.attempts()) {
              const bytes = junk[Number(materialId.slice(-4)) - 1]?.[1];
              if (bytes) writeFileSync(join(folder, 'SP.out'), bytes());
            }
          }
          return call();
        }),
    });
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({
      'm00 SP': 'failed',
      'm01 SP': 'failed',
      'm02 SP': 'failed',
      'm03 SP': 'succeeded',
    });
    for (const step of (await rig.steps()).filter(({ state }) => state === 'failed')) {
      expect(step.failureCode).to.be.a('string');
      expect(step.reason).to.match(/\(3 attempts\)/);
    }
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });
});
