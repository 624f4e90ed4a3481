import { isJobOver, type JobKey, type JobReport } from '../scheduler.js';

/**
 * What queue and accounting together say about the jobs asked for, by job id. Ids are reused, so a row counts only
 * under the job's own name. The queue is fresher; the accounting knows how a job ended.
 * With an incomplete answer a job that is missing is `unknown`: it may be in the part that is not there.
 */
export function mergeWitnesses(
  asked: readonly JobKey[],
  queue: readonly JobReport[],
  accounting: readonly JobReport[],
  isComplete = true,
): Map<string, JobReport> {
  const inQueue = latestByKey(queue);
  const inAccounting = latestByKey(accounting);
  const merged = new Map<string, JobReport>();
  for (const job of asked) {
    const key = keyOf(job);
    const report = choose(inQueue.get(key), inAccounting.get(key)) ?? (isComplete ? undefined : unknown(job));
    if (report) merged.set(job.jobId, report);
  }
  return merged;
}

function choose(queue: JobReport | undefined, accounting: JobReport | undefined): JobReport | undefined {
  if (!queue || !accounting) return queue ?? accounting;
  return isJobOver(queue.phase) && isJobOver(accounting.phase) ? accounting : queue;
}

/** Of several rows for one job (it was requeued) the last one. */
function latestByKey(jobs: readonly JobReport[]): Map<string, JobReport> {
  const latest = new Map<string, JobReport>();
  for (const job of jobs) {
    const other = latest.get(keyOf(job));
    if (!other || (other.submittedAt ?? '') <= (job.submittedAt ?? '')) latest.set(keyOf(job), job);
  }
  return latest;
}

const keyOf = ({ jobId, jobName }: JobKey): string => `${jobId} ${jobName}`;

const unknown = ({ jobId, jobName }: JobKey): JobReport => ({
  jobId,
  jobName,
  phase: 'unknown',
  state: 'UNKNOWN',
  reason: 'queue and accounting did not both answer in full',
  exitCode: null,
  submittedAt: null,
  startedAt: null,
  endedAt: null,
  witness: 'queue',
});
