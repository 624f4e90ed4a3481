import type { Selector, Store } from '../../../src/store/store.js';
import type { MaterialRecord, PropertyRecord, StepRecord } from '../../../src/workflow/records.js';
import { oneLine, renderTable } from './table.js';

const most = 100_000;

/** One line a material: what became of its steps, energy, gap, attempts, and what failed and why. */
export async function renderResults(store: Store, selector: Selector): Promise<string> {
  const [materials, steps, attempts, properties] = await Promise.all([
    store.materials(selector, { limit: most }),
    store.steps(selector, { limit: most }),
    store.attempts(selector, { limit: most }),
    store.properties({ ...selector, names: ['energy', 'bandGap'] }, { limit: most }),
  ]);
  const names = [...new Set([...steps].sort((a, b) => a.ordinal - b.ordinal).map(({ name }) => name))];
  const rows = materials.map((material) => {
    const own = steps.filter(({ materialId }) => materialId === material.id);
    return [
      oneLine(material.label, 24),
      oneLine(material.formula, 16),
      oneLine(material.spaceGroup, 16),
      ...names.map((name) => marks[own.find((step) => step.name === name)?.state ?? 'none'] ?? '-'),
      lastNumber(properties, material, 'energy', 6),
      lastNumber(properties, material, 'bandGap', 3),
      String(attempts.filter(({ materialId }) => materialId === material.id).length),
      why(material, own),
    ];
  });
  const isRehearsal = properties.some((property) => property.isRehearsal);
  return [
    renderTable(
      [
        'material',
        'formula',
        'space group',
        ...names,
        'energy/Ha',
        'gap/eV',
        'attempts',
        'what failed and why',
      ],
      rows,
    ),
    `✓ succeeded, ✗ failed, · blocked, - not planned, … open${isRehearsal ? '; numbers of a rehearsal, no physics' : ''}\n`,
  ].join('\n');
}

const marks: Readonly<Record<string, string>> = {
  succeeded: '✓',
  failed: '✗',
  blocked: '·',
  cancelled: 'c',
  waiting: '…',
  running: '…',
  none: '-',
};

function lastNumber(
  properties: readonly PropertyRecord[],
  { id }: MaterialRecord,
  name: string,
  digits: number,
): string {
  const found = properties.filter(
    (property) => property.materialId === id && property.name === name && property.value !== null,
  );
  return found.at(-1)?.value?.toFixed(digits) ?? '';
}

function why(material: MaterialRecord, steps: readonly StepRecord[]): string {
  if (material.state === 'refused') return oneLine(`refused: ${material.reason ?? ''}`, 80);
  const failed = steps.find(({ state }) => state === 'failed');
  return failed ? oneLine(`${failed.name}: ${failed.failureCode ?? ''} ${failed.reason ?? ''}`, 80) : '';
}
