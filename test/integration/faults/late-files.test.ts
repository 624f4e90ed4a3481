import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { moving, replaced } from '../../support/crash-point.js';
import { eventually } from '../../support/eventually.js';
import { createRig, notOneJobEach, type Rig, type RigOptions } from '../../support/fault-rig.js';

const settling = (seconds: number): Pick<RigOptions, 'config'> => ({
  config: (config) => ({
    ...config,
    workflow: { ...config.workflow, timeouts: { ...config.workflow.timeouts, settleSeconds: seconds } },
  }),
});

describe('A job that Slurm says to be completed', function () {
  this.timeout(60_000);
  let rig: Rig;
  afterEach(() => rig.close());

  const polls = (): number => rig.slurm.calls.filter(({ command }) => command === 'squeue').length;

  it('before any of its files can be seen is waited for', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 }, ...settling(20) });
    rig.startWorker();
    await rig.enqueue();
    await eventually('a job', async () => (await rig.attempts())[0]?.state === 'queued');
    const [job] = rig.slurm.controller.jobs;
    rig.slurm.controller.finish(job!, 'COMPLETED');
    const before = polls();
    await eventually('three polls', () => polls() >= before + 3);
    expect((await rig.attempts())[0]?.state).to.be.oneOf(['queued', 'running']);
    // Now they arrive, as the job wrote them.
    const [attempt] = await rig.attempts();
    const script = spawn('bash', [join(attempt!.folder, 'job.sh')], {
      cwd: attempt!.folder,
      stdio: 'ignore',
      env: { ...process.env, SLURM_JOB_ID: String(job!.jobId), SLURM_SUBMIT_DIR: attempt!.folder },
    });
    await once(script, 'exit');
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect(await rig.attempts()).to.have.length(1);
  });

  it('and that leaves nothing ends after a while, also where other clusters are polled in between', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP', slurm: { concurrentJobs: 0 } });
    expect(Object.keys(rig.config.clusters)).to.have.length.above(1);
    rig.startWorker();
    await rig.enqueue();
    await eventually('a job', async () => (await rig.attempts())[0]?.state === 'queued');
    const [job] = rig.slurm.controller.jobs;
    rig.slurm.controller.finish(job!, 'COMPLETED');
    await eventually('its end', async () => (await rig.attempts())[0]?.state === 'concluded');
  });

  // The wavefunction gets its name, SP.f9, from whoever reads the end record.
  for (const file of ['SP.out', 'fort.9']) {
    it(`and whose ${file} appears a moment after its end record is read again`, async () => {
      rig = await createRig({ materials: 1, workflow: 'SP', ...settling(2) });
      rig.startWorker({
        store: (port) =>
          replaced(port, 'apply', async (call, [changes]) => {
            if (moving('attempt', 'ended')(changes)) {
              const [attempt] = await rig.attempts();
              const path = join(attempt!.folder, file);
              renameSync(path, `${path}.late`);
              setTimeout(() => renameSync(`${path}.late`, path), 500);
            }
            return call();
          }),
      });
      await rig.enqueue();
      expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
      expect(await rig.attempts()).to.have.length(1);
    });
  }

  it('and whose output stays cut has failed as truncated, and is tried again', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    let isCut = false;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'apply', async (call, [changes]) => {
          if (moving('attempt', 'ended')(changes) && !isCut) {
            isCut = true;
            const [attempt] = await rig.attempts();
            truncateSync(join(attempt!.folder, 'SP.out'), 3000);
          }
          return call();
        }),
    });
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect((await rig.attempts()).map(({ failureCode }) => failureCode)).to.deep.equal([
      'OUTPUT_TRUNCATED',
      null,
    ]);
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });
});
