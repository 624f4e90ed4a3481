import * as z from 'zod';

/** What may be said of one step, in a recipe, a batch file or for a group of materials. */
const StepOverrides = z.strictObject({
  settings: z.record(z.string(), z.unknown()).optional(),
  resources: z
    .strictObject({
      tasks: z.number().int().min(1).optional(),
      cpusPerTask: z.number().int().min(1).optional(),
      nodes: z.number().int().min(1).optional(),
      memoryMiB: z.number().int().min(1).optional(),
      walltimeSeconds: z.number().int().min(1).optional(),
      partition: z.string().nullable().optional(),
      account: z.string().nullable().optional(),
      qos: z.string().nullable().optional(),
    })
    .optional(),
  optional: z.boolean().optional(),
});
export type StepOverrides = z.infer<typeof StepOverrides>;

/** Settings for all steps that take them, and per step; a step is named by its type (SP) or its name (SP2). */
const Layer = {
  settings: z.record(z.string(), z.unknown()).optional(),
  steps: z.record(z.string(), StepOverrides).optional(),
};

const Workflow = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const Symmetry = z.enum(['cif', 'standard', 'p1']);
/** 0 molecule, 1 polymer, 2 slab, 3 crystal. */
const Dimension = z.literal([0, 1, 2, 3]);

/** A named sequence with settings: a template of the user's own. */
export const Recipe = z.strictObject({ name: z.string().optional(), workflow: Workflow, ...Layer });
export type Recipe = z.infer<typeof Recipe>;

/** A batch file: structures, workflow and settings; materials may differ by label. */
export const BatchFile = z.strictObject({
  version: z.literal(1).default(1),
  name: z.string().min(1).max(200).optional(),
  /** Files, folders and patterns, relative to the batch file. */
  structures: z.array(z.string().min(1)).min(1).optional(),
  /** A template, a sequence, or the path of a recipe file. */
  workflow: Workflow.optional(),
  recipe: Recipe.optional(),
  ...Layer,
  symmetry: Symmetry.default('cif'),
  /** What structures in a cell with vacuum are calculated as; as the file says where nothing is said. */
  dimension: Dimension.optional(),
  cluster: z.string().min(1).optional(),
  priority: z.number().int().min(1).max(100).default(50),
  materials: z
    .array(
      z.strictObject({
        match: z.string().min(1),
        symmetry: Symmetry.optional(),
        dimension: Dimension.optional(),
        ...Layer,
      }),
    )
    .optional(),
});
export type BatchFile = z.infer<typeof BatchFile>;

export interface SettingsLayer {
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly steps?: Readonly<Record<string, StepOverrides>> | undefined;
}
