import { expect } from 'chai';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cancel } from '../../../queues/actions/cancel.js';
import { pause, resume } from '../../../queues/actions/hold.js';
import { setResources } from '../../../queues/actions/resources.js';
import { explainStep } from '../../../queues/cli/views/explain-step.js';
import { renderStatus } from '../../../queues/cli/views/status-view.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { moving, replaced } from '../../support/crash-point.js';
import { eventually } from '../../support/eventually.js';
import { faults, takesOnly } from '../../support/fake-slurm/faults.js';
import { byTest, createRig, notOneJobEach, type Rig, type RigOptions } from '../../support/fault-rig.js';
import { startWebhook, type Webhook } from '../../support/webhook.js';

/** A campaign that posts what people are told. */
async function tellingRig(hook: Webhook, options: RigOptions): Promise<Rig> {
  return createRig({
    ...options,
    config: (given) => ({
      ...(options.config?.(given) ?? given),
      workflow: { ...given.workflow, maxAttemptsPerStep: 1 },
      advanced: {
        ...given.advanced,
        notifications: { kinds: ['clusterTrouble', 'diskFull'], webhookUrl: hook.url },
      },
    }),
  });
}

const hourMs = 3_600_000;

const submissions = (rig: Rig): number =>
  rig.slurm.calls.filter(({ command, args }) => command === 'sbatch' && !args.includes('--version')).length;

