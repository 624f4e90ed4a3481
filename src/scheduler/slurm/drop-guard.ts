import { isJobOver, type JobKey, type JobReport } from '../scheduler.js';

/**
 * A queue that answers, and has lost most of the jobs that waited or ran a moment ago, is more likely broken than
 * empty. Where no accounting can tell, such an answer is distrusted for a few rounds.
 */
export interface DropGuard {
  /** False: of the jobs that were open at the last look, more than half are missing all at once. */
  readonly isCredible: (asked: readonly JobKey[], reports: ReadonlyMap<string, JobReport>) => boolean;
}

const distrustedRounds = 3;

export function createDropGuard(): DropGuard {
  let open = new Set<string>();
  let distrusted = 0;
  return {
    isCredible: (asked, reports) => {
      const wereOpen = asked.filter(({ jobId }) => open.has(jobId));
      const missing = wereOpen.filter(({ jobId }) => !reports.has(jobId));
      if (missing.length > wereOpen.length / 2 && distrusted < distrustedRounds) {
        distrusted += 1;
        return false;
      }
      distrusted = 0;
      open = new Set(asked.flatMap(({ jobId }) => (isOpen(reports.get(jobId)) ? [jobId] : [])));
      return true;
    },
  };
}

const isOpen = (report: JobReport | undefined): boolean => report !== undefined && !isJobOver(report.phase);
