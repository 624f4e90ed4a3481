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
} from '../workflow/records.js';
import type { HaltRecord, NewHalt } from '../workflow/halts.js';
import type { AttemptState, BatchState, EdgeState, MaterialState, StepState } from '../workflow/states.js';

/** The store is the truth: every state, intent and result is a row here. Redis can be rebuilt from it. */
export interface Store {
  // ---- changes ------------------------------------------------------------------------------------------------

  /**
   * Applies the changes in one transaction: all of them, or none when one finds another state than it expects
   * (then `applied` is false and `conflict` names it; nothing is thrown). Each move is recorded as an event.
   * Calls that arrive together may share a transaction; each stands for itself all the same.
   *
   * What follows from a move is done with it: `settledAt` of a material, `endedAt` of a step; an attempt's `intentAt`
   * (submitting, the last time), `submittedAt` (queued), `startedAt` (running) and `endedAt` (ended) where nobody has
   * told them. A material that goes back to pending, and an ended step that goes back to waiting, lose end, reason and
   * failure (the step its wish to be cancelled, too). A batch is settled with its last material and opens again.
   * An attempt has a file once by its path and a property once by its name: the last word counts.
   */
  apply(changes: readonly Change[], by: Author): Promise<ApplyResult>;

  /** Adds the batch in state `receiving`, or finds the one that is already there. */
  beginBatch(batch: NewBatch, by: Author): Promise<{ batch: BatchRecord; added: boolean }>;
  /** Adds materials with their steps and edges in one transaction; those already there are left alone. */
  addMaterials(batchId: string, materials: readonly NewMaterial[], by: Author): Promise<{ added: number }>;

  /**
   * Lets up to `count` pending materials into a window of that size: state `released`, generation + 1. Fair between
   * batches (`shareWindow`). Batches and materials on hold wait.
   */
  releaseMaterials(count: number, by: Author, window?: number): Promise<MaterialRecord[]>;
  /** Whether there is a material that `releaseMaterials` would let in if there were room. */
  isAnyMaterialPending(): Promise<boolean>;

  /** One holder at a time; the fence grows with each new holder. Undefined: somebody else holds it. Store time decides. */
  acquireLease(name: string, holder: string, seconds: number): Promise<{ fence: number } | undefined>;
  releaseLease(name: string, holder: string): Promise<void>;
  /** Who holds it now; undefined: nobody, or it has run out. */
  leaseHolder(name: string): Promise<string | undefined>;

  /** What stands in the way of many steps alike, oldest first. Few rows. */
  halts(): Promise<HaltRecord[]>;
  /**
   * True: it is new, or had been closed, and people have to be told. Else it stands already, and what came back now is
   * noted there.
   */
  openHalt(halt: NewHalt): Promise<boolean>;
  /** True for one of all who ask, when a probe is due; the next one is due later, at growing intervals. */
  claimProbe(haltId: string): Promise<boolean>;
  /** The next probe is due now, and intervals grow anew. */
  hastenProbe(haltId: string): Promise<void>;
  /** True for the one who closed it. */
  closeHalt(haltId: string): Promise<boolean>;
  /** Removes it when it has been closing for long enough that nobody still falls asleep on it. */
  forgetHalt(haltId: string): Promise<void>;

  // ---- one thing ----------------------------------------------------------------------------------------------

  /** The step with all that its processor needs, in one round trip. */
  stepContext(stepId: string): Promise<StepContext | undefined>;
  materialGraph(materialId: string): Promise<MaterialGraph | undefined>;
  /** Those of some hundred materials in one round trip, in the order of the ids; without those that are not there. */
  materialGraphs(materialIds: readonly string[]): Promise<MaterialGraph[]>;
  attempt(attemptId: string): Promise<AttemptRecord | undefined>;
  /** The attempt with what decides whether it may be submitted, in one round trip. */
  submission(attemptId: string): Promise<Submission | undefined>;
  batch(batchId: string): Promise<BatchRecord | undefined>;

  // ---- sets ---------------------------------------------------------------------------------------------------

