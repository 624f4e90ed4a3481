/**
 * The states of everything that has one, and the moves between them. docs/states.md is printed from here.
 *
 * A material is `pending` while it waits in the store, `released` while its flow is in Redis, and settled after that.
 * A step waits for its edges, runs through one or more attempts and ends. `retry` and `rerun` take it back to waiting.
 * An attempt is one submission: prepared on disk, intent saved and `sbatch` about to start (`submitting`), known to
 * the scheduler (`queued`, `running`), gone from it (`ended`), and read (`concluded`). `unclear`: the scheduler may or
 * may not have taken it.
 */
export const batchMoves = {
  receiving: ['open'],
  open: ['settled'],
  settled: ['open'],
} as const;

export const materialMoves = {
  refused: [],
  pending: ['released', 'cancelled'],
  released: ['succeeded', 'partial', 'failed', 'cancelled', 'pending'],
  succeeded: ['pending'],
  partial: ['pending'],
  failed: ['pending'],
  cancelled: ['pending'],
} as const;

export const stepMoves = {
  waiting: ['running', 'failed', 'blocked', 'cancelled'],
  running: ['succeeded', 'failed', 'cancelled', 'waiting'],
  succeeded: ['waiting'],
  failed: ['waiting'],
  blocked: ['waiting'],
  cancelled: ['waiting'],
} as const;

export const attemptMoves = {
  prepared: ['submitting', 'concluded'],
  submitting: ['queued', 'unclear', 'prepared', 'concluded'],
  unclear: ['queued', 'prepared', 'concluded'],
  queued: ['running', 'ended', 'concluded'],
  running: ['queued', 'ended', 'concluded'],
  ended: ['concluded'],
  concluded: [],
} as const;

export const edgeMoves = {
  waiting: ['delivered', 'refused'],
  delivered: ['waiting'],
  refused: ['waiting'],
} as const;

export type BatchState = keyof typeof batchMoves;
export type MaterialState = keyof typeof materialMoves;
export type StepState = keyof typeof stepMoves;
export type AttemptState = keyof typeof attemptMoves;
export type EdgeState = keyof typeof edgeMoves;

const moves = {
  batch: batchMoves,
  material: materialMoves,
  step: stepMoves,
  attempt: attemptMoves,
  edge: edgeMoves,
} as const satisfies Record<string, Record<string, readonly string[]>>;

export type Entity = keyof typeof moves;

export interface StateOf {
  batch: BatchState;
  material: MaterialState;
  step: StepState;
  attempt: AttemptState;
  edge: EdgeState;
}

export function isAllowed<E extends Entity>(entity: E, from: StateOf[E], to: StateOf[E]): boolean {
  const table: Record<string, readonly string[]> = moves[entity];
  return table[from]?.includes(to) ?? false;
}

/** The states from which `to` may be reached: what a compare-and-set on `to` has to expect. */
export function statesBefore<E extends Entity>(entity: E, to: StateOf[E]): StateOf[E][] {
  const table: Record<string, readonly string[]> = moves[entity];
  return (Object.keys(table) as StateOf[E][]).filter((from) => table[from]?.includes(to));
}

export const isStepOver = (state: StepState): boolean => state !== 'waiting' && state !== 'running';

export const isMaterialSettled = (state: MaterialState): boolean =>
  state !== 'pending' && state !== 'released';

/** Attempts that the scheduler may know something about. */
export const liveAttemptStates = [
  'submitting',
  'unclear',
  'queued',
  'running',
] as const satisfies AttemptState[];
