import { expect } from 'chai';
import { createCallLimiter } from '../../../src/scheduler/slurm/call-limiter.js';
import { jobEnvironment, queryEnvironment } from '../../../src/scheduler/job-environment.js';

/** A limiter whose clock moves only when it waits. */
function played(perMinute: number) {
  let time = 0;
  const starts: [lane: string, ms: number][] = [];
  const limiter = createCallLimiter({
    callsPerMinute: () => perMinute,
    now: () => time,
    wait: (ms) => {
      time += ms;
      return Promise.resolve();
    },
  });
  const call = (lane = 'ask') =>
    limiter.run(lane, () => {
      starts.push([lane, Math.round(time)]);
      return Promise.resolve();
    });
  return { limiter, call, starts };
}

describe('the limiter of calls', () => {
  it('runs calls of one lane one after another, in order', async () => {
    const limiter = createCallLimiter({ callsPerMinute: () => 1000 });
    const log: string[] = [];
    let release = (): void => undefined;
    const first = limiter.run('ask', async () => {
      log.push('first starts');
      await new Promise<void>((resolve) => (release = resolve));
      log.push('first ends');
    });
    const second = limiter.run('ask', () => Promise.resolve(log.push('second')));
    await limiter.run('submit', () => Promise.resolve(log.push('other lane')));
    expect(log).to.deep.equal(['first starts', 'other lane']);
    release();
    await Promise.all([first, second]);
    expect(log).to.deep.equal(['first starts', 'other lane', 'first ends', 'second']);
  });

  it('goes on after a call that failed', async () => {
    const { limiter, call, starts } = played(100);
    const failed = limiter.run('ask', () => Promise.reject(new Error('no')));
    await call();
    expect(starts).to.have.length(1);
    expect(await failed.catch((error: unknown) => (error as Error).message)).to.equal('no');
  });

  it('lets a minute’s worth of calls through at once, and then one each time there is room', async () => {
    const { call, starts } = played(60);
    for (let index = 0; index < 63; index++) await call(index % 2 ? 'ask' : 'submit');
    expect(starts.map(([, ms]) => ms).slice(58)).to.deep.equal([0, 0, 1000, 2000, 3000]);
  });

  it('makes everybody wait longer each time the controller is busy, until it recovers', async () => {
    const { limiter, call, starts } = played(1000);
    limiter.slowDown();
    await call('ask');
    limiter.slowDown();
    await call('submit');
    limiter.recovered();
    limiter.slowDown();
    await call('ask');
    expect(starts.map(([, ms]) => ms)).to.deep.equal([500, 1500, 2000]);
  });

  it('never waits longer than a minute', async () => {
    const { limiter, call, starts } = played(1000);
    for (let index = 0; index < 30; index++) limiter.slowDown();
    await call();
    expect(starts).to.deep.equal([['ask', 60_000]]);
  });
});

describe('the environment of jobs', () => {
  const own = {
    PATH: '/bin',
    HOME: '/home/a',
    SLURM_CONF: '/etc/slurm/slurm.conf',
    CRYSTALQ_REHEARSAL_SECONDS: '1',
    SCRATCH: '/scratch',
  };

  it('holds what the user has', () => {
    expect(jobEnvironment(own)).to.deep.equal(own);
  });

  for (const name of [
    'CRYSTALQ_REDIS_URL',
    'DATABASE_URL',
    'PGPASSWORD',
    'SBATCH_ACCOUNT',
    'SLURM_JOB_ID',
    'SQUEUE_FORMAT',
    'SACCT_FORMAT',
    'NODE_OPTIONS',
  ]) {
    it(`does not hold ${name}`, () => {
      expect(jobEnvironment({ ...own, [name]: 'x' })).to.deep.equal(own);
    });
  }

  it('is English and UTC for commands that are read', () => {
    expect(queryEnvironment({ ...own, LC_ALL: 'de_DE', TZ: 'Europe/Berlin' })).to.include({
      LC_ALL: 'C',
      TZ: 'UTC',
    });
  });
});
