import type { Job } from 'bullmq';
import { expect } from 'chai';
import { jobIds } from '../../../queues/names.js';
import { renewFlow } from '../../../queues/renew-flow.js';
import type { Config } from '../../../src/config/config.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import type { Change } from '../../../src/store/store.js';
import { deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { moving, replaced } from '../../support/crash-point.js';
import { byTest, createRig, notOneJobEach, type Rig } from '../../support/fault-rig.js';

const locked = (): CrystalqError => new CrystalqError('STORE_LOCKED', 'the store is locked');

describe('A campaign', function () {
  this.timeout(40_000);
  let rig: Rig;
  afterEach(() => rig.close());

  const expectAllGood = async (materials: number, attemptsEach: number): Promise<void> => {
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    expect(await rig.attempts()).to.have.length(materials * attemptsEach);
  };

  it('survives a store that is locked for a while', async () => {
    rig = await createRig({ materials: 2 });
    let refusals = 25;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call) => {
          refusals -= 1;
          if (refusals >= 0 && refusals % 2 === 0) throw locked();
          return call();
        }),
    });
    await rig.enqueue();
    await expectAllGood(2, 2);
    expect(refusals).to.be.lessThan(0);
  });

  it('survives a store that is locked for longer than all tries: no step fails for it', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    let refusals = 0;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changes]) => {
          if (!moving('newAttempt')(changes) || refusals >= 10) return call();
          refusals += 1;
          throw locked();
        }),
    });
    await rig.enqueue();
    await expectAllGood(1, 1);
    expect(refusals).to.equal(10);
  });

  it('survives that the store does what it is told and its answer is lost, once for every kind of change', async () => {
    rig = await createRig({ materials: 2 });
    const lost = new Set<string>();
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changes]) => {
          const answer = await call();
          const kind = (changes as readonly Change[])
            .map((change) => ('to' in change ? `${change.kind} ${String(change.to)}` : change.kind))
            .join(', ');
          if (lost.has(kind)) return answer;
          lost.add(kind);
          throw new CrystalqError('STORE_UNREACHABLE', `the answer to "${kind}" was lost`);
        }),
    });
    await rig.enqueue();
    await expectAllGood(2, 2);
    expect(lost.size).to.be.greaterThan(6);
  });

  it('survives kill -9 of Redis, which comes back with what was on disk', async () => {
    rig = await createRig({ materials: 4 });
    rig.startWorker();
    await rig.enqueue();
    for (const enough of [1, 4]) {
      await eventually(
        `${enough} steps to succeed`,
        async () => (await rig.steps()).filter(({ state }) => state === 'succeeded').length >= enough,
        20_000,
      );
      await rig.crashRedis();
    }
    await expectAllGood(4, 2);
    // Once, and not by each queue at each of its tries.
    const told = rig.log.filter(({ message }) => message === 'queue connection');
    // That a lock was lost is news, and told.
    const away = told.map(({ fields }) => String(fields['error'])).filter((error) => !error.includes('lock'));
    expect(away).to.deep.equal([]);
  });

  it('settles a material though Redis has forgotten how its steps ended', async () => {
    rig = await createRig({ materials: 1, slurm: { concurrentJobs: 0 } });
    const before = rig.startWorker();
    await rig.enqueue();
    await eventually('a job', async () => (await rig.attempts())[0]?.state === 'queued');
    await before.stop();
    // As a worker saved it; what Redis was told then was not on disk yet when it was killed.
    const [attempt] = await rig.attempts();
    const steps = await rig.steps();
    const [edge] = (await rig.store.materialGraph(attempt!.materialId))!.edges;
    await rig.store.apply(
      [
        { kind: 'attempt', id: attempt!.id, to: 'ended' },
        { kind: 'attempt', id: attempt!.id, to: 'concluded', set: { verdict: 'succeeded' } },
        { kind: 'step', id: attempt!.stepId, to: 'succeeded' },
        { kind: 'edge', id: edge!.id, to: 'delivered' },
        { kind: 'step', id: steps.find(({ name }) => name === 'SP')!.id, to: 'cancelled' },
      ],
      byTest,
    );
    rig.startWorker();
    await eventually(
      'the material to settle',
      async () => (await rig.store.materials({}))[0]?.settledAt !== null,
    );
  });

  it('survives a flow that is built anew while a worker submits: its step waits, and uses up none of its tries', async () => {
    const config = ({ workflow, ...rest }: Config): Config => ({
      ...rest,
      workflow: { ...workflow, retry: { ...workflow.retry, step: { ...workflow.retry.step, attempts: 1 } } },
    });
    rig = await createRig({ materials: 1, workflow: 'SP', config });
    const begun = deferred<unknown>();
    const goOn = deferred<unknown>();
    rig.startWorker({
      scheduler: (port) =>
        replaced(port, 'submit', async (call) => {
          begun.resolve(undefined);
          await goOn.promise;
          return call();
        }),
    });
    await rig.enqueue();
    await begun.promise;
    const [step] = await rig.steps();
    expect(await renewFlow(rig, step!.materialId, byTest)).to.equal(true);
    await eventually('the step of the new flow to look for the second time', async () => {
      const job = (await rig.queues.byName.step.getJob(jobIds.step(step!.id, 2))) as Job | undefined;
      return (job?.attemptsStarted ?? 0) >= 2 || job?.failedReason !== undefined;
    });
    goOn.resolve(undefined);
    await expectAllGood(1, 1);
    expect(rig.log.filter(({ level }) => level !== 'info')).to.deep.equal([]);
  });

  it('stands still while Redis has no memory, and goes on when it has', async () => {
    rig = await createRig({ materials: 3 });
    rig.startWorker();
    await rig.enqueue();
    await eventually('a job', () => rig.slurm.controller.truth.length > 0);
    await rig.limitRedisMemory(1);
    await eventually('Redis to refuse', () =>
      rig.log.some(
        ({ fields }) => String(fields['error']).includes('OOM') || JSON.stringify(fields).includes('OOM'),
      ),
    );
    await rig.limitRedisMemory(0);
    await expectAllGood(3, 2);
  });
});
