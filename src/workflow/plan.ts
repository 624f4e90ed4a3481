import type { Resources } from './records.js';
import type { EdgeKind } from './records.js';

/** What would be done: made from structures and a recipe, saved, looked at, enqueued. Nothing in it depends on a clock. */
export interface Plan {
  readonly version: 1;
  readonly batch: PlannedBatch;
  readonly materials: readonly PlannedMaterial[];
}

export interface PlannedBatch {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly cluster: string;
  readonly priority: number;
  readonly workflow: readonly string[];
  /** As given, for people. */
  readonly recipe: unknown;
}

export interface PlannedMaterial {
  readonly label: string;
  readonly source: string;
  readonly sourceFormat: 'cif' | 'd12' | 'fort34' | 'xyz';
  readonly sourceText: string;
  readonly formula: string;
  readonly spaceGroup: string;
  readonly atoms: number;
  readonly structureHash: string;
  readonly geometry: unknown;
  /** Set where the material cannot be calculated; it is recorded, with the reason, and the rest goes on. */
  readonly refused: PlannedRefusal | null;
  /** What people should know of it: steps that are not for it, facts that only CRYSTAL will tell. */
  readonly remarks: readonly string[];
  readonly steps: readonly PlannedStep[];
  readonly edges: readonly {
    readonly producer: string;
    readonly consumer: string;
    readonly kinds: readonly EdgeKind[];
  }[];
}

export interface PlannedRefusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface PlannedStep {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly settings: unknown;
  readonly resources: Resources;
}

/** Cores x walltime, in hours: the most the step may take from an allocation. */
export const coreHours = (resources: Resources): number =>
  (resources.tasks * resources.cpusPerTask * resources.walltimeSeconds) / 3600;
