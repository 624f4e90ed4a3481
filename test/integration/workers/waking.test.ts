import { Worker, type Job } from 'bullmq';
import { expect } from 'chai';
import { createRig, type Rig } from '../../support/fault-rig.js';

const hourMs = 3_600_000;

describe('A job that is to be woken', function () {
  this.timeout(30_000);
  let rig: Rig;
  let worker: Worker;
  beforeEach(async () => {
    rig = await createRig();
    const { name, opts } = rig.queues.byName.run;
    worker = new Worker(name, () => Promise.resolve(), {
      connection: opts.connection,
      prefix: rig.config.advanced.redis.prefix,
      autorun: false,
    });
  });
  afterEach(async () => {
    await worker.close(true);
    await rig.close();
  });

  const taken = async (): Promise<Job> => {
    await rig.queues.byName.run.add('a run', {}, { jobId: 'run-1' });
    return worker.getNextJob('token');
  };

  it('is woken though it falls asleep only right after the last try', async () => {
    const job = await taken();
    const { run } = rig.queues.byName;
    const look = run.getJobState.bind(run);
    let looks = 0;
    run.getJobState = async (id) => {
      looks += 1;
      if (looks === 3) await job.moveToDelayed(Date.now() + hourMs, 'token');
      return look(id);
    };
    await rig.queues.promoteRuns(['1']);
    expect(await look('run-1')).to.equal('waiting');
  });
});