describe('Submissions that are refused alike', function () {
  this.timeout(60_000);
  let rig: Rig;
  let hook: Webhook;
  beforeEach(async () => (hook = await startWebhook(200)));
  afterEach(async () => {
    await rig.close();
    await hook.close();
  });

  const titles = (): unknown[] => hook.received.map(({ title }) => title);
  const open = async () => (await rig.store.halts()).find(({ state }) => state === 'open');
  const actions = () => ({ store: rig.store, queues: rig.queues });
  const expectWaiting = async (materials: number): Promise<void> => {
    expect((await rig.attempts()).map(({ state }) => state)).to.deep.equal(
      Array.from({ length: materials }, () => 'prepared'),
    );
    expect(await rig.store.errors({}, { limit: 100 })).to.deep.equal([]);
  };

  it('wait together on the local scheduler, too', async () => {
    rig = await tellingRig(hook, { scheduler: 'local', materials: 4, workflow: 'SP' });
    await rig.enqueue();
    await setResources(actions(), {}, { nodes: 2 }, byTest);
    rig.startWorker();
    await eventually('a halt', open);
    await eventually('people to be told', () => hook.received.length > 0);
    await eventually('all to be prepared', async () => (await rig.attempts()).length === 4);
    await expectWaiting(4);
  });

  for (const [about, fault] of [
    ['account', faults.invalidAccount],
    ['walltime', faults.invalidWalltime],
  ] as const) {
    it(`for their ${about} wait together: told once, nothing fails, and all go on once it is mended and resumed`, async () => {
      rig = await tellingRig(hook, { materials: 12, workflow: 'SP' });
      rig.slurm.inject('sbatch', fault, 1000);
      rig.startWorker();
      await rig.enqueue();
      const halt = await eventually('a halt', open);
      expect(halt).to.include({ kind: 'submission', code: 'SCHEDULER_REFUSED', cluster: 'test' });
      expect('walltimeSeconds' in halt.resources!, 'of a size').to.equal(about === 'walltime');
      await eventually('all to be prepared', async () => (await rig.attempts()).length === 12);
      const allToSleep = () =>
        eventually('all runs to sleep', async () => {
          const { delayed = 0 } = await rig.queues.byName.run.getJobCounts('delayed');
          return delayed === 12;
        });
      await allToSleep();
      await eventually('people to be told', () => hook.received.length > 0);
      // Those in hand when the third one was refused were on their way already.
      expect(submissions(rig)).to.be.at.most(3 + 8);
      await expectWaiting(12);
      expect(titles()).to.deep.equal(['Cluster test refuses jobs']);
      expect(hook.received[0]?.['text'])
        .to.contain('Correct account, partition, qos or walltime')
        .and.contain('crystalq resume');

      const [step] = await rig.steps();
      const context = await rig.store.stepContext(step?.id ?? '');
      const { waitsFor, next } = explainStep(context!, [], rig.config, {
        halts: await rig.store.halts(),
        live: 0,
      });
      expect(waitsFor)
        .to.contain('submissions to test are halted')
        .and.contain('Batch job submission failed');
      expect(next).to.contain('crystalq resume');
      const status = renderStatus([], await rig.store.counts(), await rig.store.halts(), undefined);
      expect(status).to.contain(waitsFor).and.contain(next);

      const before = submissions(rig);
      await resume(actions(), {}, byTest);
      await eventually('one probe', () => submissions(rig) > before);
      await eventually('the probe to be counted', async () => ((await open())?.times ?? 0) > halt.times);
      await allToSleep();
      expect(submissions(rig)).to.equal(before + 1);
      await expectWaiting(12);

      const heldBack = await rig.queues.heldBack();
      expect(heldBack.map(({ cluster, reason }) => `${cluster} ${reason}`)).to.include('test halt');

      rig.slurm.heal();
      await resume(actions(), {}, byTest);
      expect(new Set(Object.values(await rig.ends(30_000)))).to.deep.equal(new Set(['succeeded']));
      expect((await rig.attempts()).map(({ number }) => number)).to.deep.equal(Array(12).fill(1));
      expect(await notOneJobEach(rig)).to.deep.equal([]);
      await eventually('the end to be told', () => hook.received.length === 2);
      expect(titles()).to.deep.equal(['Cluster test refuses jobs', 'Cluster test takes jobs again']);
    });
  }

  it('go on by themselves when a probe is due and is taken', async () => {
    rig = await tellingRig(hook, { materials: 4, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.invalidAccount, 1000);
    rig.startWorker();
    await rig.enqueue();
    const halt = await eventually('a halt', open);
    await eventually('all runs to sleep on it', async () => {
      const asleep = await rig.queues.byName.run.getDelayed();
      return asleep.length === 4 && asleep.every(({ delay }) => delay >= hourMs);
    });
    rig.slurm.heal();
    // A minute later.
    await rig.store.hastenProbe(halt.id);
    expect(new Set(Object.values(await rig.ends(30_000)))).to.deep.equal(new Set(['succeeded']));
  });

  it('go on with another account: their scripts are written anew, and what follows asks for it, too', async () => {
    rig = await tellingRig(hook, { materials: 4, workflow: 'OPT,SP' });
    rig.slurm.inject('sbatch', takesOnly('good'), 1000);
    rig.startWorker();
    await rig.enqueue();
    const halt = await eventually('a halt', open);
    await eventually('all to be prepared', async () => (await rig.attempts()).length === 4);
    await setResources(actions(), {}, { account: 'good' }, byTest);
    expect(new Set(Object.values(await rig.ends(30_000)))).to.deep.equal(new Set(['succeeded']));
    const attempts = await rig.attempts();
    expect(attempts.filter(({ verdict }) => verdict === 'succeeded')).to.have.length(8);
    expect(attempts.filter(({ verdict }) => verdict === 'cancelled')).to.have.length(4);
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    // One that was just under way is written anew by the worker.
    const events = await rig.store.events({}, { limit: 1000 });
    const anew = events.filter(
      ({ entity, to, actor }) => entity === 'attempt' && to === 'concluded' && actor === byTest.actor,
    );
    expect(anew).not.to.have.length(0);
    await rig.store.hastenProbe(halt.id);
    await eventually('the halt to close, since nothing waits', async () => !(await open()));
  });

  it('ask for another account when it was given while they were under way', async () => {
    rig = await tellingRig(hook, { materials: 3, workflow: 'SP' });
    rig.slurm.inject('sbatch', takesOnly('good'), 1000);
    let changes = 0;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changed]) => {
          const done = await call();
          if (moving('attempt', 'submitting')(changed) && changes++ === 0)
            await setResources(actions(), {}, { account: 'good' }, byTest);
          return done;
        }),
    });
    await rig.enqueue();
    expect(new Set(Object.values(await rig.ends(30_000)))).to.deep.equal(new Set(['succeeded']));
    expect(await open()).to.equal(undefined);
    expect(titles()).to.deep.equal([]);
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  it('can be cancelled while they wait', async () => {
    rig = await tellingRig(hook, { materials: 4, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.invalidAccount, 1000);
    rig.startWorker();
    await rig.enqueue();
    const halt = await eventually('a halt', open);
    await cancel(actions(), {}, byTest);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['cancelled']));
    await rig.store.hastenProbe(halt.id);
    await eventually('the halt to close, since nothing waits', async () => !(await open()));
  });

  it('are no halt where one step alone asks for too much: it fails with what to do', async () => {
    rig = await tellingRig(hook, { materials: 1, workflow: 'SP' });
    rig.slurm.inject('sbatch', faults.invalidWalltime, 1000);
    rig.startWorker();
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'failed' });
    const [step] = await rig.steps();
    expect(step).to.include({ failureCode: 'SCHEDULER_REFUSED' });
    expect(step?.reason).to.match(/time limit is invalid.*\(1 attempt\)\. .*walltime/);
    expect(await open()).to.equal(undefined);
    expect(hook.received).to.deep.equal([]);
  });
});

