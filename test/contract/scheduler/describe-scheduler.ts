import { expect } from 'chai';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderJobScript } from '../../../src/scheduler/job-script.js';
import { isJobOver, type JobKey, type JobReport, type Scheduler } from '../../../src/scheduler/scheduler.js';
import { readEndRecord } from '../../../src/workdir/end-record.js';
import { eventually } from '../../support/eventually.js';
import { freshToken, jobWith, plainProfile, saveScript, scriptInput } from '../../support/job-examples.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

export interface SchedulerUnderTest {
  readonly scheduler: Scheduler;
  readonly close: () => Promise<void>;
  /** The shortest walltime that is enforced to the second, and how long to wait for it. */
  readonly shortestWalltimeSeconds: number;
  readonly patienceMs: number;
}

/** What every scheduler must do; `local` and `slurm` (played and real) pass the same tests. */
export function describeScheduler(name: string, open: (folder: string) => Promise<SchedulerUnderTest>): void {
  describe(`the ${name} scheduler`, function () {
    let under: SchedulerUnderTest;
    let scheduler: Scheduler;
    let base: TemporaryFolder;
    this.timeout(240_000);

    before(async () => {
      base = await temporaryFolder('scheduler');
      under = await open(base.path);
      scheduler = under.scheduler;
      // A worker listens; that is what makes local jobs start.
      scheduler.onEnded(() => undefined);
    });
    after(async () => {
      await under.close();
      await base.remove();
    });

    const submit = async (body: string, resources = {}): Promise<JobKey & { folder: string }> => {
      const request = await jobWith(base.path, body, resources);
      return { ...(await scheduler.submit(request)), jobName: request.jobName, folder: request.folder };
    };
    const reportOf = async (job: JobKey): Promise<JobReport | undefined> =>
      (await scheduler.report([job])).get(job.jobId);
    const until = (job: JobKey, what: string, wanted: (report: JobReport) => boolean): Promise<JobReport> =>
      eventually(
        `${job.jobName} ${what}`,
        async () => {
          const report = await reportOf(job);
          return report && wanted(report) ? report : undefined;
        },
        under.patienceMs,
      );
    const untilOver = (job: JobKey): Promise<JobReport> =>
      until(job, 'over', ({ phase }) => isJobOver(phase));

    it('runs a job in its folder and reports its end with times', async () => {
      const job = await submit('pwd; echo done >result');
      const report = await untilOver(job);
      expect(report).to.include({ jobId: job.jobId, jobName: job.jobName, phase: 'completed' });
      expect(await readFile(join(job.folder, 'result'), 'utf8')).to.equal('done\n');
      expect(await readFile(join(job.folder, 'job.log'), 'utf8')).to.equal(`${job.folder}\n`);
      expect(report.endedAt).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
      expect(report.submittedAt! <= report.endedAt!).to.equal(true);
    });

    it('reports a running job as running, with its start', async () => {
      const job = await submit('until [[ -e go ]]; do sleep 0.1; done');
      const report = await until(job, 'running', ({ phase }) => phase === 'running');
      expect(report.startedAt).to.be.a('string');
      expect(report.endedAt === null || report.endedAt > report.startedAt!).to.equal(true);
      await writeFile(join(job.folder, 'go'), '');
      expect((await untilOver(job)).phase).to.equal('completed');
    });

    it('reports a script that fails as failed, with its exit code', async () => {
      const job = await submit('exit 3');
      const report = await until(
        job,
        'failed',
        ({ phase, exitCode }) => phase === 'failed' && exitCode !== null,
      );
      expect(report.exitCode).to.equal(3);
    });

    it('finds a job by its name, alone and complete, while it runs and after its end', async () => {
      const job = await submit('until [[ -e go ]]; do sleep 0.1; done');
      await submit('exit 0');
      const open = await scheduler.findByName(job.jobName);
      expect(open.complete).to.equal(true);
      expect(open.jobs.map(({ jobId }) => jobId)).to.deep.equal([job.jobId]);
      await writeFile(join(job.folder, 'go'), '');
      await untilOver(job);
      const over = await scheduler.findByName(job.jobName);
      expect(over.jobs.map(({ jobId, phase }) => [jobId, phase])).to.deep.equal([[job.jobId, 'completed']]);
    });

    it('finds nothing, completely, under a name that was never used', async () => {
      expect(await scheduler.findByName(freshToken('nobody'))).to.deep.equal({ jobs: [], complete: true });
    });

    it('finds both jobs where one name was submitted twice', async () => {
      const request = await jobWith(base.path, 'exit 0');
      const first = await scheduler.submit(request);
      const second = await scheduler.submit(request);
      const found = await scheduler.findByName(request.jobName);
      expect(found.jobs.map(({ jobId }) => jobId)).to.have.members([first.jobId, second.jobId]);
    });

    it('says nothing about jobs it does not know', async () => {
      const job = await submit('exit 0');
      const reports = await scheduler.report([{ jobId: '66999999', jobName: 'nobody' }, job]);
      expect([...reports.keys()]).to.deep.equal([job.jobId]);
    });

    it('does not take a job of another name for ours because it has the same id', async () => {
      const job = await submit('exit 0');
      await untilOver(job);
      expect(await reportOf({ jobId: job.jobId, jobName: 'another-name' })).to.equal(undefined);
    });

    it('reports many jobs in a bounded number of calls', async () => {
      const jobs = await Promise.all(Array.from({ length: 20 }, () => submit('exit 0')));
      const before = sum(scheduler.callCounts());
      const reports = await scheduler.report(jobs);
      expect(reports.size).to.equal(20);
      expect(sum(scheduler.callCounts()) - before).to.be.at.most(2);
      for (const job of jobs) expect((await untilOver(job)).phase).to.equal('completed');
    });

    it('cancels a running job with all its processes', async () => {
      const job = await submit('sleep 300 & echo $! >child; wait');
      const child = await eventually(
        'the child runs',
        async () => {
          const pid = await readFile(join(job.folder, 'child'), 'utf8').catch(() => '');
          return pid.trim() === '' ? undefined : Number(pid);
        },
        under.patienceMs,
      );
      await scheduler.cancel([job.jobId]);
      expect((await untilOver(job)).phase).to.equal('cancelledByUser');
      await eventually('the child is gone', () => !isRunning(child), under.patienceMs);
    });

    it('takes a wish to cancel what is over or unknown as fulfilled', async () => {
      const job = await submit('exit 0');
      await untilOver(job);
      await scheduler.cancel([job.jobId, '66999999']);
      expect((await untilOver(job)).phase).to.equal('completed');
    });

    it('ends a job at its walltime', async () => {
      const job = await submit("trap '' USR2; sleep 300", { walltimeSeconds: under.shortestWalltimeSeconds });
      expect((await untilOver(job)).phase).to.equal('timeout');
    });

    it('refuses for good what can never run', async () => {
      const request = await jobWith(base.path, 'exit 0', { nodes: 7, tasks: 7 });
      const error = await rejection(scheduler.submit(request));
      expect(error.code).to.equal('SCHEDULER_REFUSED');
      expect(error.message).to.include(request.jobName);
    });

    it('submits nothing where the submission is called off in the last moment', async () => {
      const request = await jobWith(base.path, 'exit 0');
      const begin = (): Promise<void> => Promise.reject(new Error('in other hands'));
      const thrown = await scheduler.submit({ ...request, begin }).catch((error: unknown) => error);
      expect(thrown).to.be.an('error').with.property('message', 'in other hands');
      expect((await scheduler.findByName(request.jobName)).jobs).to.deep.equal([]);
    });

    it('refuses a script that is not there', async () => {
      const request = await jobWith(base.path, 'exit 0');
      const error = await rejection(
        scheduler.submit({ ...request, scriptPath: `${request.scriptPath}.gone` }),
      );
      expect(error.code).to.equal('SCHEDULER_REFUSED');
    });

    it('runs an attempt once although it was submitted twice', async () => {
      const token = freshToken('twice');
      const folder = join(base.path, token);
      const request = {
        jobName: token,
        folder,
        scriptPath: await saveScript(folder, renderJobScript(scriptInput(folder, { token }))),
        resources: scriptInput(folder).resources,
      };
      const jobs = [await scheduler.submit(request), await scheduler.submit(request)];
      for (const { jobId } of jobs)
        expect((await untilOver({ jobId, jobName: token })).phase).to.equal('completed');
      const record = await readEndRecord(folder, token);
      const duplicates = (await readFile(join(folder, 'duplicates.log'), 'utf8')).trim().split('\n');
      expect(duplicates).to.have.length(1);
      expect(jobs.map(({ jobId }) => jobId)).to.include(record?.jobId);
      expect(duplicates[0]).to.include(`came second to job ${record?.jobId}`);
    });

    it('lets a cancelled program keep its files and leave an end record', async () => {
      const token = freshToken('cancelled');
      const folder = join(base.path, token, `it's "a" $(folder) & more`);
      const program = join(base.path, 'program.sh');
      await writeFile(program, 'echo restart >fort.20; echo started; exec sleep 300\n');
      const profile = {
        ...plainProfile,
        launcher: ['bash'],
        crystalBinary: program,
        scratch: [join(base.path, 'scratch')],
      };
      const input = scriptInput(folder, {
        token,
        profile,
        keep: [{ scratchName: 'fort.20', as: 'fort.20' }],
      });
      const scriptPath = await saveScript(folder, renderJobScript(input));
      const job = {
        ...(await scheduler.submit({ jobName: token, folder, scriptPath, resources: input.resources })),
        jobName: token,
      };
      await eventually(
        'the program runs',
        async () => (await readFile(join(folder, 'OPT.out'), 'utf8').catch(() => '')).includes('started'),
        under.patienceMs,
      );
      await scheduler.cancel([job.jobId]);
      expect((await untilOver(job)).phase).to.equal('cancelledByUser');
      const record = await eventually('the end record', () => readEndRecord(folder, token), under.patienceMs);
      expect(record).to.include({ jobId: job.jobId, signal: 'TERM', exitCode: 143 });
      expect(await readFile(join(folder, 'fort.20'), 'utf8')).to.equal('restart\n');
    });

    it('says what it is built on', async () => {
      const probe = await scheduler.probe();
      expect(probe.ok).to.equal(true);
      expect(probe.version).to.be.a('string');
    });
  });
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
