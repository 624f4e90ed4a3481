import type { AttemptRecord, Resources } from './records.js';

/**
 * Something outside stands in the way of many steps alike: the scheduler refuses jobs of a kind, or a disk is full.
 * Those steps wait, no attempt is used up, and people are told once instead of once per step.
 *
 * `open`: nothing passes but one probe at a time, at growing intervals. `closing`: it is over, what slept is being
 * woken; then the record goes.
 */
export interface HaltRecord {
  /** Of what it stands in the way: `submission hpc account=x ...`, `disk <batchId>`. */
  readonly id: string;
  readonly kind: 'submission' | 'disk';
  readonly state: 'open' | 'closing';
  /** Of submissions. */
  readonly cluster: string | null;
  /** Of a full disk: the batch that is on hold for it. */
  readonly batchId: string | null;
  /** Submissions of attempts that ask for this are concerned. */
  readonly resources: Partial<Resources> | null;
  readonly code: string;
  /** What came back the last time. */
  readonly message: string;
  readonly hint: string;
  /** How often this came back since it stands. */
  readonly times: number;
  readonly openedAt: string;
  /** When the next probe is due; of a closing one, when it may go. */
  readonly probeAt: string;
  /** Wait after the next probe. */
  readonly probeSeconds: number;
}

export type NewHalt = Omit<HaltRecord, 'state' | 'times' | 'openedAt' | 'probeAt' | 'probeSeconds'>;

export const firstProbeSeconds = 60;
export const longestProbeSeconds = 3600;

/** Jobs that a scheduler refuses alike, and hence the halt of their submissions. */
export type RefusalClass = Required<Pick<HaltRecord, 'id'>> & {
  readonly cluster: string;
  readonly resources: Partial<Resources>;
};

/**
 * Who may not use an account, partition or qos is refused whatever the size of the job; another refusal is about the
 * job itself, and jobs that ask for the same are refused alike.
 */
export function refusalClass(cluster: string, resources: Resources, about: 'access' | 'job'): RefusalClass {
  const { account, partition, qos } = resources;
  const asked: Partial<Resources> = about === 'access' ? { account, partition, qos } : resources;
  const words = Object.entries(asked)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value ?? ''}`);
  return { id: ['submission', cluster, ...words].join(' '), cluster, resources: asked };
}

/** A calculation that had no room: such an attempt does not count against its step. */
export const isForLackOfRoom = (failureCode: string | null): boolean =>
  failureCode === 'DISK_FULL' || failureCode === 'SCRATCH_UNWRITABLE';

/** Only a job can find out whether there is room again. */
export const isOfScratch = ({ kind, code }: Pick<HaltRecord, 'kind' | 'code'>): boolean =>
  kind === 'disk' && code === 'SCRATCH_UNWRITABLE';

export const diskHaltId = (batchId: string): string => `disk ${batchId}`;

/** The halt stands in the way of the submission of this attempt. */
export const concernsSubmission = (
  halt: Pick<HaltRecord, 'cluster' | 'resources'>,
  attempt: Pick<AttemptRecord, 'cluster' | 'resources'>,
): boolean =>
  halt.cluster === attempt.cluster &&
  Object.entries(halt.resources ?? {}).every(
    ([name, value]) => attempt.resources[name as keyof Resources] === value,
  );

/** For people: what stands still and why, and what they can do. */
export function tellHalt(halt: HaltRecord): { readonly what: string; readonly remedy: string } {
  const { kind, state, cluster, batchId, openedAt, times, message, hint, probeAt } = halt;
  if (state === 'closing') {
    const goesOn = `submissions to ${cluster ?? '?'} go on, what waited is being woken`;
    // Room was found, or somebody resumed or paused the batch.
    const isFreed = `batch ${batchId ?? '?'} is no longer on hold for a full disk`;
    return { what: kind === 'disk' ? isFreed : goesOn, remedy: '' };
  }
  const since = `since ${openedAt}`;
  const atOnce = `at once: crystalq resume --batch ${batchId ?? 'ID'}`;
  if (isOfScratch(halt))
    return {
      what: `batch ${batchId ?? '?'} is on hold but for trials ${since}, its jobs find no room in scratch: ${message}`,
      remedy: `${hint} It is tried again at ${probeAt}; ${atOnce}`,
    };
  return kind === 'disk'
    ? {
        what: `batch ${batchId ?? '?'} is on hold ${since}, a disk is full: ${message}`,
        remedy: `${hint} There is a look for room at ${probeAt}; ${atOnce}`,
      }
    : {
        what: `submissions to ${cluster ?? '?'} are halted ${since}, refused ${times} times: ${message}`,
        remedy: `${hint} One is tried at ${probeAt}; at once: crystalq resume --all`,
      };
}
