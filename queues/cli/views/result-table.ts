import type { Selector, Store } from '../../../src/store/store.js';
import { groupBy } from '../../../src/workflow/group-by.js';
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
  const stepsOf = groupBy(steps, ofMaterial);
  const attemptsOf = groupBy(attempts, ofMaterial);
  const propertiesOf = groupBy(properties, ofMaterial);
  const rows = materials.map((material) => {
    const own = stepsOf.get(material.id) ?? [];
    const results = propertiesOf.get(material.id) ?? [];
    return [
      oneLine(material.label, 24),
      oneLine(material.formula, 16),
      oneLine(material.spaceGroup, 20),
      ...names.map((name) => marks[own.find((step) => step.name === name)?.state ?? 'none'] ?? '-'),
      lastNumber(own, results, 'energy', 6),
      lastNumber(own, results, 'bandGap', 3),
      String(attemptsOf.get(material.id)?.length ?? 0),
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

const ofMaterial = ({ materialId }: { readonly materialId: string }): string => materialId;

/** What the latest step of the sequence says that says it at all. */
function lastNumber(
  steps: readonly StepRecord[],
  properties: readonly PropertyRecord[],
  name: string,
  digits: number,
): string {
  const latestFirst = [...steps].sort((a, b) => b.ordinal - a.ordinal);
  for (const { id } of latestFirst) {
    const found = properties.find((property) => property.stepId === id && property.name === name);
    if (found && found.value !== null) return found.value.toFixed(digits);
  }
  return '';
}

function why(material: MaterialRecord, steps: readonly StepRecord[]): string {
  if (material.state === 'refused') return oneLine(`refused: ${material.reason ?? ''}`, 80);
  const failed = steps.find(({ state }) => state === 'failed');
  return failed ? oneLine(`${failed.name}: ${failed.failureCode ?? ''} ${failed.reason ?? ''}`, 80) : '';
}
