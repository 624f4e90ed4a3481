import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { eventually } from '../support/eventually.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { writeStructures } from '../support/structures.js';

interface Status {
  readonly steps: readonly { readonly state: string; readonly count: number }[];
  readonly attempts: Readonly<Record<string, number>>;
  readonly halts: readonly { readonly kind: string; readonly state: string; readonly message: string }[];
}

/** A partition that is not there yet: nobody else submits to it. */
const partition = `halted${process.pid}`;
const materials = 8;

describe('A campaign for a partition that the real Slurm does not have', function () {
  this.timeout(180_000);
  let installation: Installation;

  before(function () {
    if (process.env['CRYSTALQ_TEST_SLURM'] !== 'yes') this.skip();
    const resources = { tasks: 1, cpusPerTask: 1, nodes: 1, memoryMiB: 200, walltimeSeconds: 300 };
    installation = createInstallation({
      scheduler: 'slurm',
      profile: { resources: { default: { ...resources, partition } } },
      workflow: {
        timeouts: { secondLookUpSeconds: 2, settleSeconds: 2 },
        retry: { submit: { delaySeconds: 1 } },
      },
      advanced: { pollIntervalSeconds: { slurm: 1 }, reconcileIntervalSeconds: 4 },
    });
  });
  after(async () => {
    await installation.close();
    execFileSync('scontrol', ['delete', `PartitionName=${partition}`], { stdio: 'ignore' });
  });

  const status = async (): Promise<Status> => (await installation.json('status')) as Status;

  it('waits as one, and runs when the partition is there and somebody resumes', async () => {
    await installation.startRedis();
    installation.startWorker();
    const folder = writeStructures(installation.home, materials);
    const { exitCode, stderr } = await installation.run('enqueue', folder, '--workflow', 'SP');
    expect(exitCode, stderr).to.equal(0);
    const halted = await eventually(
      'a halt',
      async () => {
        const now = await status();
        return now.halts.length > 0 && now.attempts['prepared'] === materials ? now : undefined;
      },
      60_000,
    );
    expect(halted.halts).to.have.length(1);
    expect(halted.halts[0]).to.include({ kind: 'submission', state: 'open' });
    expect(halted.halts[0]?.message).to.include('invalid partition');
    expect((await installation.run('status')).stdout).to.include('crystalq resume --all');

    execFileSync('scontrol', ['create', `PartitionName=${partition}`, 'Nodes=ALL', 'State=UP']);
    expect((await installation.run('resume', '--all')).exitCode).to.equal(0);
    await eventually(
      'all to succeed',
      async () => (await status()).steps.every(({ state }) => state === 'succeeded'),
      120_000,
    );
    expect((await status()).attempts).to.deep.equal({ concluded: materials });
  });
});
