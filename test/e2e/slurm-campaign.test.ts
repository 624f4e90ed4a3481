import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { writeStructures } from '../support/structures.js';

interface Step {
  readonly id: string;
  readonly materialId: string;
  readonly name: string;
  readonly state: string;
  readonly failureCode: string | null;
}

const materials = 20;
const workflow = ['OPT', 'SP', 'BAND', 'DOSS', 'FREQ'];

/** Seeds by label: what fails, and how each step must end for it. */
const seeds = 'scf@SP%m03 scf!@SP%m04 truncated@OPT#1%m05 fort87!@FREQ%m06 oom@OPT#1%m07';

describe('A campaign on the real Slurm', function () {
  let installation: Installation;

  before(function () {
    if (process.env['CRYSTALQ_TEST_SLURM'] !== 'yes') this.skip();
    installation = createInstallation({
      scheduler: 'slurm',
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: seeds },
      workflow: { timeouts: { secondLookUpSeconds: 2, settleSeconds: 2 } },
    });
  });

  after(async () => {
    await installation.close();
  });

  it('ends every step as its seed says, with one Slurm job per attempt, though a worker is killed in the middle', async () => {
    await installation.startRedis();
    const folder = writeStructures(installation.home, materials);
    const first = installation.startWorker();
    const enqueued = await installation.run('enqueue', folder, '--workflow', workflow.join(','));
    expect(enqueued.exitCode, enqueued.stderr).to.equal(0);

    await eventually(
      'some steps to succeed',
      async () => (await stepsIn(installation, 'succeeded')) > 15,
      120_000,
    );
    await first.kill('SIGKILL');
    installation.startWorker();
    await eventually(
      'every step to end',
      async () => (await stepsIn(installation, 'waiting', 'running')) === 0,
      240_000,
    );

    const steps = (await installation.json('steps', '--limit', '1000')) as Step[];
    expect(steps).to.have.length(materials * workflow.length);
    expect(endsOf(steps, 'm04')).to.include({
      OPT: 'succeeded',
      SP: 'failed',
      BAND: 'blocked',
      DOSS: 'blocked',
      FREQ: 'succeeded',
    });
    expect(endsOf(steps, 'm06')).to.include({
      OPT: 'succeeded',
      SP: 'succeeded',
      BAND: 'succeeded',
      DOSS: 'succeeded',
      FREQ: 'failed',
    });
    const others = steps.filter((step) => !['m04', 'm06'].includes(labelOf(step)));
    expect(others.filter((step) => step.state !== 'succeeded')).to.deep.equal([]);

    const tokens = await tokensInStore(installation);
    // Accounting lags behind the ends of the jobs. Where it never catches up, the comparison below names the jobs.
    await eventually(
      'accounting to hold a job of every attempt',
      () => new Set(jobsInAccounting(tokens)).size === tokens.length,
      120_000,
    ).catch(() => undefined);
    const jobs = jobsInAccounting(tokens);
    expect(
      jobs.filter((name, index) => jobs.indexOf(name) !== index),
      'attempts with more than one job',
    ).to.deep.equal([]);
    expect([...jobs].sort()).to.deep.equal([...tokens].sort());
  });

  it('tells in a file of its own how long Slurm and the reading of outputs took', () => {
    const folder = join(installation.home, 'data', 'logs');
    const lines = readdirSync(folder)
      .filter((name) => name.startsWith('performance-'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
      .map((line) => JSON.parse(line) as { name: string; milliseconds: number });
    for (const name of ['sbatch', 'squeue', 'read output']) {
      const took = lines.filter((line) => line.name === name).map(({ milliseconds }) => milliseconds);
      expect(took, name).not.to.have.length(0);
      expect(Math.min(...took), name).to.be.greaterThan(0);
    }
  });
});

async function stepsIn(installation: Installation, ...states: string[]): Promise<number> {
  const { steps } = (await installation.json('status')) as { steps: { state: string; count: number }[] };
  return steps.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
}

/** Labels were numbered in order, and so are ids: `<batch>-0005` is m04. */
const labelOf = (step: Step): string => `m${String(Number(step.materialId.slice(-4)) - 1).padStart(2, '0')}`;

const endsOf = (steps: readonly Step[], label: string): Record<string, string> =>
  Object.fromEntries(steps.filter((step) => labelOf(step) === label).map(({ name, state }) => [name, state]));

async function tokensInStore(installation: Installation): Promise<string[]> {
  const shown = (await installation.json('show', '*')) as { attempts: { token: string }[] }[];
  return shown.flatMap(({ attempts }) => attempts.map(({ token }) => token));
}

function jobsInAccounting(tokens: readonly string[]): string[] {
  const known = new Set(tokens);
  const text = execFileSync('sacct', [
    '--allocations',
    '--noheader',
    '--parsable2',
    '--format=JobName',
    '--starttime=now-1hours',
  ]).toString();
  return text.split('\n').filter((name) => known.has(name));
}
