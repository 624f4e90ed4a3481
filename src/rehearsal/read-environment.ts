import type { RehearsalOptions } from './run-context.js';
import { parseFailureRules } from './seeded-failures.js';

/** Settings of a rehearsal, all of them environment variables: they reach the program through any scheduler. */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  /** Folders that may be the attempt's: where the program runs and where its output goes. */
  runFolders: readonly string[],
  startedAt: Date,
): RehearsalOptions {
  return {
    version: environment['CRYSTALQ_REHEARSAL_VERSION'] === '17' ? 17 : 23,
    rules: parseFailureRules(environment['CRYSTALQ_REHEARSAL_FAIL'] ?? ''),
    failureShare: numberOf('CRYSTALQ_REHEARSAL_FAIL_SHARE', environment, 0, 1),
    attempt: attemptOf(environment, runFolders),
    startedAt,
    durationSeconds: numberOf('CRYSTALQ_REHEARSAL_SECONDS', environment, 0.3, 1e6),
  };
}

/** Inside a job the process group is the job's own. */
export const ownsProcessGroup = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  ['SLURM_JOB_ID', 'CRYSTALQ_JOB_ID', 'CRYSTALQ_TOKEN'].some((name) => environment[name] !== undefined);

function numberOf(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
  usual: number,
  highest: number,
): number {
  const text = environment[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && value <= highest) return value;
  throw new RangeError(`${name}="${text}": expected a number from 0 to ${highest}`);
}

/** Told by the environment, else read off the run folder's name (`.../a02`), else the first. */
function attemptOf(
  environment: Readonly<Record<string, string | undefined>>,
  runFolders: readonly string[],
): number {
  const told = Number(environment['CRYSTALQ_ATTEMPT']);
  if (Number.isInteger(told) && told > 0) return told;
  const numbered = runFolders.map((folder) => /\/a(\d+)\/?$/.exec(folder)?.[1]).find(Boolean);
  return numbered === undefined ? 1 : Number(numbered);
}
