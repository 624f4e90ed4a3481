import type { Author, NewAttempt, NewBatch, NewMaterial } from '../../src/store/store.js';

export const by: Author = { actor: 'test@here', reason: 'because the test says so' };

export const resources = {
  tasks: 4,
  cpusPerTask: 1,
  nodes: 1,
  memoryMiB: 4096,
  walltimeSeconds: 3600,
  partition: null,
  account: null,
  qos: null,
};

export function createBatch(id: string, changes: Partial<NewBatch> = {}): NewBatch {
  return {
    id,
    name: `batch ${id}`,
    fingerprint: `fingerprint of ${id}`,
    priority: 50,
    cluster: 'here',
    recipe: { sequence: ['OPT', 'SP'] },
    owner: 'ada',
    settingsSnapshot: { version: '0.1.0' },
    ...changes,
  };
}

/** A chain: each step takes geometry from the one before it. */
export function createMaterial(
  batchId: string,
  position: number,
  changes: Partial<NewMaterial['material']> = {},
  stepNames: readonly string[] = ['OPT', 'SP'],
): NewMaterial {
  const id = `${batchId}-${String(position).padStart(4, '0')}`;
  const stepIds = stepNames.map((name) => `${id}-${name}`);
  return {
    material: {
      id,
      position,
      label: `material ${position}`,
      formula: 'MgO',
      spaceGroup: 'F m -3 m',
      atoms: 2,
      structureHash: `hash ${position}`,
      source: `structures/${position}.cif`,
      sourceFormat: 'cif',
      sourceText: 'data_MgO\n_cell_length_a 4.21\n',
      geometry: { kind: 'CRYSTAL', spaceGroup: 225, cell: [4.2112] },
      state: 'pending',
      reason: null,
      failureCode: null,
      ...changes,
    },
    remarks: [],
    steps: stepNames.map((name, index) => ({
      id: `${id}-${name}`,
      materialId: id,
      name,
      type: name.replace(/\d+$/, ''),
      ordinal: index + 1,
      optional: false,
      settings: { tolinteg: [7, 7, 7, 7, 14], shrink: 8 },
      resources,
    })),
    edges: stepIds.slice(1).map((consumerId, index) => ({
      id: `${consumerId}~${stepNames[index] ?? ''}`,
      producerId: stepIds[index] ?? '',
      consumerId,
      kinds: ['geometry'],
    })),
    errors: [],
  };
}

export function createAttempt(materialId: string, step: string, number = 1): NewAttempt {
  const stepId = `${materialId}-${step}`;
  return {
    id: `${stepId}-a${number}`,
    batchId: materialId.slice(0, materialId.lastIndexOf('-')),
    materialId,
    stepId,
    number,
    token: `token-${stepId}-${number}`,
    cluster: 'here',
    folder: `/work/${stepId}/a${number}`,
    resources,
    deckSha256: 'd'.repeat(64),
    scriptSha256: 'e'.repeat(64),
    change: null,
  };
}