describe('A full disk', function () {
  this.timeout(60_000);
  let rig: Rig;
  let hook: Webhook;
  beforeEach(async () => (hook = await startWebhook(200)));
  afterEach(async () => {
    await rig.close();
    await hook.close();
  });
  const batch = async () => (await rig.store.batches())[0];
  const diskHalt = async () => (await rig.store.halts()).find(({ kind }) => kind === 'disk');

  it('that stops our own work holds the batch once, is told once, and all go on when there is room', async () => {
    rig = await tellingRig(hook, { materials: 6, workflow: 'SP' });
    let isFull = true;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', (call, [changes]) =>
          isFull && moving('newAttempt')(changes)
            ? Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))
            : call(),
        ),
    });
    await rig.enqueue();
    const halt = await eventually('a halt', diskHalt);
    await eventually('the batch to be on hold', async () => (await batch())?.hold);
    expect(halt).to.include({ code: 'DISK_FULL', batchId: (await batch())?.id });
    // Longer than all tries of a step would take.
    await eventually('all steps to sleep', async () => {
      const { delayed = 0 } = await rig.queues.byName.step.getJobCounts('delayed');
      return delayed === 6;
    });
    expect((await rig.steps()).map(({ state }) => state)).to.deep.equal(Array(6).fill('waiting'));
    isFull = false;
    // A minute later; the work folder of the test has room.
    await rig.store.hastenProbe(halt.id);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    expect((await rig.attempts()).map(({ number }) => number)).to.deep.equal(Array(6).fill(1));
    expect((await batch())?.hold).to.equal(false);
    expect(hook.received.map(({ kind }) => kind)).to.deep.equal(['diskFull']);
  });

  it('that stops the reading of outputs for longer than all tries fails no step', async () => {
    rig = await tellingRig(hook, { materials: 2, workflow: 'OPT,SP' });
    let refusals = 0;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changes]) => {
          const isReading = moving('attempt', 'concluded')(changes) || moving('edge', 'delivered')(changes);
          if (!isReading || refusals >= 30) return call();
          refusals += 1;
          throw new CrystalqError('DISK_FULL', 'no room for the result');
        }),
    });
    const batchId = await rig.enqueue();
    await eventually('more refusals than tries', () => refusals === 30, 20_000);
    expect(rig.log.filter(({ message }) => message === 'job failed')).to.deep.equal([]);
    await resume({ store: rig.store, queues: rig.queues }, { batch: batchId }, byTest);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    expect(await rig.attempts()).to.have.length(4);
  });

  it('that stops calculations costs none of their attempts, and they run again when somebody resumes', async () => {
    rig = await tellingRig(hook, {
      materials: 3,
      workflow: 'SP',
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'disk@SP#1' },
    });
    rig.startWorker();
    const batchId = await rig.enqueue();
    await eventually('the batch to be on hold', async () => (await batch())?.hold);
    await eventually('all that run to be read', async () =>
      (await rig.attempts()).every(({ state }) => state === 'concluded' || state === 'prepared'),
    );
    await resume({ store: rig.store, queues: rig.queues }, { batch: batchId }, byTest);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    const again = (await rig.attempts()).filter(({ change }) => change !== null);
    expect(again.map(({ change }) => change?.rule)).to.include('after-disk-full');
    expect(hook.received.map(({ kind }) => kind)).to.deep.equal(['diskFull']);
  });

  /** A scratch folder that cannot be made until `mend` is called. */
  async function rigWithScratch(
    jobEnvironment = {},
    launcher?: readonly string[],
  ): Promise<{ scratch: string; mend: () => Promise<void> }> {
    let parent = '';
    rig = await tellingRig(hook, {
      scheduler: 'local',
      materials: 3,
      workflow: 'SP',
      jobEnvironment,
      config: (config) => {
        parent = join(config.paths.dataDir, 'node');
        const test = config.clusters['test']!;
        const changes = { scratch: [join(parent, 'scratch')], launcher: launcher ?? test.launcher };
        return { ...config, clusters: { test: { ...test, ...changes } } };
      },
    });
    await writeFile(parent, 'no folder');
    return { scratch: join(parent, 'scratch'), mend: () => rm(parent) };
  }

  /** All have failed `tries` times, and the batch is on hold. */
  const haveFailed = (tries: number) => async (): Promise<boolean> => {
    const failed = (await rig.attempts()).filter(({ verdict }) => verdict === 'failed');
    return failed.length === 3 * tries && ((await batch())?.hold ?? false);
  };

  it('of scratch before the program starts costs no attempts: the batch tries again, later and later', async () => {
    const { scratch, mend } = await rigWithScratch();
    rig.startWorker();
    await rig.enqueue();
    await eventually('all to fail once', haveFailed(1));
    const halt = (await diskHalt())!;
    expect(halt).to.include({ state: 'open', code: 'SCRATCH_UNWRITABLE' });
    expect(halt.message).to.match(/SP-a1: crystalq: no writable scratch directory: .* \(on \S+\)$/);
    expect(halt.message).to.include(`${scratch}: Not a directory`);
    await rig.store.hastenProbe(halt.id);
    await eventually('a trial that fails', async () => ((await diskHalt())?.times ?? 0) > halt.times);
    await eventually('nothing to run any more', async () =>
      (await rig.attempts()).every(({ state }) => state === 'concluded' || state === 'prepared'),
    );
    // The one after it comes after twice the time.
    expect(await diskHalt()).to.include({ state: 'open', probeSeconds: 120 });
    expect((await rig.steps()).map(({ state }) => state)).to.deep.equal(Array(3).fill('running'));
    await mend();
    await rig.store.hastenProbe(halt.id);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    await eventually('the halt to close', async () => {
      await rig.store.hastenProbe(halt.id);
      return (await diskHalt())?.state !== 'open';
    });
    expect((await batch())?.hold).to.equal(false);
    const titles = hook.received.map(({ title }) => title);
    expect(titles).to.deep.equal(['A node has no scratch folder for its jobs']);
  });

  it('of scratch while the program runs is told with the folder and the node', async () => {
    const { scratch, mend } = await rigWithScratch({ CRYSTALQ_REHEARSAL_FAIL: 'disk@SP#1' });
    await mend();
    rig.startWorker();
    await rig.enqueue();
    await eventually('all to fail', haveFailed(1));
    const halt = (await diskHalt())!;
    expect(halt.message).to.include('No space left on device').and.to.include(`(in ${scratch} on `);
    expect((await rig.attempts()).map(({ failureCode }) => failureCode)).to.include('DISK_FULL');
    await rig.store.hastenProbe(halt.id);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
  });

  it('of run folders that keeps results from being brought back leaves them on the node and says where', async () => {
    // What is copied back as SP.f9 meets a full disk.
    const spoil = 'ln -s /dev/full "$0"/SP.f9.part; exec "$@"';
    const launcher = ['bash', '-c', spoil, '$folder', process.execPath];
    const { scratch, mend } = await rigWithScratch({}, launcher);
    await mend();
    rig.startWorker();
    await rig.enqueue();
    await eventually('all to fail', haveFailed(1));
    const [first] = await rig.attempts();
    expect(first).to.include({ failureCode: 'DISK_FULL', exitCode: 74 });
    const halt = (await diskHalt())!;
    expect(halt.code).to.equal('DISK_FULL');
    expect(halt.message).to.include('could not be copied to ').and.to.include(': fort.9, still in ');
    const left = /still in (\S+) of /.exec(halt.message)?.[1] ?? '';
    expect(dirname(left)).to.equal(scratch);
    expect(await readdir(left)).to.include('fort.9');
  });

  /** A campaign whose batch is on hold for a full disk; all of its steps sleep. */
  async function fullDisk(
    materials: number,
  ): Promise<{ readonly batchId: string; readonly free: () => void }> {
    rig = await tellingRig(hook, { materials, workflow: 'SP' });
    let isFull = true;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', (call, [changes]) =>
          isFull && moving('newAttempt')(changes)
            ? Promise.reject(new CrystalqError('DISK_FULL', 'no room'))
            : call(),
        ),
    });
    const batchId = await rig.enqueue();
    await eventually('the batch to be on hold', async () => (await batch())?.hold);
    // Those that met the full disk look again after half a second here, and find the hold. A wake-up call may be lost:
    // they look again by themselves, too.
    await eventually('all steps to sleep on the hold, for some hours at most', async () => {
      const asleep = await rig.queues.byName.step.getDelayed();
      return (
        asleep.length === materials && asleep.every(({ delay }) => delay >= hourMs && delay <= 2 * hourMs)
      );
    });
    return { batchId, free: () => (isFull = false) };
  }

  it('lets the whole batch go on when somebody resumes one of its materials', async () => {
    const { free } = await fullDisk(3);
    free();
    const [step] = await rig.steps();
    await resume({ store: rig.store, queues: rig.queues }, { material: step?.materialId ?? '' }, byTest);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
  });

  it('stays in the way of steps that are to ask for other resources', async () => {
    const { batchId } = await fullDisk(1);
    await setResources(
      { store: rig.store, queues: rig.queues },
      { batch: batchId },
      { account: 'good' },
      byTest,
    );
    expect((await diskHalt())?.state).to.equal('open');
    expect((await batch())?.hold).to.equal(true);
  });

  it('does not let a batch go on that somebody has put on hold while it stood still', async () => {
    const { batchId, free } = await fullDisk(2);
    free();
    await pause({ store: rig.store, queues: rig.queues }, { batch: batchId }, byTest);
    // The look for room, which lets a batch go on, is for halts that are open.
    expect((await diskHalt())?.state).to.equal('closing');
    expect((await batch())?.hold).to.equal(true);
    expect((await rig.steps()).map(({ state }) => state)).to.deep.equal(['waiting', 'waiting']);
    await resume({ store: rig.store, queues: rig.queues }, { batch: batchId }, byTest);
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
  });

  it('does not let a batch go on that somebody has put on hold', async () => {
    rig = await tellingRig(hook, { materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changes]) => {
          if (moving('attempt', 'concluded')(changes)) throw new CrystalqError('DISK_FULL', 'full');
          return call();
        }),
    });
    const batchId = await rig.enqueue();
    await eventually('a job', async () => (await rig.attempts())[0]?.state === 'queued');
    await pause({ store: rig.store, queues: rig.queues }, { batch: batchId }, byTest);
    const [job] = rig.slurm.controller.jobs;
    rig.slurm.controller.finish(job!, 'NODE_FAIL');
    await eventually('people to be told', () => hook.received.length === 1);
    expect(await diskHalt()).to.equal(undefined);
    expect((await batch())?.hold).to.equal(true);
  });
});
