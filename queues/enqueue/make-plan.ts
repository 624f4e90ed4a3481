import { dimensionalityOf } from '../../src/crystal/d12/read-deck.js';
import { CrystalqError, toCrystalqError } from '../../src/errors/crystalq-error.js';
import { resourcesFor, type Config } from '../../src/config/config.js';
import { stepCatalogue, stepTypes } from '../../src/steps/registry.js';
import { loadSymmetry } from '../../src/symmetry/load-symmetry.js';
import type { Plan, PlannedMaterial } from '../../src/workflow/plan.js';
import { planSteps, type PlannedSteps, type StepDefaults } from '../../src/workflow/plan-steps.js';
import type { BatchFile, SettingsLayer } from '../../src/workflow/recipe.js';
import { parseSequence, type SequenceStep } from '../../src/workflow/sequence.js';
import { batchIdOf, fingerprintOf } from './batch-id.js';
import { firstDeckOf } from './first-deck.js';
import { findStructures } from './find-structures.js';
import { matchesLabel } from './match-label.js';
import { readMaterials, type MaterialInput, type Reading } from './read-materials.js';

export interface PlanRequest {
  /** Files, folders and patterns. */
  readonly paths: readonly string[];
  /** What relative paths start from. */
  readonly base: string;
  readonly batch: BatchFile;
  readonly config: Config;
  /** Sets two otherwise equal batches apart. */
  readonly salt?: string | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Reads structures and plans their steps. Faults of the recipe throw; faults of a structure refuse that structure. */
export async function makePlan(request: PlanRequest): Promise<Plan> {
  const { batch, config } = request;
  const cluster = batch.cluster ?? config.cluster;
  if (!config.clusters[cluster]) {
    throw new CrystalqError('CONFIG_INVALID', `There is no cluster "${cluster}" in the configuration.`, {
      hint: `Clusters: ${Object.keys(config.clusters).join(', ')}.`,
    });
  }
  const workflow = batch.workflow ?? batch.recipe?.workflow;
  if (workflow === undefined) {
    throw new CrystalqError('RECIPE_INVALID', 'No workflow was named.', {
      hint: 'Name a template or a sequence with --workflow, e.g. full_electronic or OPT,SP,BAND.',
    });
  }
  const sequence = parseSequence(templateOf(workflow, config), stepTypes);
  const defaults: StepDefaults = {
    resourcesOf: (type) => resourcesFor(config, cluster, type),
    isOptional: (type) => config.workflow.optionalSteps.includes(type),
  };
  const inputs = markDuplicates(await readAll(request));
  const planOne = stepPlanner(sequence, batch, defaults);
  const materials = inputs.map((input) => planMaterial(input, planOne));
  const fingerprint = fingerprintOf({
    salt: request.salt,
    cluster,
    materials: materials.map(({ label, structureHash, steps }) => ({ label, structureHash, steps })),
  });
  return {
    version: 1,
    batch: {
      id: batchIdOf(fingerprint),
      name:
        batch.name ??
        (materials.length === 1 ? (materials[0]?.label ?? 'batch') : `${materials.length} structures`),
      fingerprint,
      cluster,
      priority: batch.priority,
      workflow: sequence.map(({ name }) => name),
      recipe: { workflow, settings: batch.settings, steps: batch.steps },
    },
    materials,
  };
}

const nothing = { steps: [], edges: [] };

type PlanOne = (label: string, dimensionality: number | undefined) => PlannedSteps;

/** Writing the first deck finds what the structure and the settings make impossible together: a basis without an element. */
function planMaterial({ likeness: _compared, ...input }: MaterialInput, planOne: PlanOne): PlannedMaterial {
  if (input.refused || !input.geometry) return { ...input, ...nothing };
  const planned = planOne(input.label, dimensionalityOf(input.geometry.geometry));
  const material = { ...input, ...planned, remarks: [...input.remarks, ...planned.remarks] };
  try {
    if (material.steps.length === 0) throw nothingToDo(input.label);
    firstDeckOf(material);
    return material;
  } catch (thrown) {
    const { code, message, hint } = toCrystalqError(thrown);
    return { ...material, refused: { code, message, hint }, ...nothing };
  }
}

const nothingToDo = (label: string): CrystalqError =>
  new CrystalqError('RECIPE_INVALID', `No step of the workflow is for a material like ${label}.`);

/** Templates of the configuration stand beside the built-in ones. */
function templateOf(workflow: string | readonly string[], config: Config): string | readonly string[] {
  return typeof workflow === 'string' ? (config.workflow.templates[workflow] ?? workflow) : workflow;
}

async function readAll({ paths, base, batch, onProgress }: PlanRequest): Promise<MaterialInput[]> {
  const files = await findStructures(paths, base);
  const library = loadSymmetry();
  const readingOf = (label: string): Reading => {
    const own = batch.materials?.filter(({ match }) => matchesLabel(match, label)) ?? [];
    return {
      symmetry: own.find(({ symmetry }) => symmetry)?.symmetry ?? batch.symmetry,
      dimension: own.find(({ dimension }) => dimension !== undefined)?.dimension ?? batch.dimension,
    };
  };
  const materials: MaterialInput[] = [];
  for (const [index, file] of files.entries()) {
    materials.push(...readMaterials(file, readingOf, library));
    onProgress?.(index + 1, files.length);
  }
  return materials;
}

/** The same structure twice in a batch would be the same calculation twice: the first one is calculated. */
function markDuplicates(materials: readonly MaterialInput[]): MaterialInput[] {
  const first = new Map<string, string>();
  return materials.map((material) => {
    if (material.refused) return material;
    const earlier = first.get(material.likeness);
    if (earlier === undefined) {
      first.set(material.likeness, material.label);
      return material;
    }
    const error = new CrystalqError(
      'STRUCTURE_DUPLICATE',
      `${material.label} is the same structure as ${earlier}.`,
    );
    return { ...material, refused: { code: error.code, message: error.message, hint: error.hint } };
  });
}

/** Materials of one dimension with the same layers share one plan: 100,000 of them are planned as fast as one. */
function stepPlanner(sequence: readonly SequenceStep[], batch: BatchFile, defaults: StepDefaults): PlanOne {
  const planned = new Map<string, PlannedSteps>();
  return (label, dimensionality) => {
    const matches = (batch.materials ?? []).map(({ match }) => matchesLabel(match, label));
    const own: SettingsLayer[] = (batch.materials ?? []).filter((_layer, index) => matches[index]);
    const key = [dimensionality ?? 'unknown', ...matches].join();
    const known = planned.get(key);
    if (known) return known;
    const layers: SettingsLayer[] = [...(batch.recipe ? [batch.recipe] : []), batch, ...own];
    const steps = planSteps(sequence, layers, stepCatalogue, defaults, dimensionality);
    planned.set(key, steps);
    return steps;
  };
}
