import type { AttemptState, BatchState, EdgeState, Entity, MaterialState, StepState } from './states.js';

/** Plain data as the store keeps it. Times are ISO 8601 strings in UTC, written by the store. */

export type EdgeKind = 'geometry' | 'wavefunction' | 'settings';

export interface BatchRecord {
  /** Derived from the fingerprint: the same structures, recipe and settings are the same batch. */
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly state: BatchState;
  /** 1 (first) to 100 (last). */
  readonly priority: number;
  readonly hold: boolean;
  readonly cluster: string;
  /** The recipe as given, for people; steps carry what counts. */
  readonly recipe: unknown;
  readonly owner: string;
  readonly createdAt: string;
}

export interface MaterialRecord {
  /** `<batchId>-<position>`, e.g. `k3x9w2ab-0007`. */
  readonly id: string;
  readonly batchId: string;
  readonly position: number;
  /** As the user named it. Data: never part of a path or a command. */
  readonly label: string;
  readonly formula: string;
  readonly spaceGroup: string;
  readonly atoms: number;
  readonly structureHash: string;
  /** Where the structure came from, for people. */
  readonly source: string;
  readonly sourceFormat: 'cif' | 'd12' | 'fort34' | 'xyz';
  /** The structure file itself: a campaign does not depend on files that may move. */
  readonly sourceText: string;
  /** What CRYSTAL is given first: a `DeckGeometry` with its primitive vectors, made when the material was enqueued. */
  readonly geometry: unknown;
  readonly state: MaterialState;
  readonly hold: boolean;
  /** Grows with each release, retry and rerun; jobs of an older generation are ignored. */
  readonly generation: number;
  /** Why it was refused or failed, for people. */
  readonly reason: string | null;
  readonly failureCode: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

export interface StepRecord {
  /** `<materialId>-<name>` with `+` as `-`. */
  readonly id: string;
  readonly batchId: string;
  readonly materialId: string;
  /** Unique in the material: OPT, OPT2, CHARGE+POTENTIAL. */
  readonly name: string;
  /** OPT, SP, ...: the name without its number. */
  readonly type: string;
  /** 1-based place in the sequence. */
  readonly ordinal: number;
  /** A failing optional step leaves its material `partial`, a failing required one `failed`. */
  readonly optional: boolean;
  /** Settings after inheritance (recipe < batch < material). */
  readonly settings: unknown;
  readonly resources: Resources;
  readonly state: StepState;
  readonly hold: boolean;
  readonly cancelRequested: boolean;
  /** Why it is where it is: the blocking step, the failure, the person who cancelled. */
  readonly reason: string | null;
  readonly failureCode: string | null;
  /** Attempts that count against the limit of its recovery since the last retry or rerun. */
  readonly attemptBase: number;
  /** The next attempt goes on from the deck and files of the last one (retry), not from the beginning (rerun). */
  readonly goesOn: boolean;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export interface EdgeRecord {
  /** `<consumerId>~<producerName>`. */
  readonly id: string;
  readonly materialId: string;
  readonly producerId: string;
  readonly consumerId: string;
  readonly kinds: readonly EdgeKind[];
  readonly state: EdgeState;
}

export interface Resources {
  readonly tasks: number;
  readonly cpusPerTask: number;
  readonly nodes: number;
  readonly memoryMiB: number;
  readonly walltimeSeconds: number;
  readonly partition: string | null;
  readonly account: string | null;
  readonly qos: string | null;
}

/** What Slurm sees: a job for one attempt, a task of an array, or one job that runs several attempts in turn. */
export type CarrierKind = 'job' | 'arrayTask' | 'bundle';

export interface CarrierRecord {
  readonly id: string;
  readonly kind: CarrierKind;
  readonly cluster: string;
  readonly jobName: string;
  readonly schedulerJobId: string;
  readonly arrayIndex: number | null;
  /** As the scheduler tells it; job ids are reused, so cluster + id + submit time is the key. */
  readonly submittedAt: string | null;
}

export type VerdictKind = 'succeeded' | 'notConverged' | 'failed' | 'cancelled' | 'lost';

export interface AttemptRecord {
  /** `<stepId>-a<number>`. */
  readonly id: string;
  readonly batchId: string;
  readonly materialId: string;
  readonly stepId: string;
  readonly number: number;
  /** Unique for ever; Slurm job name, claim and end record carry it. */
  readonly token: string;
  readonly state: AttemptState;
  readonly cluster: string;
  readonly carrier: CarrierRecord | null;
  /** Absolute path of its run folder. */
  readonly folder: string;
  readonly resources: Resources;
  readonly deckSha256: string;
  readonly scriptSha256: string;
  /** How it differs from the attempt before it, as a recovery rule said; null for the first. */
  readonly change: AttemptChange | null;
  readonly schedulerState: string | null;
  readonly exitCode: number | null;
  readonly verdict: VerdictKind | null;
  readonly failureCode: string | null;
  readonly evidence: unknown;
  readonly isRehearsal: boolean;
  readonly intentAt: string | null;
  readonly submittedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly createdAt: string;
}

export interface AttemptChange {
  /** Name of the recovery rule. */
  readonly rule: string;
  /** For people: `SCF MAXCYCLE 50 -> 150`. */
  readonly summary: string;
  /** What the next attempt is built with. */
  readonly patch: unknown;
}

export interface ArtifactRecord {
  readonly attemptId: string;
  /** deck, script, output, wavefunction, geometry, bands, dos, ... */
  readonly role: string;
  /** Relative to the attempt's folder. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface PropertyRecord {
  readonly batchId: string;
  readonly materialId: string;
  readonly stepId: string;
  readonly attemptId: string;
  readonly name: string;
  /** A number, a word, or structured data; one of the three. */
  readonly value: number | null;
  readonly text: string | null;
  readonly json: unknown;
  readonly unit: string;
  /** `OPT.out:1234`. */
  readonly source: string;
  readonly isRehearsal: boolean;
}

export interface ErrorRecord {
  readonly id: number;
  readonly at: string;
  readonly batchId: string | null;
  readonly materialId: string | null;
  readonly stepId: string | null;
  readonly attemptId: string | null;
  /** An ErrorCode or the failure code of a calculation. */
  readonly code: string;
  readonly category: string;
  readonly severity: string;
  readonly message: string;
  readonly details: unknown;
  readonly hint: string;
}

export interface EventRecord {
  readonly id: number;
  readonly at: string;
  readonly batchId: string | null;
  readonly materialId: string | null;
  readonly stepId: string | null;
  readonly attemptId: string | null;
  readonly entity: Entity | 'system';
  readonly from: string | null;
  readonly to: string;
  /** `worker@host`, `user:name`, `poller@host`. */
  readonly actor: string;
  readonly reason: string;
  readonly requestId: string | null;
}
