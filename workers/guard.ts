import { DelayedError, UnrecoverableError, WaitingChildrenError, type Job } from 'bullmq';
import type { z } from 'zod';
import { CrystalqError, toCrystalqError } from '../src/errors/crystalq-error.js';
import type { Fields, Log } from '../src/log/log.js';
import { isLostJob } from './lost-job.js';
import { sleep } from './sleep.js';
import { withTimeLimit, type AssertInTime } from './time-limit.js';

interface Bounds<Payload> {
  /** Called when the job fails for good. */
  readonly onLastTry?: (payload: Payload, error: unknown) => Promise<void>;
  /**
   * Called with every error, before it is decided what follows. Milliseconds: the job sleeps as long, since it is no
   * fault of its own, and none of its tries is used up.
   */
  readonly onError?: (payload: Payload, error: CrystalqError) => Promise<number | undefined>;
  /** How long the work may take; as long as it likes where nothing is said. */
  readonly limitSeconds?: () => number;
}

type Work<Payload> = (job: Job, payload: Payload, token: string | undefined) => Promise<unknown>;

type Processor = (job: Job, token?: string) => Promise<unknown>;

/**
 * What every processor has around it: the payload is checked, its log lines carry the ids of it, and errors are saved
 * to the store before they are thrown, since a queue keeps only their text. `retry: 'never'` ends the job at once.
 *
 * Work that exceeds its limit (a file system that hangs) is left to itself and the job is tried again. What it does
 * after that is harmless: changes of the store are compare-and-set, files are replaced whole or have names of their own,
 * its token no longer holds the lock of the job, and before a run folder is cleared it finds that its time is over.
 *
 * Log and time limit are handed down rather than found through async_hooks, which would slow down every promise.
 */
export function guard<Payload extends object, Deps extends { readonly log: Log }>(
  deps: Deps,
  schema: z.ZodType<Payload>,
  createWork: (deps: Deps & { readonly assertInTime: AssertInTime }) => Work<Payload>,
  { onLastTry, onError, limitSeconds }: Bounds<Payload> = {},
): Processor {
  return async (job, token) => {
    const payload = read(deps.log, schema, job);
    const log = deps.log.child(idsIn(payload));
    const work = (assertInTime: AssertInTime): Promise<unknown> =>
      createWork({ ...deps, log, assertInTime })(job, payload, token);
    const start = performance.now();
    try {
      if (!limitSeconds) return await work(() => undefined);
      return await withTimeLimit(limitSeconds(), `${job.queueName} ${job.id ?? ''}`, work);
    } catch (thrown) {
      if (isControlFlow(thrown)) throw thrown;
      if (isLostJob(thrown)) return leave(log, job, thrown);
      const sleepMs = await onError?.(payload, toCrystalqError(thrown));
      if (sleepMs !== undefined) return await sleep(job, token, sleepMs);
      await answer(log, job, payload, thrown, onLastTry);
      throw thrown;
    } finally {
      const milliseconds = performance.now() - start;
      if (milliseconds >= slowMs) log.performance('job', milliseconds, { queue: job.queueName });
    }
  };
}

/** Jobs that take this long are worth a line in the performance file; most take a few milliseconds. */
const slowMs = 100;

/** Jobs outlive a deployment. One of another version fails at once, and the reconciler builds its flow anew. */
function read<Payload>(log: Log, schema: z.ZodType<Payload>, job: Job): Payload {
  const { success, data, error: cause } = schema.safeParse(job.data);
  if (success) return data;
  const where = { queue: job.queueName, jobId: job.id };
  const what = cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  const error = new CrystalqError('JOB_UNREADABLE', what, { details: where, cause });
  log.error('job not understood', { ...where, error });
  throw new UnrecoverableError(`${error.code}: ${error.message}`);
}

/** Whoever has the job goes on, or the reconciler builds it anew. Told to be asleep, BullMQ leaves it alone. */
function leave(log: Log, job: Job, { message }: Error): never {
  log.info('a job is no longer ours', { queue: job.queueName, reason: message });
  throw new DelayedError();
}

/** The ids of a payload, for the log lines of the work. */
const idsIn = (payload: object): Fields =>
  Object.fromEntries(
    Object.entries(payload).filter(([key, value]) => key.endsWith('Id') && typeof value === 'string'),
  );

const isControlFlow = (thrown: unknown): boolean =>
  thrown instanceof DelayedError ||
  thrown instanceof WaitingChildrenError ||
  thrown instanceof UnrecoverableError;

async function answer<Payload extends object>(
  log: Log,
  job: Job,
  payload: Payload,
  thrown: unknown,
  onLastTry: ((payload: Payload, error: unknown) => Promise<void>) | undefined,
): Promise<void> {
  const error = toCrystalqError(thrown);
  const isLast = error.retry === 'never' || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  log[isLast ? 'error' : 'warn'](isLast ? 'job failed' : 'job failed, it is tried again', {
    queue: job.queueName,
    error,
  });
  if (!isLast) return;
  try {
    await onLastTry?.(payload, error);
  } catch (inner) {
    // The store is away as well: the records stay as they are, and the reconciler drives them on later.
    log.error('the failure could not be saved', { queue: job.queueName, error: inner });
  }
  if (error.retry === 'never') throw new UnrecoverableError(`${error.code}: ${error.message}`);
}
