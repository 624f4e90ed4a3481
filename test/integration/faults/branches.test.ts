import { expect } from 'chai';
import { jobIds } from '../../../queues/names.js';
import { eventually } from '../../support/eventually.js';
import { createRig, notOneJobEach, type Rig } from '../../support/fault-rig.js';

describe('A step that can never end well', function () {
  this.timeout(60_000);
  let rig: Rig;
  afterEach(() => rig.close());

  const failing = (rules: string): Promise<Rig> =>
    createRig({
      materials: 2,
      workflow: 'OPT,SP,BAND,DOSS',
      slurm: { concurrentJobs: 4 },
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: rules },
    });
  const materials = async (): Promise<Record<string, string>> => {
    await eventually('every material to be settled', async () => {
      const { released, pending } = (await rig.store.counts()).materials;
      return !released && !pending;
    });
    return Object.fromEntries((await rig.store.materials({})).map(({ label, state }) => [label, state]));
  };
  /** Jobs that still wait for others in Redis. */
  const waitingParents = async (): Promise<number> => {
    const queues = Object.values(rig.queues.byName);
    const counts = await Promise.all(queues.map((queue) => queue.getJobCounts('waiting-children')));
    return counts.reduce((sum, count) => sum + (count['waiting-children'] ?? 0), 0);
  };

  it('blocks what needs it, with its name and reason, and nothing is left waiting in Redis', async () => {
    rig = await failing('basis!@OPT%m00');
    rig.startWorker();
    await rig.enqueue();
    expect(await rig.ends(40_000)).to.deep.equal({
      'm00 OPT': 'failed',
      'm00 SP': 'blocked',
      'm00 BAND': 'blocked',
      'm00 DOSS': 'blocked',
      'm01 OPT': 'succeeded',
      'm01 SP': 'succeeded',
      'm01 BAND': 'succeeded',
      'm01 DOSS': 'succeeded',
    });
    expect(await materials()).to.deep.equal({ m00: 'failed', m01: 'succeeded' });
    const blocked = (await rig.steps()).filter(({ state }) => state === 'blocked');
    for (const { name, reason } of blocked) {
      expect(reason, name).to.match(name === 'SP' ? /^OPT failed: .+/ : /^SP blocked: OPT failed: .+/);
    }
    await eventually('nothing to wait in Redis', async () => (await waitingParents()) === 0);
  });

  it('leaves its material partial where it is optional, and its siblings alone', async () => {
    rig = await failing('mpi!@BAND%m00');
    rig.startWorker();
    await rig.enqueue();
    const ends = await rig.ends(40_000);
    expect(ends['m00 BAND']).to.equal('failed');
    expect(Object.values(ends).filter((state) => state === 'succeeded')).to.have.length(7);
    expect(await materials()).to.deep.equal({ m00: 'partial', m01: 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  it('because its run is gone from Redis while others wait for it is found and driven on', async () => {
    rig = await createRig({ materials: 1, workflow: 'OPT,SP', slurm: { concurrentJobs: 0 } });
    const first = rig.startWorker();
    await rig.enqueue();
    await eventually('a job', async () => (await rig.attempts())[0]?.state === 'queued');
    await first.stop();
    const [attempt] = await rig.attempts();
    // As a loss of the last second of Redis would: the run is gone, its parents wait for it for ever.
    const run = await rig.queues.byName.run.getJob(jobIds.run(attempt!.id));
    await run!.remove();
    rig.startWorker();
    const [job] = rig.slurm.controller.jobs;
    rig.slurm.controller.finish(job!, 'NODE_FAIL');
    await eventually(
      'the end to be read, and a second attempt',
      async () => (await rig.attempts()).length === 2,
    );
    expect((await rig.attempts())[0]).to.include({ state: 'concluded', failureCode: 'NODE_FAILURE' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });
});
