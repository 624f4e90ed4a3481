import type { Command } from 'commander';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import type { Store } from '../../../src/store/store.js';
import type { PropertyRecord } from '../../../src/workflow/records.js';
import { firstOf } from '../first-of.js';
import { addConfigOptions, withStore, type ConfigOptions } from '../session.js';
import { printJson, type Terminal } from '../terminal.js';
import { oneLine, renderTable } from '../views/table.js';

interface Options extends ConfigOptions {
  readonly json?: boolean;
}

const most = 200;

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .argument('<material>', 'label or id of a material')
    .option('--json', 'as JSON')
    .action(async (material: string, options: Options) => {
      await withStore(options, terminal, async ({ store }) => {
        const found = await store.materials({ material }, { limit: most + 1 });
        if (found.length === 0)
          throw new CrystalqError('SELECTION_EMPTY', `There is no material "${material}".`);
        const shown = firstOf(most, found, terminal, 'name fewer materials');
        const all = await Promise.all(shown.map(({ id }) => facts(store, id)));
        if (options.json) printJson(terminal, all);
        else for (const one of all) terminal.out.write(render(one));
      });
    });
}

async function facts(store: Store, id: string) {
  const [graph, attempts, properties] = await Promise.all([
    store.materialGraph(id),
    store.attempts({ material: id }, { limit: 1000 }),
    store.properties({ material: id }, { limit: 5000 }),
  ]);
  if (!graph) throw new CrystalqError('SELECTION_EMPTY', `There is no material "${id}".`);
  const { sourceText: _text, geometry: _geometry, ...material } = graph.material;
  return { batch: graph.batch, material, steps: graph.steps, attempts, properties };
}

type Facts = Awaited<ReturnType<typeof facts>>;

function render({ batch, material, steps, attempts, properties }: Facts): string {
  const head = [
    `${oneLine(material.label)}  (${material.id})`,
    `  batch ${batch.id} "${oneLine(batch.name)}", from ${oneLine(material.source)}`,
    `  ${material.formula || '-'}, ${material.spaceGroup || '-'}, ${material.atoms} atoms in the primitive cell`,
    `  ${material.state}${material.reason ? `: ${oneLine(material.reason, 300)}` : ''}`,
    '',
  ];
  const rows = steps.map((step) => [
    step.name,
    step.state,
    String(attempts.filter(({ stepId }) => stepId === step.id).length),
    oneLine(step.reason ?? '', 90),
  ]);
  const numbers = properties.filter(({ json }) => json === null).map(propertyRow);
  const parts = [
    head.join('\n'),
    renderTable(['step', 'state', 'attempts', 'reason'], rows),
    ...attempts.filter(({ change }) => change).map(({ id, change }) => `  ${id}: ${change?.summary ?? ''}\n`),
    numbers.length > 0 ? `\n${renderTable(['property', 'value', 'unit', 'from'], numbers)}` : '',
    properties.some(({ isRehearsal }) => isRehearsal)
      ? '\nThese numbers come from a rehearsal. They are no physics.\n'
      : '',
  ];
  return `${parts.join('\n')}\n`;
}

const propertyRow = ({ name, value, text, unit, source }: PropertyRecord): string[] => [
  name,
  value === null ? (text ?? '') : String(Number(value.toPrecision(12))),
  unit,
  source,
];
