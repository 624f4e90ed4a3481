import { expect } from 'chai';
import { once } from 'node:events';
import { join } from 'node:path';
import { deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { faults } from '../../support/fake-slurm/faults.js';
import { startFakeSlurm, type FakeSlurm, type Fault } from '../../support/fake-slurm/fake-slurm.js';
import { createInstallation, type Installation, type RunningCommand } from '../../support/installation.js';
import { writeStructures } from '../../support/structures.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

interface Status {
  readonly steps: readonly { readonly state: string; readonly count: number }[];
  readonly attempts: Readonly<Record<string, number>>;
}

describe('A worker process that is told to stop', function () {
  this.timeout(60_000);
  let base: TemporaryFolder;
  let slurm: FakeSlurm;
  let installation: Installation;

  /** A worker with a step in hand whose sbatch meets this fault. */
  const start = async (
    shutdownSeconds: number,
    fault: Fault,
    concurrentJobs: number,
  ): Promise<RunningCommand> => {
    base = await temporaryFolder('stopping');
    slurm = await startFakeSlurm({ folder: join(base.path, 'slurm'), concurrentJobs });
    slurm.inject('sbatch', fault);
    installation = createInstallation({
      scheduler: 'slurm',
      profile: { commands: slurm.commands },
      workflow: { timeouts: { shutdownSeconds, secondLookUpSeconds: 1, settleSeconds: 0 } },
      advanced: { pollIntervalSeconds: { slurm: 0.2 }, endRecordIntervalSeconds: 0.2 },
    });
    await installation.startRedis();
    const worker = installation.startWorker();
    const { exitCode, stderr } = await installation.run(
      'enqueue',
      writeStructures(installation.home, 1),
      '--workflow',
      'SP',
    );
    expect(exitCode, stderr).to.equal(0);
    await eventually('sbatch', () => slurm.calls.some(({ command }) => command === 'sbatch'), 20_000);
    return worker;
  };
  const status = async (): Promise<Status> => (await installation.json('status')) as Status;
  const accepted = (): number => slurm.controller.truth.filter(({ event }) => event === 'accepted').length;
  const exitOf = async ({ process }: RunningCommand): Promise<number | null> => {
    if (process.exitCode === null) await once(process, 'exit');
    return process.exitCode;
  };

  afterEach(async () => {
    await installation.close();
    await slurm.close();
    await base.remove();
  });

  it('finishes the submission in hand on SIGTERM, and the next worker goes on from there', async () => {
    const gate = deferred<undefined>();
    const late: Fault = async (work) => {
      await gate.promise;
      return work();
    };
    const worker = await start(20, late, 2);
    worker.process.kill('SIGTERM');
    expect(worker.process.exitCode).to.equal(null);
    gate.resolve(undefined);
    expect(await exitOf(worker)).to.equal(0);
    expect((await status()).attempts).to.deep.equal({ queued: 1 });
    installation.startWorker();
    await eventually(
      'the step to succeed',
      async () => (await status()).steps.every(({ state }) => state === 'succeeded'),
      30_000,
    );
    expect(accepted()).to.equal(1);
  });

  it('ends after workflow.timeouts.shutdownSeconds though the work in hand does not', async () => {
    const worker = await start(1, faults.timeoutAfterAccepting, 0);
    const before = performance.now();
    worker.process.kill('SIGTERM');
    expect(await exitOf(worker)).to.equal(1);
    expect(performance.now() - before).to.be.within(900, 5000);
    expect((await status()).attempts).to.deep.equal({ submitting: 1 });
  });

  it('ends at once on a second SIGTERM, with its submission on record', async () => {
    const worker = await start(600, faults.timeoutAfterAccepting, 0);
    worker.process.kill('SIGTERM');
    await eventually('the second signal to be heard', () => {
      worker.process.kill('SIGTERM');
      return worker.process.exitCode !== null;
    });
    expect(worker.process.exitCode).to.equal(1);
    expect(accepted()).to.equal(1);
  });
});
