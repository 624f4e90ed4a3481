import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJobOver, type Scheduler, type SubmitRequest } from '../../../src/scheduler/scheduler.js';
import type { Resources } from '../../../src/workflow/records.js';
import { eventually } from '../../support/eventually.js';
import { jobWith } from '../../support/job-examples.js';
import { ensureRealSlurm, realSlurmCommands } from '../../support/real-slurm.js';
import { rejection } from '../../support/rejection.js';
import { slurmClient } from '../../support/slurm-under-test.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

/** Needs what scripts/slurm-test-cluster.sh sets up: account crystalq, qos single, partitions short and closed. */
describe('what a real Slurm says', function () {
  this.timeout(60_000);
  let base: TemporaryFolder;
  let scheduler: Scheduler;
  before(async () => {
    ensureRealSlurm();
    base = await temporaryFolder('refusals');
    scheduler = slurmClient(realSlurmCommands);
  });
  after(async () => {
    await scheduler.close();
    await base.remove();
  });

  const refusals: [string, Partial<Resources>, words: string, about: 'access' | 'job'][] = [
    ['the account is unknown', { account: 'nosuch' }, 'Invalid account', 'access'],
    ['the partition is unknown', { partition: 'nosuch' }, 'invalid partition', 'access'],
    ['the qos is unknown', { qos: 'nosuch' }, 'Invalid qos', 'access'],
    [
      'the walltime is longer than the partition allows',
      { partition: 'short', walltimeSeconds: 3600 },
      'time limit',
      'job',
    ],
    ['no node has that much memory', { memoryMiB: 9_000_000 }, 'Memory specification', 'job'],
    ['no node has that many cores', { tasks: 5000 }, 'submission failed', 'job'],
  ];
  for (const [what, resources, words, about] of refusals) {
    it(`is a refusal for good when ${what}, told in its words`, async () => {
      const error = await rejection(scheduler.submit(await jobWith(base.path, 'exit 0', resources)));
      expect(error.code).to.equal('SCHEDULER_REFUSED');
      expect(error.message).to.include(words);
      expect(error.details).to.include({ about });
    });
  }

  it('is back-pressure when a limit on the number of jobs is reached, and passes', async () => {
    const limited = { account: 'crystalq', qos: 'single' };
    const request = (): Promise<SubmitRequest> => jobWith(base.path, 'sleep 100', limited);
    const first = await request();
    const { jobId } = await scheduler.submit(first);
    const error = await rejection(scheduler.submit(await request()));
    expect(error.code).to.equal('SCHEDULER_BUSY');
    await scheduler.cancel([jobId]);
    await eventually('there is room again', async () => {
      const report = (await scheduler.report([{ jobId, jobName: first.jobName }])).get(jobId);
      return report && isJobOver(report.phase);
    });
    const second = await eventually('it is taken', async () =>
      scheduler.submit(await request()).catch(() => undefined),
    );
    await scheduler.cancel([second.jobId]);
  });

  it('is a reason where a job waits', async () => {
    const request = await jobWith(base.path, 'exit 0', { partition: 'closed' });
    const { jobId } = await scheduler.submit(request);
    const report = await eventually('it has a reason', async () => {
      const found = (await scheduler.report([{ jobId, jobName: request.jobName }])).get(jobId);
      return found?.reason ? found : undefined;
    });
    await scheduler.cancel([jobId]);
    expect(report).to.include({ phase: 'pending', reason: 'PartitionDown' });
  });

  it('keeps the names of jobs for their look-up after the queue forgot them', async () => {
    const request = await jobWith(base.path, 'exit 7');
    const { jobId } = await scheduler.submit(request);
    // A queue that knows nothing, as after MinJobAge.
    const later = slurmClient({ ...realSlurmCommands, squeue: 'true' });
    const job = await eventually('accounting has the end', async () => {
      const { jobs, complete } = await later.findByName(request.jobName);
      expect(complete).to.equal(true);
      return jobs.find(({ phase }) => phase === 'failed');
    });
    expect(job).to.include({ jobId, exitCode: 7, witness: 'accounting' });
  });

  it('gives jobs the environment of the user without what is ours', async () => {
    const own = slurmClient(realSlurmCommands, {
      environment: { ...process.env, CRYSTALQ_REDIS_URL: 'redis://:secret@host', MY_SITE: 'yes' },
    });
    const request = await jobWith(base.path, 'env');
    await own.submit(request);
    const said = await eventually('it has run', async () => {
      const text = await readFile(join(request.folder, 'job.log'), 'utf8').catch(() => '');
      return text.includes('SLURM_JOB_ID') && text.includes('MY_SITE') ? text : undefined;
    });
    expect(said).to.include('MY_SITE=yes').and.not.include('secret');
  });
});
