import type {
  AttemptRecord,
  BatchRecord,
  EdgeRecord,
  MaterialRecord,
  StepRecord,
} from '../../workflow/records.js';

/**
 * The rows that changes are checked against: what is compared or decides something. Long columns (settings, evidence)
 * are not loaded; they appear where a change sets them.
 */
export type BatchRow = Pick<BatchRecord, 'id' | 'state' | 'hold' | 'priority'>;

export type MaterialRow = Pick<
  MaterialRecord,
  'id' | 'batchId' | 'state' | 'hold' | 'generation' | 'reason' | 'failureCode' | 'settledAt'
>;

export type StepRow = Pick<
  StepRecord,
  | 'id'
  | 'batchId'
  | 'materialId'
  | 'state'
  | 'hold'
  | 'cancelRequested'
  | 'reason'
  | 'failureCode'
  | 'attemptBase'
  | 'goesOn'
  | 'endedAt'
> &
  Partial<Pick<StepRecord, 'resources' | 'settings'>>;

export type EdgeRow = Pick<EdgeRecord, 'id' | 'materialId' | 'consumerId' | 'state'> & {
  readonly batchId: string;
};

export type AttemptRow = Pick<
  AttemptRecord,
  | 'id'
  | 'batchId'
  | 'materialId'
  | 'stepId'
  | 'state'
  | 'schedulerState'
  | 'exitCode'
  | 'verdict'
  | 'failureCode'
  | 'isRehearsal'
  | 'intentAt'
  | 'submittedAt'
  | 'startedAt'
  | 'endedAt'
> & { readonly carrierId: string | null; readonly evidence?: unknown };

export interface RowOf {
  batch: BatchRow;
  material: MaterialRow;
  step: StepRow;
  edge: EdgeRow;
  attempt: AttemptRow;
}

export type EntityKind = keyof RowOf;
export const entityKinds = ['material', 'step', 'edge', 'attempt', 'batch'] as const satisfies EntityKind[];

export type Rows = { readonly [K in EntityKind]: Map<string, RowOf[K]> };

export const noRows = (): Rows => ({
  batch: new Map(),
  material: new Map(),
  step: new Map(),
  edge: new Map(),
  attempt: new Map(),
});
