import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.js';
import { startFakeSlurm, type FakeSlurm } from '../../support/fake-slurm/fake-slurm.js';
import { createInstallation, type Installation } from '../../support/installation.js';
import { writeStructures } from '../../support/structures.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

interface Status {
  readonly steps: readonly { readonly state: string; readonly count: number }[];
  readonly attempts: Readonly<Record<string, number>>;
}

describe('A login node on which everything is killed', function () {
  this.timeout(240_000);
  let base: TemporaryFolder;
  let slurm: FakeSlurm;
  let installation: Installation;

  afterEach(async () => {
    // Before its folder goes, which says who it is.
    killRedis();
    await installation.close();
    await slurm.close();
    await base.remove();
  });

  /** The own Redis of the installation, which stays when `up` ends; undefined: it is gone. */
  const redisPid = (): number | undefined => {
    const data = join(installation.home, 'data');
    if (!existsSync(data)) return undefined;
    const files = readdirSync(data, { recursive: true }) as string[];
    const owner = files.find((file) => file.endsWith('owner.json'));
    if (owner === undefined) return undefined;
    const { pid } = JSON.parse(readFileSync(join(data, owner), 'utf8')) as {
      pid: number;
    };
    return pid;
  };
  const killRedis = (): void => {
    try {
      const pid = redisPid();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone, and its folder may be.
    }
  };
  const status = async (): Promise<Status> => (await installation.json('status')) as Status;

  it('goes on with `crystalq up` alone, as cron starts it after a reboot: no step is lost, no job made twice', async () => {
    base = await temporaryFolder('reboot');
    slurm = await startFakeSlurm({ folder: join(base.path, 'slurm'), concurrentJobs: 4 });
    installation = createInstallation({
      scheduler: 'slurm',
      profile: { commands: slurm.commands },
      jobEnvironment: { CRYSTALQ_REHEARSAL_SECONDS: '5' },
      workflow: { timeouts: { secondLookUpSeconds: 1, settleSeconds: 0 } },
      advanced: {
        pollIntervalSeconds: { slurm: 0.2 },
        endRecordIntervalSeconds: 0.2,
        reconcileIntervalSeconds: 2,
      },
    });
    const up = installation.start(['up', '--no-dashboard']);
    await eventually('Redis to run', () => redisPid() !== undefined, 30_000);
    const folder = writeStructures(installation.home, 4);
    const { exitCode, stderr } = await installation.run('enqueue', folder, '--workflow', 'OPT,SP');
    expect(exitCode, stderr).to.equal(0);
    // A submission that is killed on its way is looked up for minutes, as long as sbatch itself would try.
    await eventually(
      'every job to be known',
      async () => {
        const { queued = 0, running = 0 } = (await status()).attempts;
        return queued + running === 4;
      },
      30_000,
    );

    await up.kill('SIGKILL');
    killRedis();
    // Slurm does not notice: what runs there ends meanwhile.
    await eventually(
      'the jobs to end',
      () => slurm.controller.jobs.every(({ state }) => state === 'COMPLETED'),
      20_000,
    );

    installation.start(['up', '--no-dashboard']);
    await eventually(
      'all steps to succeed',
      async () => {
        const { steps } = await status();
        return steps.length > 0 && steps.every(({ state }) => state === 'succeeded');
      },
      150_000,
    );
    const accepted = slurm.controller.truth.filter(({ event }) => event === 'accepted');
    expect(accepted).to.have.length(8);
    expect(new Set(accepted.map(({ jobName }) => jobName)).size).to.equal(8);
    expect((await status()).attempts).to.deep.equal({ concluded: 8 });
  });
});
