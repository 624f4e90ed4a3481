import type { JobReport, Scheduler } from '../scheduler.js';
import { isWholeTable } from './parse-jobs.js';
import type { Questions } from './questions.js';
import { settle } from './settle.js';

type Found = Awaited<ReturnType<Scheduler['findByName']>>;

/** Names in one call: 100 of them are some 6 kB of command line. */
const namesPerCall = 100;

/**
 * Looks names up in queue and accounting. After an outage hundreds of submissions are unclear at once: names that are
 * asked for while a look-up is under way wait for the next one, which asks for all of them together.
 */
export function createNameLookUp(
  questions: Pick<Questions, 'queueByNames' | 'accountingByNames'>,
): Scheduler['findByName'] {
  let open: Round | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** Begins when the round before it is over, with the names that have come together until then. */
  function startRound(): Round {
    const names = new Set<string>();
    const found = last.then(() => {
      if (open === round) open = undefined;
      return lookUp(questions, [...names]);
    });
    const round: Round = { names, found };
    last = found.catch(() => undefined);
    return round;
  }

  return async (name) => {
    if (!open || open.names.size >= namesPerCall) open = startRound();
    open.names.add(name);
    return (await open.found).get(name) ?? nothingFound;
  };
}

interface Round {
  readonly names: Set<string>;
  readonly found: Promise<ReadonlyMap<string, Found>>;
}

const nothingFound: Found = { jobs: [], complete: false };

async function lookUp(
  questions: Pick<Questions, 'queueByNames' | 'accountingByNames'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const [queue, accounting] = await Promise.all([
    settle(questions.queueByNames(names)),
    settle(questions.accountingByNames(names)),
  ]);
  const complete =
    isWholeTable(queue.value) &&
    accounting.error === undefined &&
    (accounting.value === undefined || isWholeTable(accounting.value));
  // The queue comes first: it is the fresher one.
  const reports = [...(queue.value?.jobs ?? []), ...(accounting.value?.jobs ?? [])];
  return new Map(names.map((name) => [name, { jobs: jobsOf(name, reports), complete }]));
}

function jobsOf(name: string, reports: readonly JobReport[]): JobReport[] {
  const jobs = new Map<string, JobReport>();
  for (const report of reports) {
    if (report.jobName === name && !jobs.has(report.jobId)) jobs.set(report.jobId, report);
  }
  return [...jobs.values()];
}
