import type {
  ArtifactRecord,
  AttemptRecord,
  BatchRecord,
  CarrierRecord,
  EdgeRecord,
  ErrorRecord,
  EventRecord,
  MaterialRecord,
  PropertyRecord,
  StepRecord,
} from '../../workflow/records.js';
import type { HaltRecord } from '../../workflow/halts.js';
import type { NewNotification } from '../store.js';

/**
 * The columns that hand-written SQL reads and writes, with what each holds. The compiler compares them with the
 * records, and a test with the Prisma models, which the migrations are made from.
 * `enum:X` is text in SQLite and the type X in PostgreSQL.
 */
export type Kind = 'text' | 'int' | 'bigint' | 'real' | 'bool' | 'time' | 'json' | `enum:${string}`;

export interface Table<R = unknown> {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<keyof R & string, Kind>>;
}

/** Any table, where only its columns matter. */
export type AnyTable = Table<Record<string, unknown>>;

export const batches: Table<BatchRecord> = {
  name: 'batches',
  key: ['id'],
  columns: {
    id: 'text',
    name: 'text',
    fingerprint: 'text',
    state: 'enum:BatchState',
    priority: 'int',
    hold: 'bool',
    cluster: 'text',
    recipe: 'json',
    owner: 'text',
    createdAt: 'time',
  },
};

export const materials: Table<MaterialRecord> = {
  name: 'materials',
  key: ['id'],
  columns: {
    id: 'text',
    batchId: 'text',
    position: 'int',
    label: 'text',
    formula: 'text',
    spaceGroup: 'text',
    atoms: 'int',
    structureHash: 'text',
    source: 'text',
    sourceFormat: 'enum:SourceFormat',
    state: 'enum:MaterialState',
    hold: 'bool',
    generation: 'int',
    reason: 'text',
    failureCode: 'text',
    createdAt: 'time',
    settledAt: 'time',
    geometry: 'json',
    sourceText: 'text',
  },
};

export const steps: Table<StepRecord> = {
  name: 'steps',
  key: ['id'],
  columns: {
    id: 'text',
    batchId: 'text',
    materialId: 'text',
    name: 'text',
    type: 'text',
    ordinal: 'int',
    optional: 'bool',
    state: 'enum:StepState',
    hold: 'bool',
    cancelRequested: 'bool',
    reason: 'text',
    failureCode: 'text',
    attemptBase: 'int',
    goesOn: 'bool',
    createdAt: 'time',
    endedAt: 'time',
    resources: 'json',
    settings: 'json',
  },
};

export const edges: Table<EdgeRecord> = {
  name: 'edges',
  key: ['id'],
  columns: {
    id: 'text',
    materialId: 'text',
    producerId: 'text',
    consumerId: 'text',
    kinds: 'json',
    state: 'enum:EdgeState',
  },
};

export type AttemptRow = Omit<AttemptRecord, 'carrier'> & { readonly carrierId: string | null };

export const attempts: Table<AttemptRow> = {
  name: 'attempts',
  key: ['id'],
  columns: {
    id: 'text',
    batchId: 'text',
    materialId: 'text',
    stepId: 'text',
    number: 'int',
    token: 'text',
    state: 'enum:AttemptState',
    cluster: 'text',
    carrierId: 'text',
    folder: 'text',
    deckSha256: 'text',
    scriptSha256: 'text',
    schedulerState: 'text',
    exitCode: 'int',
    verdict: 'enum:VerdictKind',
    failureCode: 'text',
    isRehearsal: 'bool',
    intentAt: 'time',
    submittedAt: 'time',
    startedAt: 'time',
    endedAt: 'time',
    createdAt: 'time',
    resources: 'json',
    change: 'json',
    evidence: 'json',
  },
};

export const carriers: Table<CarrierRecord> = {
  name: 'carriers',
  key: ['id'],
  columns: {
    id: 'text',
    kind: 'enum:CarrierKind',
    cluster: 'text',
    jobName: 'text',
    schedulerJobId: 'text',
    arrayIndex: 'int',
    submittedAt: 'time',
  },
};

export const artifacts: Table<ArtifactRecord> = {
  name: 'artifacts',
  key: ['attemptId', 'path'],
  columns: {
    attemptId: 'text',
    path: 'text',
    role: 'text',
    sizeBytes: 'bigint',
    sha256: 'text',
  },
};

export const properties: Table<PropertyRecord> = {
  name: 'properties',
  key: ['attemptId', 'name'],
  columns: {
    attemptId: 'text',
    name: 'text',
    batchId: 'text',
    materialId: 'text',
    stepId: 'text',
    value: 'real',
    text: 'text',
    unit: 'text',
    source: 'text',
    isRehearsal: 'bool',
    json: 'json',
  },
};

export const errors: Table<ErrorRecord> = {
  name: 'errors',
  key: ['id'],
  columns: {
    id: 'int',
    at: 'time',
    batchId: 'text',
    materialId: 'text',
    stepId: 'text',
    attemptId: 'text',
    code: 'text',
    category: 'text',
    severity: 'text',
    message: 'text',
    hint: 'text',
    details: 'json',
  },
};

export const events: Table<EventRecord> = {
  name: 'events',
  key: ['id'],
  columns: {
    id: 'int',
    at: 'time',
    batchId: 'text',
    materialId: 'text',
    stepId: 'text',
    attemptId: 'text',
    entity: 'text',
    from: 'text',
    to: 'text',
    actor: 'text',
    reason: 'text',
    requestId: 'text',
  },
};

type NotificationRow = NewNotification & { readonly id: number; readonly at: string };

export const notifications: Table<NotificationRow> = {
  name: 'notifications',
  key: ['id'],
  columns: {
    id: 'int',
    at: 'time',
    batchId: 'text',
    materialId: 'text',
    severity: 'text',
    title: 'text',
    text: 'text',
  },
};

interface SettingsSnapshotRow {
  readonly batchId: string;
  readonly at: string;
  readonly settings: unknown;
}

export const settingsSnapshots: Table<SettingsSnapshotRow> = {
  name: 'settings_snapshots',
  key: ['batchId'],
  columns: { batchId: 'text', at: 'time', settings: 'json' },
};

interface LeaseRow {
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
  readonly expiresAt: string;
}

export const leases: Table<LeaseRow> = {
  name: 'leases',
  key: ['name'],
  columns: { name: 'text', holder: 'text', fence: 'int', expiresAt: 'time' },
};

export const halts: Table<HaltRecord> = {
  name: 'halts',
  key: ['id'],
  columns: {
    id: 'text',
    kind: 'text',
    state: 'text',
    cluster: 'text',
    batchId: 'text',
    resources: 'json',
    code: 'text',
    message: 'text',
    hint: 'text',
    times: 'int',
    openedAt: 'time',
    probeAt: 'time',
    probeSeconds: 'int',
  },
};
