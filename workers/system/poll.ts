import { readEndRecord } from '../../src/workdir/end-record.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Change } from '../../src/store/store.js';
import { mapLimit } from '../../src/workflow/map-limit.js';
import { isJobOpen, isJobOver, type JobReport } from '../../src/workflow/job-report.js';
import { observe, type EndWitness } from '../../src/workflow/observe.js';
import type { AttemptRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { createClusterWatch, type ClusterWatch } from '../notify/cluster-watch.js';

/** What a poller remembers between two rounds; all of it may be lost. */
export interface PollMemory {
  /** Monotonic time of the last question to the scheduler, by cluster. */
  readonly askedAt: Map<string, number>;
  /** Monotonic time at which a job was first seen over, by cluster and attempt. */
  readonly overSince: Map<string, Map<string, number>>;
  readonly watch: ClusterWatch;
}

export const createPollMemory = (): PollMemory => ({
  askedAt: new Map(),
  overSince: new Map(),
  watch: createClusterWatch(),
});

/**
 * One round for a cluster: reads end records, asks the scheduler once for all jobs when it is time to, saves what
 * changed in few transactions, and wakes the runs that ended. One poller per cluster works at a time (lease); a
 * second one would do no harm, since every change is a compare-and-set. `onlyJobs`: just these are known to have ended.
 */
export async function poll(
  deps: WorkerDeps,
  memory: PollMemory,
  cluster: string,
  onlyJobs?: ReadonlySet<string>,
): Promise<number> {
  const live = (await deps.store.liveAttempts(cluster, onlyJobs && [...onlyJobs])).filter(
    (attempt) => attempt.state === 'queued' || attempt.state === 'running',
  );
  const overSince = knownOver(memory, cluster, live);
  if (live.length === 0) return 0;
  const endRecords = new Map<string, EndWitness>();
  await mapLimit(live, 16, async (attempt) => {
    const record = await readEndRecord(attempt.folder, attempt.token);
    if (record) endRecords.set(attempt.id, record);
  });
  const reports = await askScheduler(deps, memory, cluster, live);
  const ended: string[] = [];
  const changes = live.flatMap((attempt): Change[] => {
    const observation = observe(
      attempt,
      {
        report: reportOf(attempt, reports),
        isReportComplete: reports !== undefined,
        endRecord: endRecords.get(attempt.id),
        ageSeconds: secondsSince(attempt.submittedAt),
        overForSeconds: overFor(overSince, attempt, reports, endRecords),
      },
      { settleSeconds: deps.config().workflow.timeouts.settleSeconds, lostAfterSeconds },
    );
    if (!observation) return [];
    if (observation.to === 'ended') ended.push(attempt.id);
    return [
      {
        kind: 'attempt',
        id: attempt.id,
        to: observation.to,
        from: ['queued', 'running'],
        set: observation.set,
      },
    ];
  });
  await mapLimit(changes, 100, (change) => deps.store.apply([change], by(deps, 'poll')));
  await deps.queues.promoteRuns(ended);
  return ended.length;
}

/** A job that neither queue nor accounting nor its folder knows for this long is lost. */
const lostAfterSeconds = 900;

async function askScheduler(
  deps: WorkerDeps,
  memory: PollMemory,
  cluster: string,
  live: readonly AttemptRecord[],
): Promise<ReadonlyMap<string, JobReport> | undefined> {
  const scheduler = deps.schedulerOf(cluster);
  const now = performance.now();
  const intervalMs = deps.config().advanced.pollIntervalSeconds[scheduler.kind] * 1000;
  const last = memory.askedAt.get(cluster);
  if (last !== undefined && now - last < intervalMs) return undefined;
  memory.askedAt.set(cluster, now);
  const keys = live.flatMap(({ carrier, token }) =>
    carrier ? [{ jobId: carrier.schedulerJobId, jobName: token }] : [],
  );
  try {
    const reports = await scheduler.report(keys);
    await memory.watch.answered(deps, cluster);
    return reports;
  } catch (error) {
    await memory.watch.failed(deps, cluster, error);
    if (!(error instanceof CrystalqError) || error.retry === 'never') throw error;
    deps.log.warn('scheduler does not answer, jobs stay as they are', {
      cluster,
      code: error.code,
      message: error.message,
    });
    return undefined;
  }
}

/** Job ids are reused after a wrap: a report under another name is about somebody else's job. */
function reportOf(
  attempt: AttemptRecord,
  reports: ReadonlyMap<string, JobReport> | undefined,
): JobReport | undefined {
  const report = attempt.carrier ? reports?.get(attempt.carrier.schedulerJobId) : undefined;
  return report?.jobName === attempt.token ? report : undefined;
}

function overFor(
  overSince: Map<string, number>,
  attempt: AttemptRecord,
  reports: ReadonlyMap<string, JobReport> | undefined,
  endRecords: ReadonlyMap<string, EndWitness>,
): number {
  const report = reportOf(attempt, reports);
  const now = performance.now();
  if (report && isJobOpen(report.phase)) {
    // Requeued, or not quite over: its end is still to come.
    overSince.delete(attempt.id);
    return 0;
  }
  if ((report && isJobOver(report.phase)) || endRecords.has(attempt.id)) {
    const since = overSince.get(attempt.id);
    if (since !== undefined) return (now - since) / 1000;
    overSince.set(attempt.id, now);
  }
  return 0;
}

/** What is remembered of a cluster's jobs, less those that have ended since. */
function knownOver(memory: PollMemory, cluster: string, live: readonly AttemptRecord[]): Map<string, number> {
  const before = memory.overSince.get(cluster);
  const known = new Map(
    live.flatMap(({ id }): [string, number][] => {
      const since = before?.get(id);
      return since === undefined ? [] : [[id, since]];
    }),
  );
  memory.overSince.set(cluster, known);
  return known;
}

const secondsSince = (iso: string | null): number =>
  iso === null ? 0 : (Date.now() - Date.parse(iso)) / 1000;
