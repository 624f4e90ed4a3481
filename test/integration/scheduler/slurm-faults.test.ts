import { expect } from 'chai';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobKey, JobReport, Scheduler } from '../../../src/scheduler/scheduler.js';
import { eventually } from '../../support/eventually.js';
import { startFakeSlurm, type Fault, type FakeSlurm } from '../../support/fake-slurm/fake-slurm.js';
import { faults } from '../../support/fake-slurm/faults.js';
import { jobWith } from '../../support/job-examples.js';
import { rejection } from '../../support/rejection.js';
import { slurmClient } from '../../support/slurm-under-test.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

describe('the slurm client under faults', function () {
  this.timeout(60_000);
  let base: TemporaryFolder;
  let slurm: FakeSlurm;
  let scheduler: Scheduler;

  beforeEach(async () => {
    base = await temporaryFolder('slurm-faults');
    slurm = await startFakeSlurm({ folder: base.path, concurrentJobs: 0 });
    // Far too short for a real cluster; here the fake stays silent on purpose.
    scheduler = slurmClient(slurm.commands, { timeouts: { submitSeconds: 1, lookUpSeconds: 1 } });
  });
  afterEach(async () => {
    await scheduler.close();
    await slurm.close();
    await base.remove();
  });

  const submit = async (): Promise<JobKey> => {
    const request = await jobWith(base.path, 'exit 0');
    return { ...(await scheduler.submit(request)), jobName: request.jobName };
  };
  const submitFails = async (): Promise<{ code: string; hint: string; jobName: string }> => {
    const request = await jobWith(base.path, 'exit 0');
    const { code, hint } = await rejection(scheduler.submit(request));
    return { code, hint, jobName: request.jobName };
  };
  const reportOf = async (job: JobKey): Promise<JobReport | undefined> =>
    (await scheduler.report([job])).get(job.jobId);
  const finish = (job: JobKey, state: string, exit?: string): void =>
    slurm.controller.finish(slurm.controller.job(job.jobName), state, exit);

  describe('when it submits', () => {
    const unclear: [string, Fault, accepted: number][] = [
      ['sbatch hangs after the job was taken', faults.timeoutAfterAccepting, 1],
      ['sbatch hangs before the job was taken', faults.timeoutBeforeAccepting, 0],
      ['the answer is lost after the job was taken', faults.socketTimeoutAfterAccepting, 1],
      ['the answer is lost before the job was taken', faults.socketTimeoutBeforeAccepting, 0],
      ['a banner stands before the id', faults.banner, 1],
      ['the answer is in another language', faults.translatedAnswer, 1],
      ['there is no id in the answer', faults.noId, 1],
      ['sbatch crashes after the job was taken', faults.crashAfterAccepting, 1],
    ];
    for (const [what, fault, accepted] of unclear) {
      it(`calls it unclear when ${what}, and the look-up by name tells the truth`, async () => {
        slurm.inject('sbatch', fault);
        const { code, jobName } = await submitFails();
        expect(code).to.equal('SUBMIT_UNCLEAR');
        const found = await scheduler.findByName(jobName);
        expect(found.complete).to.equal(true);
        expect(found.jobs).to.have.length(accepted);
        expect(slurm.controller.truth.filter(({ event }) => event === 'accepted')).to.have.length(accepted);
      });
    }

    const refused: [string, Fault, code: string][] = [
      ['the user has too many jobs', faults.submitLimit, 'SCHEDULER_BUSY'],
      ['the controller is full', faults.controllerFull, 'SCHEDULER_BUSY'],
      ['requests come too fast', faults.rateLimited, 'SCHEDULER_BUSY'],
      ['the account is wrong', faults.invalidAccount, 'SCHEDULER_REFUSED'],
      ['the partition is wrong', faults.invalidPartition, 'SCHEDULER_REFUSED'],
      ['the walltime is too long', faults.invalidWalltime, 'SCHEDULER_REFUSED'],
      ['the controller is down', faults.unreachable, 'SCHEDULER_UNREACHABLE'],
    ];
    for (const [what, fault, code] of refused) {
      it(`says ${code} when ${what}`, async () => {
        slurm.inject('sbatch', fault);
        const error = await submitFails();
        expect(error.code).to.equal(code);
        expect(error.hint).to.not.equal('');
        expect(slurm.controller.jobs).to.have.length(0);
      });
    }

    it('says SCHEDULER_MISSING when there is no sbatch', async () => {
      const without = slurmClient({ ...slurm.commands, sbatch: join(base.path, 'nowhere', 'sbatch') });
      const request = await jobWith(base.path, 'exit 0');
      expect((await rejection(without.submit(request))).code).to.equal('SCHEDULER_MISSING');
    });

    it('keeps to the number of submissions a minute', async () => {
      const slow = slurmClient(slurm.commands, { submitsPerMinute: () => 60 });
      const requests = await Promise.all(Array.from({ length: 62 }, () => jobWith(base.path, 'exit 0')));
      const before = performance.now();
      await Promise.all(requests.map((request) => slow.submit(request)));
      // 60 at once, then one a second.
      expect(performance.now() - before).to.be.greaterThan(900);
    });

    it('has two submissions under way at once, and never a third', async () => {
      const sbatch = join(base.path, 'slow-sbatch');
      // Says that it runs, waits until it may end, and answers with its own number.
      const body = `echo "$$" >>started; until [[ -e "go.$$" ]]; do sleep 0.02; done; echo "$$"`;
      await writeFile(sbatch, `#!/bin/bash\ncd '${base.path}' && ${body}\n`, { mode: 0o755 });
      const patient = slurmClient({ ...slurm.commands, sbatch });
      const requests = await Promise.all(Array.from({ length: 5 }, () => jobWith(base.path, 'exit 0')));
      const submitted = Promise.all(requests.map((request) => patient.submit(request)));
      const started = async (): Promise<string[]> =>
        (await readFile(join(base.path, 'started'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
      for (let ended = 0; ended < requests.length; ended++) {
        const underWay = Math.min(ended + 2, requests.length);
        await eventually('two are under way', async () => (await started()).length >= underWay);
        expect(await started()).to.have.length(underWay);
        await writeFile(join(base.path, `go.${(await started())[ended] ?? ''}`), '');
      }
      expect((await submitted).map(({ jobId }) => jobId)).to.have.members(await started());
    });

    it('goes on beside a submission that hangs', async () => {
      const patient = slurmClient(slurm.commands);
      slurm.inject('sbatch', faults.hanging, 1);
      // Ends with the fake.
      const hanging = await jobWith(base.path, 'exit 0');
      void patient.submit(hanging).catch(() => undefined);
      // Of two that are under way any may come first.
      await eventually('the first one hangs', () =>
        slurm.calls.some(({ args }) => args.includes(`--job-name=${hanging.jobName}`)),
      );
      for (let count = 0; count < 3; count++) await patient.submit(await jobWith(base.path, 'exit 0'));
    });

    it('slows down as a whole after a rate limit', async () => {
      slurm.inject('sbatch', faults.rateLimited, 2);
      await submitFails();
      await submitFails();
      const before = performance.now();
      await submit();
      // 500 ms after the first refusal, 1000 ms after the second.
      expect(performance.now() - before).to.be.greaterThan(900);
    });
  });

  describe('when it looks a name up', () => {
    for (const command of ['squeue', 'sacct'] as const) {
      it(`is not complete when ${command} does not answer, but tells what the other one knows`, async () => {
        const job = await submit();
        slurm.inject(command, faults.unreachable);
        const found = await scheduler.findByName(job.jobName);
        expect(found.complete).to.equal(false);
        expect(found.jobs.map(({ jobId }) => jobId)).to.deep.equal([job.jobId]);
      });
    }

    it('asks for many names in few calls, and answers each for itself', async () => {
      const jobs = await Promise.all(Array.from({ length: 10 }, submit));
      const names = [
        ...jobs.map(({ jobName }) => jobName),
        ...Array.from({ length: 200 }, (_, n) => `none-${n}`),
      ];
      const before = slurm.calls.length;
      const found = await Promise.all(names.map((name) => scheduler.findByName(name)));
      // 210 names, 100 a call, of two witnesses.
      expect(slurm.calls.length - before).to.equal(6);
      expect(found.slice(0, 10).map((each) => each.jobs[0]?.jobId)).to.deep.equal(
        jobs.map(({ jobId }) => jobId),
      );
      expect(found.slice(10).every((each) => each.complete && each.jobs.length === 0)).to.equal(true);
    });

    it('is not complete when a line cannot be read', async () => {
      const job = await submit();
      slurm.inject('squeue', faults.cutLine);
      expect((await scheduler.findByName(job.jobName)).complete).to.equal(false);
    });

    it('is complete without accounting where the site has none', async () => {
      const job = await submit();
      slurm.inject('sacct', faults.accountingDisabled);
      const found = await scheduler.findByName(job.jobName);
      expect(found.complete).to.equal(true);
      expect(found.jobs).to.have.length(1);
    });

    it('finds an old job that the queue has forgotten', async () => {
      const job = await submit();
      finish(job, 'COMPLETED');
      slurm.controller.forgetEnded();
      const { jobs } = await scheduler.findByName(job.jobName);
      expect(jobs.map(({ phase, witness }) => [phase, witness])).to.deep.equal([['completed', 'accounting']]);
    });
  });

  describe('when it asks for reports', () => {
    it('does not believe an empty list of the queue: accounting has a say', async () => {
      const job = await submit();
      slurm.inject('squeue', faults.emptyList);
      expect(await reportOf(job)).to.include({ phase: 'pending', witness: 'accounting' });
    });

    it('does not believe an empty list where there is no accounting', async () => {
      const jobs = [await submit(), await submit()];
      await scheduler.report(jobs);
      slurm.inject('squeue', faults.emptyList);
      slurm.inject('sacct', faults.accountingDisabled, 10);
      const phases = [...(await scheduler.report(jobs)).values()].map(({ phase }) => phase);
      expect(phases).to.deep.equal(['unknown', 'unknown']);
    });

    it('goes on with the jobs it can read and calls the others unknown when a line is cut', async () => {
      const [first, last] = [await submit(), await submit()];
      slurm.inject('squeue', faults.cutLine);
      slurm.inject('sacct', faults.accountingDown);
      const reports = await scheduler.report([first, last]);
      expect(reports.get(first.jobId)?.phase).to.equal('pending');
      expect(reports.get(last.jobId)?.phase).to.equal('unknown');
    });

    it('passes over lines that are no jobs', async () => {
      const job = await submit();
      slurm.inject('squeue', faults.malformedLine);
      expect((await reportOf(job))?.phase).to.equal('pending');
    });

    it('fills half a list up from accounting', async () => {
      const jobs = [await submit(), await submit(), await submit(), await submit()];
      slurm.inject('squeue', faults.halfOfTheList);
      const reports = await scheduler.report(jobs);
      expect([...reports.values()].map(({ phase }) => phase)).to.deep.equal(Array(4).fill('pending'));
    });

    it('calls jobs that only the silent witness can know unknown, never lost', async () => {
      const job = await submit();
      finish(job, 'COMPLETED');
      slurm.controller.forgetEnded();
      slurm.inject('sacct', faults.accountingDown);
      expect((await reportOf(job))?.phase).to.equal('unknown');
    });

    it('takes the end from accounting when the controller is down', async () => {
      const job = await submit();
      finish(job, 'FAILED', '2:0');
      slurm.inject('squeue', faults.unreachable);
      expect(await reportOf(job)).to.include({ phase: 'failed', exitCode: 2, witness: 'accounting' });
    });

    it('asks the controller how a job failed where there is no accounting', async () => {
      const job = await submit();
      finish(job, 'FAILED', '3:0');
      slurm.inject('sacct', faults.accountingDisabled, 10);
      expect(await reportOf(job)).to.include({ phase: 'failed', exitCode: 3, witness: 'queue' });
      slurm.inject('scontrol', faults.unreachable);
      expect(await reportOf(job)).to.include({ phase: 'failed', exitCode: null });
    });

    it('throws SCHEDULER_UNREACHABLE when neither answers', async () => {
      const job = await submit();
      slurm.inject('squeue', faults.unreachable);
      slurm.inject('sacct', faults.accountingDown);
      expect((await rejection(scheduler.report([job]))).code).to.equal('SCHEDULER_UNREACHABLE');
    });

    it('does not wait for ever for a hanging squeue', async () => {
      const job = await submit();
      slurm.inject('squeue', faults.hanging);
      expect(await reportOf(job)).to.include({ phase: 'pending', witness: 'accounting' });
    });

    it('says nothing about a job that both have forgotten', async () => {
      const job = await submit();
      finish(job, 'COMPLETED');
      slurm.controller.job(job.jobName).isInQueue = false;
      slurm.controller.job(job.jobName).isInAccounting = false;
      expect(await reportOf(job)).to.equal(undefined);
    });

    it('keeps to the name when the id was given to somebody else', async () => {
      const job = await submit();
      finish(job, 'COMPLETED');
      slurm.controller.forgetEnded();
      slurm.controller.addStranger({ jobId: Number(job.jobId), jobName: 'stranger', state: 'RUNNING' });
      expect(await reportOf(job)).to.include({ phase: 'completed', jobName: job.jobName });
    });

    const ends: [state: string, phase: string][] = [
      ['TIMEOUT', 'timeout'],
      ['OUT_OF_MEMORY', 'outOfMemory'],
      ['NODE_FAIL', 'nodeFailure'],
      ['BOOT_FAIL', 'nodeFailure'],
      ['PREEMPTED', 'preempted'],
      ['DEADLINE', 'deadline'],
      ['CANCELLED by 4242', 'cancelledByAdmin'],
      [`CANCELLED by ${process.getuid?.() ?? 0}`, 'cancelledByUser'],
      ['REQUEUED', 'pending'],
      ['SPECIAL_EXIT', 'pending'],
      ['RESIZING', 'running'],
      ['SUSPENDED', 'running'],
      ['SOMETHING_NEW', 'unknown'],
    ];
    for (const [state, phase] of ends) {
      it(`reads ${state} as ${phase}`, async () => {
        const job = await submit();
        finish(job, state);
        expect((await reportOf(job))?.phase).to.equal(phase);
      });
    }
  });

  it('says that a cancel did not get through', async () => {
    const job = await submit();
    slurm.inject('scancel', faults.unreachable);
    expect((await rejection(scheduler.cancel([job.jobId]))).code).to.equal('SCHEDULER_UNREACHABLE');
    await scheduler.cancel([job.jobId]);
    await eventually('it is cancelled', async () => (await reportOf(job))?.phase === 'cancelledByUser');
  });

  it('tells in its probe what is missing and what to do', async () => {
    slurm.inject('sacct', faults.accountingDisabled, 5);
    const probe = await slurmClient({ ...slurm.commands, squeue: '/nowhere/squeue' }).probe();
    expect(probe).to.include({ ok: false, hasAccounting: false });
    expect(
      probe.findings
        .filter(({ ok }) => !ok)
        .map(({ what }) => what)
        .join(),
    ).to.include('/nowhere/squeue');
  });
});