  batches(): Promise<BatchRecord[]>;
  materials(selector: Selector, page?: Page): Promise<MaterialRecord[]>;
  steps(selector: Selector, page?: Page): Promise<StepRecord[]>;
  /** `afterId`: those after it, in the order of ids, which holds while rows come and go; empty for the first ones. */
  attempts(
    selector: Selector & { attemptState?: readonly AttemptState[]; afterId?: string },
    page?: Page,
  ): Promise<AttemptRecord[]>;
  properties(selector: Selector & { names?: readonly string[] }, page?: Page): Promise<PropertyRecord[]>;
  artifacts(attemptIds: readonly string[]): Promise<ArtifactRecord[]>;
  errors(selector: Selector & { since?: string }, page?: Page): Promise<ErrorRecord[]>;
  /** Newest first. */
  events(selector: Selector, page?: Page): Promise<EventRecord[]>;
  /** Attempts the scheduler may know about, oldest first: what the poller asks for. `jobIds`: those of these jobs. */
  liveAttempts(cluster: string, jobIds?: readonly string[]): Promise<AttemptRecord[]>;
  /** How many these are. */
  countLiveAttempts(cluster: string): Promise<number>;
  /**
   * Which of these attempts still wait to be submitted and are held by nobody, the one that is to go first in front: by
   * the priority of their batches, then by the place of their materials in these, so that what was begun is finished
   * before more is begun.
   */
  inOrderOfSubmission(
    attemptIds: readonly string[],
  ): Promise<Pick<AttemptRecord, 'id' | 'cluster' | 'resources'>[]>;
  /** Attempts the scheduler may know about whose step is to be cancelled. */
  attemptsToCancel(): Promise<AttemptRecord[]>;
  /** By id. `afterId`: those after it, which holds while materials come and go; empty for the first ones. */
  releasedMaterials(page?: {
    readonly afterId: string;
    readonly limit: number;
  }): Promise<Pick<MaterialRecord, 'id' | 'batchId' | 'generation'>[]>;

  /**
   * Numbers for status, metrics and progress bars; computed by the database, not by fetching rows. Failures are those
   * of steps, and of materials that were refused.
   */
  counts(selector?: Pick<Selector, 'batch'>): Promise<Counts>;

  /** Removes events older than that time; returns how many. */
  pruneEvents(before: string): Promise<number>;

  health(): Promise<{ provider: 'sqlite' | 'postgresql'; schemaVersion: string; latencyMs: number }>;
  close(): Promise<void>;
}

export interface Author {
  /** `worker@host`, `user:name`, `poller@host`. */
  readonly actor: string;
  readonly reason: string;
  readonly requestId?: string;
}

/** A state change expects one of the states before it (`statesBefore`), or exactly `from` where given. */
export type Change =
  | ({
      readonly kind: 'batch';
      readonly id: string;
      readonly to?: BatchState;
      readonly from?: readonly BatchState[];
    } & {
      readonly set?: Partial<Pick<BatchRecord, 'hold' | 'priority'>>;
    })
  | {
      readonly kind: 'material';
      readonly id: string;
      readonly to?: MaterialState;
      readonly from?: readonly MaterialState[];
      readonly set?: Partial<Pick<MaterialRecord, 'hold' | 'reason' | 'failureCode'>>;
      /** Adds 1: a new flow is about to be built; jobs of the old one find an older generation and do nothing. */
      readonly nextGeneration?: true;
      /** Applies only where the generation is this one. */
      readonly generation?: number;
    }
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly to?: StepState;
      readonly from?: readonly StepState[];
      readonly set?: Partial<
        Pick<
          StepRecord,
          | 'hold'
          | 'cancelRequested'
          | 'reason'
          | 'failureCode'
          | 'attemptBase'
          | 'goesOn'
          | 'resources'
          | 'settings'
        >
      >;
    }
  | {
      readonly kind: 'edge';
      readonly id: string;
      readonly to: EdgeState;
      readonly from?: readonly EdgeState[];
    }
  | { readonly kind: 'newAttempt'; readonly attempt: NewAttempt }
  | {
      readonly kind: 'attempt';
      readonly id: string;
      readonly to?: AttemptState;
      readonly from?: readonly AttemptState[];
      readonly set?: Partial<
        Pick<
          AttemptRecord,
          | 'schedulerState'
          | 'exitCode'
          | 'verdict'
          | 'failureCode'
          | 'evidence'
          | 'isRehearsal'
          | 'startedAt'
          | 'endedAt'
        >
      >;
      /** Binds the attempt to what the scheduler sees (adds or finds the carrier). */
      readonly carrier?: Omit<CarrierRecord, 'id'>;
    }
  | { readonly kind: 'artifacts'; readonly artifacts: readonly ArtifactRecord[] }
  | { readonly kind: 'properties'; readonly properties: readonly PropertyRecord[] }
  | { readonly kind: 'error'; readonly error: Omit<ErrorRecord, 'id' | 'at'> }
  | { readonly kind: 'notification'; readonly notification: NewNotification };

