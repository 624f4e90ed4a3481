import type {
  ArtifactRecord,
  CarrierRecord,
  ErrorRecord,
  EventRecord,
  PropertyRecord,
} from '../../workflow/records.js';
import {
  isStepOver,
  isMaterialSettled,
  statesBefore,
  type Entity,
  type StateOf,
} from '../../workflow/states.js';
import type { ApplyResult, Author, Change, NewAttempt, NewNotification } from '../store.js';
import { noRows, type AttemptRow, type EntityKind, type RowOf, type Rows } from './rows.js';

/** What one call of `apply` comes to, if no change of it finds another state than it expects. */
export interface Plan {
  /** The rows as they will be. */
  readonly rows: Rows;
  readonly newAttempts: readonly NewAttempt[];
  readonly carriers: readonly CarrierRecord[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly properties: readonly PropertyRecord[];
  readonly errors: readonly Omit<ErrorRecord, 'id' | 'at'>[];
  readonly notifications: readonly NewNotification[];
  readonly events: readonly NewEvent[];
  /** Batches that may have to become `settled` or `open` again. */
  readonly batchesToJudge: ReadonlySet<string>;
}

export type NewEvent = Omit<EventRecord, 'id'>;

type Conflict = NonNullable<ApplyResult['conflict']>;

/**
 * Checks the changes one after another, each on the rows as the changes before it leave them. Nothing of `loaded` is
 * altered. Where a change finds another state than it expects, that is the answer.
 */
export function planChanges(
  changes: readonly Change[],
  loaded: Rows,
  by: Author,
  at: string,
): { plan: Plan } | { conflict: Conflict } {
  const draft = createDraft(loaded, by, at);
  for (const change of changes) {
    const conflict = planChange(draft, change);
    if (conflict !== undefined) return { conflict };
  }
  return { plan: draft };
}

interface Draft extends Plan {
  readonly loaded: Rows;
  readonly by: Author;
  readonly at: string;
  readonly newAttempts: NewAttempt[];
  readonly carriers: CarrierRecord[];
  readonly artifacts: ArtifactRecord[];
  readonly properties: PropertyRecord[];
  readonly errors: Omit<ErrorRecord, 'id' | 'at'>[];
  readonly notifications: NewNotification[];
  readonly events: NewEvent[];
  readonly batchesToJudge: Set<string>;
}

function createDraft(loaded: Rows, by: Author, at: string): Draft {
  return {
    loaded,
    by,
    at,
    rows: noRows(),
    newAttempts: [],
    carriers: [],
    artifacts: [],
    properties: [],
    errors: [],
    notifications: [],
    events: [],
    batchesToJudge: new Set(),
  };
}

function planChange(draft: Draft, change: Change): Conflict | undefined {
  switch (change.kind) {
    case 'batch':
      return planBatch(draft, change);
    case 'material':
      return planMaterial(draft, change);
    case 'step':
      return planStep(draft, change);
    case 'edge':
      return planEdge(draft, change);
    case 'newAttempt':
      return planNewAttempt(draft, change);
    case 'attempt':
      return planAttempt(draft, change);
    case 'artifacts':
      draft.artifacts.push(...change.artifacts);
      return undefined;
    case 'properties':
      draft.properties.push(...change.properties);
      return undefined;
    case 'error':
      draft.errors.push(change.error);
      return undefined;
    case 'notification':
      draft.notifications.push(change.notification);
      return undefined;
  }
}

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

function planBatch(draft: Draft, change: ChangeOf<'batch'>): Conflict | undefined {
  const row = find(draft, 'batch', change.id);
  if (row === undefined || !mayMove('batch', row.state, change)) return { change, found: row?.state };
  const next = { ...row, ...change.set, state: change.to ?? row.state };
  draft.rows.batch.set(row.id, next);
  const subject = { batchId: row.id, entity: 'batch' } as const;
  recordMove(draft, subject, row.state, change.to);
  recordFlags(draft, subject, row, next, ['hold', 'priority']);
  if (change.to === 'open') draft.batchesToJudge.add(row.id);
  return undefined;
}

function planMaterial(draft: Draft, change: ChangeOf<'material'>): Conflict | undefined {
  const row = find(draft, 'material', change.id);
  if (row === undefined || !mayMove('material', row.state, change)) return { change, found: row?.state };
  if (change.generation !== undefined && change.generation !== row.generation)
    return { change, found: `generation ${row.generation}` };
  const startsAnew = change.to === 'pending' ? { reason: null, failureCode: null, settledAt: null } : {};
  const settles = change.to !== undefined && isMaterialSettled(change.to) ? { settledAt: draft.at } : {};
  const next = {
    ...row,
    ...startsAnew,
    ...settles,
    ...change.set,
    state: change.to ?? row.state,
    generation: row.generation + (change.nextGeneration ? 1 : 0),
  };
  draft.rows.material.set(row.id, next);
  const subject = { batchId: row.batchId, materialId: row.id, entity: 'material' } as const;
  recordMove(draft, subject, row.state, change.to);
  recordFlags(draft, subject, row, next, ['hold', 'generation']);
  if (change.to !== undefined && change.to !== 'released') draft.batchesToJudge.add(row.batchId);
  return undefined;
}

function planStep(draft: Draft, change: ChangeOf<'step'>): Conflict | undefined {
  const row = find(draft, 'step', change.id);
  if (row === undefined || !mayMove('step', row.state, change)) return { change, found: row?.state };
  const next = {
    ...row,
    ...stepMoved(row.state, change.to, draft.at),
    ...change.set,
    state: change.to ?? row.state,
  };
  draft.rows.step.set(row.id, next);
  const subject = {
    batchId: row.batchId,
    materialId: row.materialId,
    stepId: row.id,
    entity: 'step',
  } as const;
  recordMove(draft, subject, row.state, change.to);
  recordFlags(draft, subject, row, next, ['hold', 'cancelRequested']);
  return undefined;
}

/** A step that waits again has no end; one that had ended and starts anew has no reason and no cancellation either. */
function stepMoved(
  from: StateOf['step'],
  to: StateOf['step'] | undefined,
  at: string,
): Partial<RowOf['step']> {
  if (to === undefined) return {};
  if (isStepOver(to)) return { endedAt: at };
  if (!isStepOver(from)) return { endedAt: null };
  return { endedAt: null, reason: null, failureCode: null, cancelRequested: false };
}

function planEdge(draft: Draft, change: ChangeOf<'edge'>): Conflict | undefined {
  const row = find(draft, 'edge', change.id);
  if (row === undefined || !mayMove('edge', row.state, change)) return { change, found: row?.state };
  draft.rows.edge.set(row.id, { ...row, state: change.to });
  const subject = {
    batchId: row.batchId,
    materialId: row.materialId,
    stepId: row.consumerId,
    entity: 'edge',
  } as const;
  recordMove(draft, subject, row.state, change.to);
  return undefined;
}

function planNewAttempt(draft: Draft, change: ChangeOf<'newAttempt'>): Conflict | undefined {
  const { attempt } = change;
  const existing = find(draft, 'attempt', attempt.id);
  if (existing !== undefined) return { change, found: existing.state };
  draft.newAttempts.push(attempt);
  draft.rows.attempt.set(attempt.id, {
    id: attempt.id,
    batchId: attempt.batchId,
    materialId: attempt.materialId,
    stepId: attempt.stepId,
    state: 'prepared',
    carrierId: null,
    schedulerState: null,
    exitCode: null,
    verdict: null,
    failureCode: null,
    isRehearsal: false,
    intentAt: null,
    submittedAt: null,
    startedAt: null,
    endedAt: null,
  });
  recordMove(draft, attemptSubject(attempt), null, 'prepared');
  return undefined;
}

function planAttempt(draft: Draft, change: ChangeOf<'attempt'>): Conflict | undefined {
  const row = find(draft, 'attempt', change.id);
  if (row === undefined || !mayMove('attempt', row.state, change)) return { change, found: row?.state };
  const carrier = change.carrier && { id: carrierId(change.carrier), ...change.carrier };
  if (carrier) draft.carriers.push({ ...carrier, submittedAt: utc(carrier.submittedAt) });
  const { set = {} } = change;
  const next = {
    ...row,
    ...attemptMoved(row, change.to, draft.at),
    ...set,
    ...(set.startedAt === undefined ? {} : { startedAt: utc(set.startedAt) }),
    ...(set.endedAt === undefined ? {} : { endedAt: utc(set.endedAt) }),
    ...(carrier ? { carrierId: carrier.id } : {}),
    state: change.to ?? row.state,
  };
  draft.rows.attempt.set(row.id, next);
  recordMove(draft, attemptSubject(row), row.state, change.to);
  return undefined;
}

/** Times that nobody gave: the scheduler's own, where it tells them, come in with the change and win. */
function attemptMoved(row: AttemptRow, to: StateOf['attempt'] | undefined, at: string): Partial<AttemptRow> {
  if (to === 'submitting') return { intentAt: at };
  if (to === 'queued') return { submittedAt: row.submittedAt ?? at };
  if (to === 'running') return { startedAt: row.startedAt ?? at };
  if (to === 'ended') return { endedAt: row.endedAt ?? at };
  return {};
}

/** Job ids are reused by a cluster, job names (tokens) never. */
function carrierId(carrier: Omit<CarrierRecord, 'id'>): string {
  const index = carrier.arrayIndex === null ? '' : `_${carrier.arrayIndex}`;
  return `${carrier.cluster}/${carrier.schedulerJobId}${index}/${carrier.jobName}`;
}

const utc = (time: string | null): string | null => (time === null ? null : new Date(time).toISOString());

function find<K extends EntityKind>(draft: Draft, kind: K, id: string): RowOf[K] | undefined {
  return draft.rows[kind].get(id) ?? draft.loaded[kind].get(id);
}

function mayMove<E extends Entity>(
  entity: E,
  found: StateOf[E],
  change: { readonly to?: StateOf[E]; readonly from?: readonly StateOf[E][] },
): boolean {
  if (change.from !== undefined) return change.from.includes(found);
  return change.to === undefined || statesBefore(entity, change.to).includes(found);
}

type Subject = Pick<NewEvent, 'entity'> &
  Partial<Pick<NewEvent, 'batchId' | 'materialId' | 'stepId' | 'attemptId'>>;

const attemptSubject = (row: Pick<AttemptRow, 'id' | 'batchId' | 'materialId' | 'stepId'>): Subject => ({
  batchId: row.batchId,
  materialId: row.materialId,
  stepId: row.stepId,
  attemptId: row.id,
  entity: 'attempt',
});

function recordMove(draft: Draft, subject: Subject, from: string | null, to: string | undefined): void {
  if (to !== undefined) draft.events.push(createEvent(subject, from, to, draft.by, draft.at));
}

/** Changes of flags and counters are told as `hold=false` -> `hold=true`. */
function recordFlags<R extends object>(
  draft: Draft,
  subject: Subject,
  before: R,
  after: R,
  names: (keyof R & string)[],
): void {
  for (const name of names)
    if (before[name] !== after[name])
      recordMove(draft, subject, `${name}=${String(before[name])}`, `${name}=${String(after[name])}`);
}

export function createEvent(
  subject: Subject,
  from: string | null,
  to: string,
  by: Author,
  at: string,
): NewEvent {
  return {
    at,
    batchId: subject.batchId ?? null,
    materialId: subject.materialId ?? null,
    stepId: subject.stepId ?? null,
    attemptId: subject.attemptId ?? null,
    entity: subject.entity,
    from,
    to,
    actor: by.actor,
    reason: by.reason,
    requestId: by.requestId ?? null,
  };
}
