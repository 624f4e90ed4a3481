import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import { createRig, notOneJobEach, type Rig } from '../../support/fault-rig.js';

describe('Jobs in Redis of another version of the program', function () {
  this.timeout(60_000);
  let rig: Rig;
  afterEach(() => rig.close());

  /** Gives all jobs of a queue the payload that a later (or older) program would write. */
  const rewrite = async (queue: 'material' | 'step' | 'handover' | 'run'): Promise<number> => {
    const jobs = await rig.queues.byName[queue].getJobs([
      'waiting',
      'prioritized',
      'delayed',
      'waiting-children',
    ]);
    for (const job of jobs) await job.updateData({ ...(job.data as object), v: 99 });
    return jobs.length;
  };

  it('are not understood, their flows are built anew from the store, and what was submitted is not submitted again', async () => {
    rig = await createRig({ materials: 2, workflow: 'OPT,SP', slurm: { concurrentJobs: 0 } });
    const old = rig.startWorker();
    await rig.enqueue();
    await eventually('both to be submitted', async () => {
      const attempts = await rig.attempts();
      return attempts.length === 2 && attempts.every(({ state }) => state === 'queued');
    });
    // The upgrade: the old worker drains and ends, and a new one starts on what it left.
    await old.stop();
    for (const queue of ['material', 'step', 'handover', 'run'] as const)
      expect(await rewrite(queue), queue).to.be.greaterThan(0);
    rig.startWorker();
    const generations = async (): Promise<number[]> =>
      (await rig.store.releasedMaterials()).map(({ generation }) => generation);
    const jobs = [...rig.slurm.controller.jobs];
    for (const job of jobs) rig.slurm.controller.finish(job, 'NODE_FAIL');
    await eventually('a second attempt of each', async () => (await rig.attempts()).length === 4, 30_000);
    expect(Math.max(...(await generations()))).to.be.greaterThan(1);
    expect((await rig.attempts()).map(({ failureCode }) => failureCode)).to.deep.equal([
      'NODE_FAILURE',
      null,
      'NODE_FAILURE',
      null,
    ]);
    const told = rig.log.filter(({ message }) => message === 'job not understood');
    expect(told.map(({ fields }) => fields['queue'])).to.include('run');
    expect(await rig.store.errors({ failure: 'UNEXPECTED' }, { limit: 10 })).to.deep.equal([]);
    await eventually('all to be submitted', async () => (await notOneJobEach(rig)).length === 0);
  });
});
