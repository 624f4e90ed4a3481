import { expect } from 'chai';
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cancel } from '../../../queues/actions/cancel.js';
import { retry } from '../../../queues/actions/restart.js';
import type { SubmitRequest } from '../../../src/scheduler/scheduler.js';
import type { Submission } from '../../../src/store/store.js';
import type { AttemptRecord } from '../../../src/workflow/records.js';
import { deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { moving, replaced } from '../../support/crash-point.js';
import type { Fault } from '../../support/fake-slurm/fake-slurm.js';
import { faults } from '../../support/fake-slurm/faults.js';
import { byTest, createRig, notOneJobEach, type Rig, type WorkerParts } from '../../support/fault-rig.js';

const lookUps = (rig: Rig): number =>
  rig.slurm.calls.filter(
    ({ command, args }) => command === 'squeue' && args.some((arg) => arg.startsWith('--name')),
  ).length;

const accepted = (rig: Rig): number =>
  rig.slurm.controller.truth.filter(({ event }) => event === 'accepted').length;

/** A store beside which something happens to the folder of each attempt that was written, before it is submitted. */
const meddling =
  (meddle: (folder: string) => void): NonNullable<WorkerParts['store']> =>
  (port) => {
    const done = new Set<string>();
    return replaced(port, 'submission', async (call) => {
      const submission = (await call()) as Submission | undefined;
      const attempt = submission?.attempt;
      if (attempt?.state === 'prepared' && !done.has(attempt.id)) {
        done.add(attempt.id);
        meddle(attempt.folder);
      }
      return submission;
    });
  };

/** Removes a file of each attempt, so many times; or loses it in another way. */
const removing = (
  name: string,
  times: number,
  lose: (path: string) => void = rmSync,
): NonNullable<WorkerParts['store']> => {
  let left = times;
  return meddling((folder) => {
    if (left-- > 0) lose(join(folder, name));
  });
};

describe('A submission', function () {
  this.timeout(40_000);
  let rig: Rig;
  afterEach(() => rig.close());

  const unclear: readonly [what: string, fault: Fault][] = [
    ['sbatch is silent, the job was taken', faults.timeoutAfterAccepting],
    ['sbatch is silent, the job was not taken', faults.timeoutBeforeAccepting],
    ['the answer is lost, the job was taken', faults.socketTimeoutAfterAccepting],
    ['the answer is lost, the job was not taken', faults.socketTimeoutBeforeAccepting],
    ['a banner stands before the id', faults.banner],
    ['the answer is in another language', faults.translatedAnswer],
    ['the answer has no id', faults.noId],
    ['sbatch crashes, the job was taken', faults.crashAfterAccepting],
    ['the controller is down', faults.unreachable],
  ];
  it(`that is unclear is looked up first (${unclear.length} ways): one job each, and no attempt is used up`, async () => {
    rig = await createRig({ materials: unclear.length, workflow: 'SP' });
    for (const [, fault] of unclear) rig.slurm.inject('sbatch', fault);
    rig.startWorker();
    await rig.enqueue();
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    expect(await rig.attempts()).to.have.length(unclear.length);
  });

  it('that waits for its turn leaves the attempt to whoever takes it meanwhile', async () => {
    rig = await createRig({ materials: 3, workflow: 'SP' });
    const gate = deferred<undefined>();
    let asked = 0;
    rig.startWorker({
      scheduler: (port) =>
        replaced(port, 'submit', (call, [request]) => {
          asked += 1;
          const { begin } = request as SubmitRequest;
          const stays = async (): Promise<void> => {
            await begin?.();
            await gate.promise;
          };
          // As many as there are lanes stand still at their turn; the third waits for its own.
          if (asked <= 2) Object.assign(request as object, { begin: stays });
          return call();
        }),
    });
    await rig.enqueue();
    const inState = async (state: string): Promise<AttemptRecord[]> =>
      (await rig.attempts()).filter((attempt) => attempt.state === state);
    const turn = await eventually('two under way and one that waits', async () => {
      const [one, ...more] = await inState('prepared');
      const isWaiting = asked === 3 && (await inState('submitting')).length === 2 && more.length === 0;
      return isWaiting && one;
    });
    const { applied } = await rig.store.apply(
      [{ kind: 'attempt', id: turn.id, to: 'submitting', from: ['prepared'] }],
      byTest,
    );
    expect(applied).to.equal(true);
    gate.resolve(undefined);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    const events = await rig.store.events({}, { limit: 1000 });
    const moves = events.filter(({ attemptId }) => attemptId === turn.id).map(({ to }) => to);
    // What the other one began was looked up before anything was submitted.
    expect(moves.reverse().slice(0, 4)).to.deep.equal(['prepared', 'submitting', 'prepared', 'submitting']);
  });

  it('that was not taken is looked up twice before it is made again, and a look-up without answer does not count', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.socketTimeoutBeforeAccepting);
    rig.slurm.inject('sacct', faults.accountingDown);
    rig.startWorker();
    await rig.enqueue();
    await rig.ends();
    const before = rig.slurm.calls.findLastIndex(({ command }) => command === 'sbatch');
    const asked = rig.slurm.calls
      .slice(0, before)
      .filter(({ command, args }) => command === 'squeue' && args.some((arg) => arg.startsWith('--name')));
    expect(asked.length).to.be.at.least(3);
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  it('stays unclear as long as nobody answers, and is made neither again nor failed', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    rig.slurm.inject('sbatch', faults.socketTimeoutAfterAccepting);
    nobodyAnswers();
    rig.startWorker();
    await rig.enqueue();
    await eventually('several look-ups', () => lookUps(rig) >= 2);
    expect((await rig.attempts()).map(({ state }) => state)).to.deep.equal(['unclear']);
    expect(accepted(rig)).to.equal(1);
    rig.slurm.heal();
    await eventually('the job to be adopted', async () => (await rig.attempts())[0]?.state === 'queued');
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  it('is known by what its job says in the run folder, though nobody answers', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.socketTimeoutAfterAccepting);
    nobodyAnswers();
    rig.startWorker();
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    rig.slurm.heal();
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  const nobodyAnswers = (): void => {
    rig.slurm.inject('squeue', faults.unreachable, 1000);
    rig.slurm.inject('sacct', faults.accountingDown, 1000);
  };

  it('of which two jobs got in all the same: one calculates, the other one is ended', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    rig.slurm.inject('sbatch', async (work) => {
      await work();
      await work();
      return faults.noId(work);
    });
    rig.startWorker();
    await rig.enqueue();
    const open = (): number => rig.slurm.controller.jobs.filter(({ state }) => state === 'PENDING').length;
    await eventually('all but one to be ended', () => accepted(rig) === 3 && open() === 1);
    const [attempt] = await rig.attempts();
    const left = rig.slurm.controller.jobs.find(({ state }) => state === 'PENDING');
    await eventually('the open one to be adopted', async () => {
      const [now] = await rig.attempts();
      return now?.carrier?.schedulerJobId === String(left?.jobId);
    });
    expect(left?.jobName).to.equal(attempt?.token);
  });

  it('to a full cluster waits: no attempt is used up, and all get in', async () => {
    rig = await createRig({ materials: 4, workflow: 'SP', slurm: { maxSubmit: 2 } });
    rig.slurm.inject('sbatch', faults.controllerFull);
    rig.slurm.inject('sbatch', faults.rateLimited);
    rig.startWorker();
    await rig.enqueue();
    expect(new Set(Object.values(await rig.ends(30_000)))).to.deep.equal(new Set(['succeeded']));
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    expect((await rig.attempts()).map(({ number }) => number)).to.deep.equal([1, 1, 1, 1]);
    expect(rig.log.some(({ message }) => message === 'cluster is full, submissions wait')).to.equal(true);
    const heldBack = await rig.queues.heldBack();
    expect(heldBack.map(({ cluster, reason }) => `${cluster} ${reason}`)).to.deep.equal(['test full']);
    expect(heldBack[0]?.times).to.be.at.least(2);
  });

  it('that is refused by a hiccup of accounting is made again: no attempt is used up', async () => {
    rig = await createRig({ materials: 2, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.invalidAccount, 2);
    rig.startWorker();
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded', 'm01 SP': 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    expect(await rig.attempts()).to.have.length(2);
  });

  it('of a job that is too large alone fails with what to do, and retry works after the correction', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.invalidWalltime, 3);
    rig.startWorker();
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'failed' });
    const errors = await rig.store.errors({}, { limit: 100 });
    expect(errors.map(({ code }) => code)).to.deep.equal(['SCHEDULER_REFUSED']);
    expect(errors[0]?.hint).to.contain('walltime');
    expect(accepted(rig)).to.equal(0);

    await retry({ store: rig.store, queues: rig.queues }, { state: ['failed'] }, byTest);
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect(accepted(rig)).to.equal(1);
  });

  it('from a host without sbatch fails nothing: it waits, says so, and goes on from a host that has one', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    const nowhere: WorkerParts = { commands: { sbatch: '/nowhere/sbatch' } };
    const without = rig.startWorker(nowhere);
    await rig.enqueue();
    await eventually('it to be told', () =>
      rig.log.some(({ level, message }) => level === 'error' && message === 'cannot submit from this host'),
    );
    expect((await rig.attempts()).map(({ state, number }) => [state, number])).to.deep.equal([
      ['prepared', 1],
    ]);
    await without.stop();
    rig.startWorker();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  for (const name of ['SP.d12', 'job.sh']) {
    it(`stops where ${name} was changed after it was written, and says so`, async () => {
      rig = await createRig({ materials: 1, workflow: 'SP' });
      rig.startWorker({ store: meddling((folder) => appendFileSync(join(folder, name), '\n')) });
      await rig.enqueue();
      expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'failed' });
      const [step] = await rig.steps();
      expect(step?.failureCode).to.equal('FILE_CHANGED');
      expect(step?.reason).to.contain(name).and.to.contain('Rerun the step');
      expect(accepted(rig)).to.equal(0);
    });
  }

  for (const [name, what, lose] of [
    ['SP.d12', 'gone', rmSync],
    ['job.sh', 'gone', rmSync],
    ['SP.d12', 'empty, as a machine without power leaves it,', truncateSync],
    ['job.sh', 'empty, as a machine without power leaves it,', truncateSync],
  ] as const) {
    it(`whose ${name} is ${what} is written anew, and no attempt is used up`, async () => {
      rig = await createRig({
        materials: 1,
        workflow: 'SP',
        config: (config) => ({ ...config, workflow: { ...config.workflow, maxAttemptsPerStep: 1 } }),
      });
      rig.startWorker({ store: removing(name, 1, lose) });
      await rig.enqueue();
      expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
      expect((await rig.attempts()).map(({ failureCode }) => failureCode)).to.deep.equal([
        'FILE_MISSING',
        null,
      ]);
      expect(accepted(rig)).to.equal(1);
    });
  }

  it('whose files are removed again and again fails with what to do', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    rig.startWorker({ store: removing('job.sh', 1000) });
    await rig.enqueue();
    expect(await rig.ends(40_000)).to.deep.equal({ 'm00 SP': 'failed' });
    const [step] = await rig.steps();
    expect(step?.failureCode).to.equal('FILE_MISSING');
    expect(step?.reason).to.contain('job.sh is gone').and.to.contain('See what removes files');
    expect(accepted(rig)).to.equal(0);
  });

  it('whose files are gone while its step is no longer running is tried as often as is configured, and no more', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    const isRewriting = (changes: unknown): boolean =>
      moving('attempt', 'concluded')(changes) && moving('step')(changes);
    let rewrites = 0;
    rig.startWorker({
      store: (port, life) =>
        replaced(removing('job.sh', 1)(port, life), 'apply', async (call, [changes]) => {
          if (!isRewriting(changes) || rewrites > 100) return call();
          rewrites += 1;
          return { applied: false };
        }),
    });
    await rig.enqueue();
    await eventually('an end of the attempt', async () => (await rig.attempts())[0]?.state === 'concluded');
    expect(rewrites).to.be.within(1, rig.config.workflow.retry.submit.attempts);
  });

  it('that fails in a way that nobody knows is tried as often as is configured, then the step fails', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    rig.startWorker({
      store: (port) => replaced(port, 'countLiveAttempts', () => Promise.reject(new Error('something odd'))),
    });
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'failed' });
    const [step] = await rig.steps();
    expect(step?.failureCode).to.equal('UNEXPECTED');
    expect(step?.reason).to.contain('something odd');
  });

  it('leaves what another calculation left in its folder out of account', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    const batchId = await rig.enqueue();
    const folder = join(rig.home, 'work', batchId, `${batchId}-0001`, 'SP', 'a01');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'claim'), 'another-token 17 cn01\n');
    writeFileSync(join(folder, 'SP.out'), ' EEEEEEEEEE TERMINATION  DATE 01 05 2026 TIME 10:00:00.0\n');
    writeFileSync(join(folder, 'SP.f9'), 'a wavefunction');
    rig.startWorker();
    await eventually('a job', () => accepted(rig) === 1);
    const [attempt] = await rig.attempts();
    rig.slurm.controller.finish(rig.slurm.controller.job(attempt?.token ?? ''), 'NODE_FAIL');
    await eventually('a second attempt', () => accepted(rig) === 2);
    const [first] = await rig.attempts();
    expect(first).to.include({ verdict: 'failed', failureCode: 'NODE_FAILURE' });
    const artifacts = await rig.store.artifacts([first?.id ?? '']);
    expect(artifacts.map(({ role }) => role)).to.not.include('wavefunction');
  });

  it('that is cancelled while it is unclear and was not taken ends as cancelled', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.timeoutBeforeAccepting, 1000);
    rig.startWorker();
    await rig.enqueue();
    await eventually('it to be unclear', async () => (await rig.attempts())[0]?.state === 'unclear');
    await cancel({ store: rig.store, queues: rig.queues }, {}, byTest);
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'cancelled' });
    expect(accepted(rig)).to.equal(0);
  });

  it('is not made where the step is cancelled right after its attempt was recorded', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changes]) => {
          const result = await call();
          if (moving('newAttempt')(changes))
            await cancel({ store: rig.store, queues: rig.queues }, {}, byTest);
          return result;
        }),
    });
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'cancelled' });
    expect(accepted(rig)).to.equal(0);
  });

  it('that is overtaken by a cancellation leaves no job behind', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    const gate = deferred<unknown>();
    const reached = deferred<unknown>();
    rig.slurm.inject('sbatch', async (work) => {
      reached.resolve(undefined);
      await gate.promise;
      return work();
    });
    rig.startWorker();
    await rig.enqueue();
    await reached.promise;
    await cancel({ store: rig.store, queues: rig.queues }, {}, byTest);
    gate.resolve(undefined);
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'cancelled' });
    expect(rig.slurm.controller.jobs.filter(({ state }) => state === 'PENDING')).to.have.length(0);
  });
});
