import { DelayedError, ErrorCode, UnrecoverableError, type Job } from 'bullmq';
import { expect } from 'chai';
import * as z from 'zod';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { silentLog, type Log } from '../../../src/log/log.js';
import { guard } from '../../../workers/guard.js';
import { rejection } from '../../support/rejection.js';

const payload = z.object({ stepId: z.string() });
const jobOf = (attemptsMade: number, data: object = { stepId: 's' }): Job =>
  ({
    data,
    queueName: 'step',
    id: 'j1',
    attemptsMade,
    opts: { attempts: 3 },
  }) as unknown as Job;
const deps = { log: silentLog };
const never = new Promise<never>(() => undefined);

describe('What every processor has around it', () => {
  it('fails work that exceeds its limit with an error that is tried again', async () => {
    const work = guard(deps, payload, () => () => never, { limitSeconds: () => 0.01 });
    const error = await rejection(work(jobOf(0)));
    expect(error).to.be.instanceOf(CrystalqError);
    expect(error).to.include({ code: 'WORK_TIMED_OUT', retry: 'backoff' });
  });

  it('tells the last try of it, and only that', async () => {
    const told: unknown[] = [];
    const work = guard(deps, payload, () => () => never, {
      limitSeconds: () => 0.01,
      onLastTry: ({ stepId }, error) =>
        Promise.resolve(void told.push([stepId, (error as CrystalqError).code])),
    });
    await rejection(work(jobOf(0)));
    expect(told).to.deep.equal([]);
    await rejection(work(jobOf(2)));
    expect(told).to.deep.equal([['s', 'WORK_TIMED_OUT']]);
  });

  for (const code of ['JobNotExist', 'JobLockNotExist', 'JobLockMismatch', 'ParentJobNotExist'] as const) {
    it(`leaves a job alone that is no longer this worker's (${code}): its step does not fail for it on the last try`, async () => {
      const told: unknown[] = [];
      const lost = Object.assign(new Error('Missing lock for job j1. moveToDelayed'), {
        code: ErrorCode[code],
      });
      const work = guard(deps, payload, () => () => Promise.reject(lost), {
        onLastTry: (_payload, error) => Promise.resolve(void told.push(error)),
      });
      expect(await work(jobOf(2)).catch((error: unknown) => error)).to.be.instanceOf(DelayedError);
      expect(told).to.deep.equal([]);
    });
  }

  it('tells how long it took where that was long', async () => {
    const told: unknown[] = [];
    const log = { ...silentLog, child: () => log, performance: (...line: unknown[]) => void told.push(line) };
    let now = 0;
    Object.defineProperty(performance, 'now', { value: () => now, configurable: true });
    try {
      const taking = (ms: number) => guard({ log }, payload, () => () => Promise.resolve((now += ms)));
      await taking(99)(jobOf(0));
      expect(told).to.deep.equal([]);
      await taking(100)(jobOf(0));
      expect(told).to.deep.equal([['job', 100, { queue: 'step' }]]);
    } finally {
      Reflect.deleteProperty(performance, 'now');
    }
  });

  it('survives what work says after its limit', async () => {
    let fail: (error: Error) => void = () => undefined;
    const hung = new Promise<never>((_resolve, reject) => (fail = reject));
    const work = guard(deps, payload, () => () => hung, { limitSeconds: () => 0.01 });
    expect(await rejection(work(jobOf(0)))).to.include({ code: 'WORK_TIMED_OUT' });
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    fail(new Error('too late'));
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
  });

  it('lets work that was given up find out, before it does what would not be the same twice', async () => {
    let goOn: () => void = () => undefined;
    const hang = new Promise<void>((resolve) => (goOn = resolve));
    const done: string[] = [];
    const work = guard(
      deps,
      payload,
      ({ assertInTime }) =>
        async () => {
          assertInTime();
          done.push('in time');
          await hang;
          assertInTime();
          done.push('too late');
        },
      { limitSeconds: () => 0.01 },
    );
    await rejection(work(jobOf(0)));
    goOn();
    await new Promise(setImmediate);
    expect(done).to.deep.equal(['in time']);
  });

  it('gives work a log that carries the ids of its payload, and nothing else of it', async () => {
    const carried: unknown[] = [];
    const log: Log = { ...silentLog, child: (fields) => (carried.push(fields), silentLog) };
    const withMore = payload.extend({ v: z.number(), runId: z.string() });
    const work = guard({ log }, withMore, () => () => Promise.resolve());
    await work(jobOf(0, { stepId: 's', runId: 'r', v: 1 }));
    expect(carried).to.deep.equal([{ stepId: 's', runId: 'r' }]);
  });

  it('tells of a payload of another version by the id of its job, and ends it at once', async () => {
    const lines: Parameters<Log['error']>[] = [];
    const log: Log = { ...silentLog, error: (...line) => void lines.push(line) };
    const work = guard({ log }, payload, () => () => Promise.resolve('done'));
    const thrown = await work(jobOf(0, { stepId: 7 })).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(UnrecoverableError);
    expect(thrown)
      .to.have.property('message')
      .that.matches(/^JOB_UNREADABLE: stepId: /);
    expect(lines).to.have.length(1);
    expect(lines[0]?.[1]).to.deep.include({ queue: 'step', jobId: 'j1' });
  });

  it('leaves quick work alone and ends at once what fails for ever', async () => {
    const quick = guard(deps, payload, () => () => Promise.resolve('done'), { limitSeconds: () => 5 });
    expect(await quick(jobOf(0))).to.equal('done');
    const wrong = guard(
      deps,
      payload,
      () => () => Promise.reject(new CrystalqError('DECK_INVALID', 'no')),
      {},
    );
    const thrown = await wrong(jobOf(0)).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(UnrecoverableError);
  });
});
