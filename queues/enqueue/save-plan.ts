import type { Author, NewMaterial, Store } from '../../src/store/store.js';
import type { Plan, PlannedMaterial } from '../../src/workflow/plan.js';
import { stepSlug } from '../../src/workflow/step-name.js';

/** Materials per transaction. */
const portion = 200;

export interface Saved {
  readonly batchId: string;
  /** False where the very same batch was there already, complete. */
  readonly isNew: boolean;
  readonly added: number;
  readonly refused: number;
}

/**
 * Saves a plan. Ids are derived from the plan, so a plan that was saved half before a crash is completed, and one that
 * is there already adds nothing.
 */
export async function savePlan(
  store: Store,
  plan: Plan,
  by: Author & { readonly owner: string; readonly settingsSnapshot: unknown },
  onProgress: (saved: number) => void = () => undefined,
): Promise<Saved> {
  const { batch } = plan;
  const begun = await store.beginBatch(
    {
      id: batch.id,
      name: batch.name,
      fingerprint: batch.fingerprint,
      cluster: batch.cluster,
      priority: batch.priority,
      recipe: batch.recipe,
      owner: by.owner,
      settingsSnapshot: by.settingsSnapshot,
    },
    by,
  );
  if (!begun.added && begun.batch.state !== 'receiving') {
    return { batchId: batch.id, isNew: false, added: 0, refused: 0 };
  }
  let added = 0;
  for (let start = 0; start < plan.materials.length; start += portion) {
    const materials = plan.materials
      .slice(start, start + portion)
      .map((material, index) => newMaterial(batch.id, start + index + 1, material));
    added += (await store.addMaterials(batch.id, materials, by)).added;
    onProgress(Math.min(start + portion, plan.materials.length));
  }
  await store.apply([{ kind: 'batch', id: batch.id, to: 'open' }], by);
  const refused = plan.materials.filter((material) => material.refused !== null).length;
  return { batchId: batch.id, isNew: true, added, refused };
}

export const materialIdOf = (batchId: string, position: number): string =>
  `${batchId}-${String(position).padStart(4, '0')}`;

export const stepIdOf = (materialId: string, stepName: string): string =>
  `${materialId}-${stepSlug(stepName)}`;

function newMaterial(batchId: string, position: number, planned: PlannedMaterial): NewMaterial {
  const id = materialIdOf(batchId, position);
  const { refused, remarks, steps, edges, ...about } = planned;
  return {
    material: {
      ...about,
      id,
      position,
      state: refused ? 'refused' : 'pending',
      reason: refused?.message ?? null,
      failureCode: refused?.code ?? null,
    },
    remarks,
    steps: steps.map((step, index) => ({
      id: stepIdOf(id, step.name),
      materialId: id,
      name: step.name,
      type: step.type,
      ordinal: index + 1,
      optional: step.optional,
      settings: step.settings,
      resources: step.resources,
    })),
    edges: edges.map((edge) => ({
      id: `${stepIdOf(id, edge.consumer)}~${stepSlug(edge.producer)}`,
      producerId: stepIdOf(id, edge.producer),
      consumerId: stepIdOf(id, edge.consumer),
      kinds: edge.kinds,
    })),
    errors: refused
      ? [
          {
            batchId,
            materialId: id,
            stepId: null,
            attemptId: null,
            code: refused.code,
            category: 'data',
            severity: 'medium',
            message: refused.message,
            details: { label: planned.label, source: planned.source },
            hint: refused.hint,
          },
        ]
      : [],
  };
}
