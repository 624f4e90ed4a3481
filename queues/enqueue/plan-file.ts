import * as z from 'zod';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Plan } from '../../src/workflow/plan.js';
import { readNamed } from './batch-file.js';

/**
 * A plan on disk: JSON lines, the batch first, then one material a line, so that a plan of 100,000 materials is
 * written and read piece by piece. Plan -> file -> plan loses nothing.
 */
const Resources = z.strictObject({
  tasks: z.number(),
  cpusPerTask: z.number(),
  nodes: z.number(),
  memoryMiB: z.number(),
  walltimeSeconds: z.number(),
  partition: z.string().nullable(),
  account: z.string().nullable(),
  qos: z.string().nullable(),
});

const Batch = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9]{4,40}$/),
  name: z.string(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  cluster: z.string(),
  priority: z.number().int(),
  workflow: z.array(z.string()),
  recipe: z.unknown(),
});

const Material = z.strictObject({
  label: z.string(),
  source: z.string(),
  sourceFormat: z.enum(['cif', 'd12', 'fort34', 'xyz']),
  sourceText: z.string(),
  formula: z.string(),
  spaceGroup: z.string(),
  atoms: z.number().int(),
  structureHash: z.string(),
  geometry: z.unknown(),
  refused: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
  remarks: z.array(z.string()).default([]),
  steps: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      optional: z.boolean(),
      settings: z.unknown(),
      resources: Resources,
    }),
  ),
  edges: z.array(
    z.strictObject({
      producer: z.string(),
      consumer: z.string(),
      kinds: z.array(z.enum(['geometry', 'wavefunction', 'settings'])),
    }),
  ),
});

export function renderPlan(plan: Plan): string {
  const lines = [{ version: plan.version, ...plan.batch }, ...plan.materials];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

export function parsePlan(text: string, fileName: string): Plan {
  const [first = '', ...rest] = text.split('\n').filter((line) => line !== '');
  const { version, ...batch } = parseLine(Batch, first, fileName, 1);
  return {
    version,
    batch,
    materials: rest.map((line, index) => parseLine(Material, line, fileName, index + 2)),
  };
}

function parseLine<T>(schema: z.ZodType<T>, line: string, fileName: string, number: number): T {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (cause) {
    throw new CrystalqError('BATCH_FILE_INVALID', `${fileName}:${number}: this is no plan (not JSON).`, {
      cause,
    });
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `${fileName}:${number}: ${issue.path.join('.')}: ${issue.message}`,
  );
  throw new CrystalqError('BATCH_FILE_INVALID', faults.join('\n'), { details: { faults } });
}

export const loadPlanFile = async (path: string): Promise<Plan> => parsePlan(await readNamed(path), path);
