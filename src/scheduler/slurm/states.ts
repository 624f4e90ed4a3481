import type { JobPhase } from '../scheduler.js';

/**
 * Every state Slurm has, and what it means for us. A state that is not here is `unknown`: look again; it is never
 * taken for an end. Origin: "JOB STATE CODES" of squeue(1) and sacct(1), Slurm 20.11 to 24.11.
 */
const phases = {
  PENDING: 'pending',
  CONFIGURING: 'pending',
  POWER_UP_NODE: 'pending',
  STAGE_IN: 'pending',
  // Back in the queue, some of them until an administrator releases them.
  REQUEUED: 'pending',
  REQUEUE_HOLD: 'pending',
  REQUEUE_FED: 'pending',
  RESV_DEL_HOLD: 'pending',
  SPECIAL_EXIT: 'pending',
  EXPEDITING: 'pending',
  RUNNING: 'running',
  // The script is over, its end is being dealt with: files may still be written.
  COMPLETING: 'running',
  STAGE_OUT: 'running',
  SUSPENDED: 'running',
  STOPPED: 'running',
  RESIZING: 'running',
  SIGNALING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  TIMEOUT: 'timeout',
  OUT_OF_MEMORY: 'outOfMemory',
  // Who did it is in the accounting only (`CANCELLED by 1000`).
  CANCELLED: 'cancelledByUser',
  NODE_FAIL: 'nodeFailure',
  BOOT_FAIL: 'nodeFailure',
  LAUNCH_FAILED: 'nodeFailure',
  RECONFIG_FAIL: 'nodeFailure',
  PREEMPTED: 'preempted',
  DEADLINE: 'deadline',
  // Another cluster of the federation has the job now; this one knows no more about it.
  REVOKED: 'unknown',
} as const satisfies Record<string, JobPhase>;

export type SlurmState = keyof typeof phases;

export const slurmStates = Object.keys(phases) as SlurmState[];

export interface StateMeaning {
  readonly phase: JobPhase;
  /** The state's word alone. */
  readonly state: string;
  /** Id of who cancelled it, where that is known. */
  readonly cancelledBy: number | null;
}

/** `text` as squeue and sacct print it: `RUNNING`, `CANCELLED by 1000`, `CANCELLED+`. */
export function readState(text: string, ownUserId: number): StateMeaning {
  const [word = '', ...rest] = text.trim().split(/[\s+]/);
  const phase = isKnown(word) ? phases[word] : 'unknown';
  const by = /^by (\d+)$/.exec(rest.join(' ').trim())?.[1];
  if (phase !== 'cancelledByUser' || by === undefined) return { phase, state: word, cancelledBy: null };
  const cancelledBy = Number(by);
  return {
    phase: cancelledBy === ownUserId ? 'cancelledByUser' : 'cancelledByAdmin',
    state: word,
    cancelledBy,
  };
}

const isKnown = (word: string): word is SlurmState => Object.hasOwn(phases, word);
