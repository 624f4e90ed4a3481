import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderJobScript } from '../../../src/scheduler/job-script.js';
import { createLocalScheduler } from '../../../src/scheduler/local/local-scheduler.js';
import { identityOf, isAlive } from '../../../src/scheduler/local/process-identity.js';
import { isJobOver, type JobKey, type JobReport, type Scheduler } from '../../../src/scheduler/scheduler.js';
import { eventually } from '../../support/eventually.js';
import { freshToken, jobWith, saveScript, scriptInput } from '../../support/job-examples.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

const worker = fileURLToPath(new URL('../../support/local-worker.ts', import.meta.url));

describe('local jobs and the processes around them', function () {
  this.timeout(60_000);
  let base: TemporaryFolder;
  let spool: string;
  let open: Scheduler[];
  let children: ChildProcess[];

  beforeEach(async () => {
    base = await temporaryFolder('local');
    spool = join(base.path, 'spool');
    open = [];
    children = [];
  });
  afterEach(async () => {
    for (const scheduler of open) {
      await scheduler.cancel(readdirSync(join(spool, 'running')).map((file) => file.split('~')[0] ?? ''));
      await scheduler.close();
    }
    for (const child of children) child.kill('SIGKILL');
    await base.remove();
  });

  function scheduler(concurrent = 2): Scheduler {
    const created = createLocalScheduler({
      folder: spool,
      concurrentJobs: () => concurrent,
      environment: process.env,
      killWaitMs: 500,
    });
    created.onEnded(() => undefined);
    open.push(created);
    return created;
  }

  interface Worker {
    readonly child: ChildProcess;
    readonly jobs: readonly JobKey[];
  }
  async function startWorker(concurrent: number, count: number, body: string): Promise<Worker> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', worker, spool, base.path, String(concurrent), String(count), body],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await eventually('the worker is ready', () => said.includes('ready'), 30_000);
    const jobs = [...said.matchAll(/^submitted (\S+) (\S+)$/gm)].map(([, jobId = '', jobName = '']) => ({
      jobId,
      jobName,
    }));
    return { child, jobs };
  }
  async function killHard(child: ChildProcess): Promise<void> {
    const gone = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  const reportOf = async (by: Scheduler, job: JobKey): Promise<JobReport | undefined> =>
    (await by.report([job])).get(job.jobId);
  const untilOver = (by: Scheduler, job: JobKey): Promise<JobReport> =>
    eventually('the job is over', async () => {
      const report = await reportOf(by, job);
      return report && isJobOver(report.phase) ? report : undefined;
    });
  const folderOf = (job: JobKey): string => join(base.path, job.jobName);
  const count = (place: string): number => readdirSync(join(spool, place)).length;

  it('a job outlives the killed process that started it, and another one sees it to its end', async () => {
    const { child, jobs } = await startWorker(
      1,
      2,
      'echo x >>started; until [[ -e ../go ]]; do sleep 0.1; done; exit 0',
    );
    const [first, second] = jobs as [JobKey, JobKey];
    await eventually('it runs', () => readdirSync(folderOf(first)).includes('started'));
    await killHard(child);
    const heir = scheduler(1);
    await eventually('it is adopted', async () => (await reportOf(heir, first))?.phase === 'running');
    await writeFile(join(base.path, 'go'), '');
    // Nobody saw its exit code, and this script leaves no end record.
    expect(await untilOver(heir, first)).to.include({ phase: 'nodeFailure', state: 'VANISHED' });
    expect((await untilOver(heir, second)).phase).to.equal('completed');
    for (const job of jobs) expect(await readFile(join(folderOf(job), 'started'), 'utf8')).to.equal('x\n');
    expect(['queued', 'running', 'slots', 'stops'].map(count)).to.deep.equal([0, 0, 0, 0]);
  });

  it('the end record tells how an adopted job ended', async () => {
    const token = freshToken('adopted');
    const folder = join(base.path, token);
    const program = join(base.path, 'program');
    await writeFile(program, 'until [[ -e ../go ]]; do sleep 0.1; done; exit 5\n');
    const input = scriptInput(folder, { token });
    const profile = { ...input.profile, launcher: ['bash'], crystalBinary: program };
    const scriptPath = await saveScript(folder, renderJobScript({ ...input, profile }));
    const starter = scheduler();
    const job = {
      ...(await starter.submit({ jobName: token, folder, scriptPath, resources: input.resources })),
      jobName: token,
    };
    await eventually('it runs', async () => (await reportOf(starter, job))?.phase === 'running');
    await starter.close();
    const heir = scheduler();
    await writeFile(join(base.path, 'go'), '');
    expect(await untilOver(heir, job)).to.include({ phase: 'failed', exitCode: 5 });
  });

  it('an adopted job is still cancelled, and ended at its walltime', async () => {
    const starter = scheduler();
    const cancelled = await jobWith(base.path, 'sleep 100');
    const late = await jobWith(base.path, "trap '' USR2; sleep 100", { walltimeSeconds: 3 });
    const first = { ...cancelled, ...(await starter.submit(cancelled)) };
    const second = { ...late, ...(await starter.submit(late)) };
    await starter.close();
    const heir = scheduler();
    await heir.cancel([first.jobId]);
    expect((await untilOver(heir, first)).phase).to.equal('cancelledByUser');
    expect((await untilOver(heir, second)).phase).to.equal('timeout');
  });

  it('a job whose owner died before it started it goes back to the queue and runs once', async () => {
    const starter = createLocalScheduler({
      folder: spool,
      concurrentJobs: () => 0,
      environment: process.env,
    });
    open.push(starter);
    const request = await jobWith(base.path, 'echo x >>started');
    const job = { ...request, ...(await starter.submit(request)) };
    const file = `${job.jobId}~${job.jobName}`;
    // A dead process claimed it and took a place.
    renameSync(join(spool, 'queued', file), join(spool, 'running', `${file}@999999999-dead0000-1+0`));
    writeFileSync(
      join(spool, 'slots', '0'),
      readFileSync(join(spool, 'running', `${file}@999999999-dead0000-1+0`)),
    );
    const heir = scheduler(1);
    expect((await untilOver(heir, job)).phase).to.equal('completed');
    expect(await readFile(join(job.folder, 'started'), 'utf8')).to.equal('x\n');
    expect(count('slots')).to.equal(0);
  });

  it('a job that was asked for, and whose process was not noted, is found by its mark', async () => {
    const starter = scheduler(1);
    const request = await jobWith(base.path, 'echo x >>started; until [[ -e go ]]; do sleep 0.1; done');
    const job = { ...request, ...(await starter.submit(request)) };
    await eventually('it runs', () => readdirSync(job.folder).includes('started'));
    await starter.close();
    const file = join(spool, 'running', `${job.jobId}~${job.jobName}@0-0-0`);
    const [submitted = ''] = (await readFile(file, 'utf8')).trim().split('\n');
    const startedAt = new Date().toISOString();
    const asked = JSON.stringify({ started: { process: '0-0-0', slot: 0, startedAt } });
    writeFileSync(file, `${submitted}\n${asked}\n`);
    const heir = scheduler(1);
    await eventually('it is adopted', () =>
      readdirSync(join(spool, 'running')).some((name) => !name.endsWith('@0-0-0')),
    );
    await heir.cancel([job.jobId]);
    expect((await untilOver(heir, job)).phase).to.equal('cancelledByUser');
    expect(await readFile(join(job.folder, 'started'), 'utf8')).to.equal('x\n');
  });

  it('a stranger with the number of a job’s process is left alone', async () => {
    const stranger = spawn('sleep', ['100'], { stdio: 'ignore' });
    children.push(stranger);
    const starter = createLocalScheduler({
      folder: spool,
      concurrentJobs: () => 0,
      environment: process.env,
    });
    open.push(starter);
    const request = await jobWith(base.path, 'exit 0');
    const job = { ...request, ...(await starter.submit(request)) };
    const file = `${job.jobId}~${job.jobName}`;
    const running = join(spool, 'running', `${file}@0-0-0`);
    renameSync(join(spool, 'queued', file), running);
    const identity = identityOf(stranger.pid ?? 0) ?? '';
    const older = identity.replace(/-\d+$/, '-1');
    const startedAt = new Date().toISOString();
    appendFileSync(running, JSON.stringify({ started: { process: older, slot: 0, startedAt } }));
    mkdirSync(join(spool, 'stops'), { recursive: true });
    writeFileSync(join(spool, 'stops', job.jobId), 'cancelled');
    const heir = scheduler();
    expect((await untilOver(heir, job)).phase).to.equal('cancelledByUser');
    expect(isAlive(identity)).to.equal(true);
  });

  it('several processes together never run more jobs than allowed, and no job twice', async () => {
    const body = 'echo + >>../log; sleep 0.05; echo - >>../log; echo x >>ran';
    const workers = await Promise.all([
      startWorker(3, 40, body),
      startWorker(3, 40, body),
      startWorker(3, 40, body),
    ]);
    const jobs = workers.flatMap((each) => each.jobs);
    // One of them dies in the middle.
    await killHard(workers[0].child);
    const watcher = scheduler(3);
    await eventually(
      'all are over',
      async () => [...(await watcher.report(jobs)).values()].every(({ phase }) => isJobOver(phase)),
      50_000,
    );
    let running = 0;
    let most = 0;
    for (const sign of (await readFile(join(base.path, 'log'), 'utf8')).trim().split('\n')) {
      running += sign === '+' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect(jobs).to.have.length(120);
    expect(most).to.be.at.most(3);
    const idle: JobKey[] = [];
    for (const job of jobs) {
      if (!existsSync(join(folderOf(job), 'ran'))) idle.push(job);
      else expect(await readFile(join(folderOf(job), 'ran'), 'utf8')).to.equal('x\n');
    }
    // The one that was noted and not yet asked for when its worker died, if there was one: told, never started twice.
    expect(idle).to.have.length.below(2);
    for (const job of idle) expect((await reportOf(watcher, job))?.state).to.equal('VANISHED');
    await eventually('places are free', () => count('slots') === 0 && count('running') === 0);
  });

  it('a job whose starter is killed goes on, and its end record tells how it ended', async () => {
    const token = freshToken('orphan');
    const folder = join(base.path, token);
    const program = join(base.path, 'program');
    await writeFile(program, 'until [[ -e ../go ]]; do sleep 0.1; done; exit 6\n');
    const input = scriptInput(folder, { token });
    const profile = { ...input.profile, launcher: ['bash'], crystalBinary: program };
    const scriptPath = await saveScript(folder, renderJobScript({ ...input, profile }));
    const one = scheduler(1);
    const submit = { jobName: token, folder, scriptPath, resources: input.resources };
    const job = { ...(await one.submit(submit)), jobName: token };
    const pid = await eventually('its process is noted', () => {
      const [file = ''] = readdirSync(join(spool, 'running'));
      return (
        Number(/"process":"([1-9]\d*)-/.exec(readFileSync(join(spool, 'running', file), 'utf8'))?.[1]) ||
        undefined
      );
    });
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    process.kill(Number(stat.split(') ')[1]?.split(' ')[1]), 'SIGKILL');
    const request = await jobWith(base.path, 'exit 0');
    const next = { ...request, ...(await one.submit(request)) };
    await writeFile(join(base.path, 'go'), '');
    expect(await untilOver(one, job)).to.include({ phase: 'failed', exitCode: 6 });
    expect((await untilOver(one, next)).phase).to.equal('completed');
  });

  it('a job that its starter had not come to when it was killed runs once, and not as a second attempt', async () => {
    const one = scheduler(2);
    const first = await jobWith(base.path, 'ps -o ppid= $$ >starter; exit 0');
    await untilOver(one, { ...first, ...(await one.submit(first)) });
    const starter = Number(await readFile(join(first.folder, 'starter'), 'utf8'));
    process.kill(starter, 'SIGSTOP');
    const requests = await Promise.all([1, 2].map(() => jobWith(base.path, 'echo ran >>runs; exit 0')));
    const jobs = await Promise.all(
      requests.map(async (request) => ({ ...request, ...(await one.submit(request)) })),
    );
    await eventually('both are asked for', () => count('slots') === 2);
    process.kill(starter, 'SIGKILL');
    for (const job of jobs) {
      expect((await untilOver(one, job)).phase).to.equal('completed');
      expect(await readFile(join(job.folder, 'runs'), 'utf8')).to.equal('ran\n');
    }
  });

  it('an end that cannot be saved for a while is saved later, and the place is free then', async () => {
    const one = scheduler(1);
    const told: string[] = [];
    one.onEnded((jobId) => told.push(jobId));
    const request = await jobWith(base.path, 'until [[ -e ../go ]]; do sleep 0.05; done; touch over; exit 3');
    const job = { ...request, ...(await one.submit(request)) };
    renameSync(join(spool, 'ended'), join(base.path, 'away'));
    await writeFile(join(base.path, 'go'), '');
    await eventually('the script is over', () => readdirSync(job.folder).includes('over'));
    // Its owner tries at once and once a round.
    const lines = (): string[] => {
      const [file = ''] = readdirSync(join(spool, 'running'));
      return readFileSync(join(spool, 'running', file), 'utf8').split('\n');
    };
    await eventually(
      'it was tried twice',
      () => lines().filter((line) => line.includes('"ended"')).length > 1,
    );
    expect(told).to.deep.equal([]);
    renameSync(join(base.path, 'away'), join(spool, 'ended'));
    expect(await untilOver(one, job)).to.include({ phase: 'failed', exitCode: 3 });
    expect(told).to.deep.equal([job.jobId]);
    expect(['running', 'slots'].map(count)).to.deep.equal([0, 0]);
  });

  it('a job that could not be started halfway, for want of disk, is taken up again', async () => {
    const one = scheduler(1);
    const request = await jobWith(base.path, 'echo x >>started');
    renameSync(join(spool, 'slots'), join(base.path, 'away'));
    writeFileSync(join(spool, 'slots'), 'no folder');
    // Whether it was taken is unclear to whoever submitted it; it was.
    await one.submit(request).catch(() => undefined);
    await eventually('it was taken', () => count('running') === 1);
    rmSync(join(spool, 'slots'));
    renameSync(join(base.path, 'away'), join(spool, 'slots'));
    await eventually('it is over', () => count('ended') === 1);
    expect(await readFile(join(request.folder, 'started'), 'utf8')).to.equal('x\n');
    expect(['queued', 'running', 'slots'].map(count)).to.deep.equal([0, 0, 0]);
  });

  it('a job file that holds no job takes no place for ever', async () => {
    const one = scheduler(1);
    writeFileSync(join(spool, 'queued', '0-broken~by-a-power-cut'), '');
    const request = await jobWith(base.path, 'exit 0');
    const job = { ...request, ...(await one.submit(request)) };
    expect((await untilOver(one, job)).phase).to.equal('completed');
    await eventually('it is gone', () => count('queued') + count('running') === 0);
  });

  it('a job that cannot be started fails, and nobody else is harmed', async () => {
    const one = createLocalScheduler({
      folder: spool,
      concurrentJobs: () => 1,
      environment: { PATH: '/no/such/folder' },
    });
    open.push(one);
    const request = await jobWith(base.path, 'exit 0');
    const job = { ...request, ...(await one.submit(request)) };
    expect(await untilOver(one, job)).to.include({ phase: 'failed', exitCode: 127 });
    expect(count('slots')).to.equal(0);
  });

  it('a job that takes more memory than it asked for is ended', async () => {
    const one = scheduler();
    const request = await jobWith(base.path, 'head -c 300M /dev/zero | tail | sleep 100', { memoryMiB: 50 });
    const job = { ...request, ...(await one.submit(request)) };
    expect(await untilOver(one, job)).to.include({ phase: 'outOfMemory', state: 'OUT_OF_MEMORY' });
  });

  it('a job that does not hear TERM is killed, with all it started', async () => {
    const one = scheduler();
    const request = await jobWith(
      base.path,
      "trap '' TERM; echo $$ >pid; (trap '' TERM; sleep 100) & wait; sleep 100",
    );
    const job = { ...request, ...(await one.submit(request)) };
    const pid = await eventually('it runs', async () => {
      const text = await readFile(join(job.folder, 'pid'), 'utf8').catch(() => '');
      return text.endsWith('\n') ? Number(text) : undefined;
    });
    const identity = identityOf(pid) ?? '';
    await one.cancel([job.jobId]);
    expect((await untilOver(one, job)).phase).to.equal('cancelledByUser');
    expect(isAlive(identity)).to.equal(false);
  });

  it('an end is told at once, and the next job starts without waiting for a round', async () => {
    const one = scheduler(1);
    const told: string[] = [];
    one.onEnded((jobId) => told.push(jobId));
    const before = performance.now();
    const jobs = [];
    for (let index = 0; index < 20; index++) jobs.push(await one.submit(await jobWith(base.path, 'exit 0')));
    await eventually('all are told', () => told.length === 20);
    expect(told).to.deep.equal(jobs.map(({ jobId }) => jobId));
    // Rounds are a second apart.
    expect(performance.now() - before).to.be.lessThan(10_000);
  });

  it('the process that submitted hears of the end although another one ran the job', async () => {
    const { jobs: blocking } = await startWorker(1, 1, 'until [[ -e ../go ]]; do sleep 0.1; done');
    const submitter = createLocalScheduler({
      folder: spool,
      concurrentJobs: () => 0,
      environment: process.env,
    });
    open.push(submitter);
    const told: string[] = [];
    submitter.onEnded((jobId) => told.push(jobId));
    const { jobId } = await submitter.submit(await jobWith(base.path, 'exit 0'));
    await writeFile(join(base.path, 'go'), '');
    await eventually('it is told', () => told.includes(jobId));
    expect(blocking).to.have.length(1);
  });
});