export interface NewNotification {
  readonly batchId: string | null;
  readonly materialId: string | null;
  readonly severity: string;
  readonly title: string;
  readonly text: string;
}

export interface ApplyResult {
  readonly applied: boolean;
  readonly conflict?: { readonly change: Change; readonly found: string | undefined };
}

export type NewBatch = Omit<BatchRecord, 'state' | 'createdAt' | 'hold'> & {
  /** Configuration and program version at the time of enqueuing, for the record. */
  readonly settingsSnapshot: unknown;
};

export interface NewMaterial {
  readonly material: Omit<MaterialRecord, 'batchId' | 'hold' | 'generation' | 'createdAt' | 'settledAt'>;
  /** What people should know of it; kept in the reason of its first event. */
  readonly remarks: readonly string[];
  readonly steps: readonly Omit<
    StepRecord,
    | 'batchId'
    | 'state'
    | 'hold'
    | 'cancelRequested'
    | 'reason'
    | 'failureCode'
    | 'attemptBase'
    | 'goesOn'
    | 'createdAt'
    | 'endedAt'
  >[];
  readonly edges: readonly Omit<EdgeRecord, 'state' | 'materialId'>[];
  readonly errors: readonly Omit<ErrorRecord, 'id' | 'at'>[];
}

/** State `prepared`, times null. */
export type NewAttempt = Pick<
  AttemptRecord,
  | 'id'
  | 'batchId'
  | 'materialId'
  | 'stepId'
  | 'number'
  | 'token'
  | 'cluster'
  | 'folder'
  | 'resources'
  | 'deckSha256'
  | 'scriptSha256'
  | 'change'
>;

/** Long columns that no processor wants (a recipe, the text of a CIF) are left out: it is read several times a step. */
export interface StepContext {
  readonly batch: Pick<BatchRecord, 'id' | 'cluster' | 'priority' | 'hold'>;
  readonly material: Pick<MaterialRecord, 'id' | 'label' | 'state' | 'hold' | 'generation' | 'geometry'> & {
    /** The structure file, where it is a deck. */
    readonly deckText: string | null;
  };
  readonly step: StepRecord;
  /** Ascending by number. */
  readonly attempts: readonly AttemptRecord[];
  readonly incoming: readonly {
    readonly edge: EdgeRecord;
    readonly producer: Pick<StepRecord, 'id' | 'materialId' | 'name' | 'state' | 'reason'>;
    /** The attempt that succeeded, with its files. */
    readonly attempt: Pick<AttemptRecord, 'id' | 'folder'> | undefined;
    readonly artifacts: readonly ArtifactRecord[];
  }[];
  readonly outgoing: readonly EdgeRecord[];
}

export interface Submission {
  readonly attempt: AttemptRecord;
  readonly step: Pick<StepRecord, 'name' | 'type' | 'resources' | 'hold' | 'cancelRequested'>;
  readonly material: Pick<MaterialRecord, 'hold'>;
  readonly batch: Pick<BatchRecord, 'hold'>;
}

export interface MaterialGraph {
  readonly batch: BatchRecord;
  readonly material: MaterialRecord;
  /** By ordinal. */
  readonly steps: readonly StepRecord[];
  readonly edges: readonly EdgeRecord[];
}

/** What the command line and the pages select with; all given parts must hold. */
export interface Selector {
  readonly batch?: string;
  /** Id, or label with `*` as wild card. */
  readonly material?: string;
  /** Name (SP2), or type (SP) for all of them, or the id of a step. */
  readonly step?: string;
  /** Of the material for materials(), of the step everywhere else. */
  readonly state?: readonly string[];
  /** Failure code: of the material, the step, the attempt or the error itself, and of the step for the rest. */
  readonly failure?: string;
}

export interface Page {
  readonly limit: number;
  readonly offset?: number;
}

export interface Counts {
  readonly materials: Readonly<Partial<Record<MaterialState, number>>>;
  readonly steps: readonly { readonly type: string; readonly state: StepState; readonly count: number }[];
  readonly attempts: Readonly<Partial<Record<AttemptState, number>>>;
  readonly failures: readonly { readonly failureCode: string; readonly count: number }[];
}
