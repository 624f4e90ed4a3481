import { firstDeckOf } from '../../enqueue/first-deck.js';
import { coreHours, type Plan, type PlannedMaterial } from '../../../src/workflow/plan.js';
import { remarkLines } from './remark-lines.js';
import { plural } from './plural.js';
import { oneLine, renderTable } from './table.js';
import { renderDuration } from './status-view.js';

const mostShown = 40;

/** Graph, resources and core-hours of a plan. Nothing was submitted. */
export function renderPlanView(plan: Plan, options: { readonly decks: boolean }): string {
  const good = plan.materials.filter(({ refused }) => refused === null);
  const refused = plan.materials.filter((material) => material.refused !== null);
  const parts = [
    `batch ${plan.batch.id} "${oneLine(plan.batch.name)}" on ${plan.batch.cluster}: ${plural(good.length, 'material')}, ${plural(
      good.reduce((sum, { steps }) => sum + steps.length, 0),
      'step',
    )}`,
    '',
    ...graphLines(good),
    '',
    renderTable(
      ['material', 'formula', 'space group', 'atoms', 'steps', 'core-hours, at most'],
      good
        .slice(0, mostShown)
        .map((material) => [
          oneLine(material.label, 50),
          material.formula,
          material.spaceGroup,
          material.atoms > 0 ? String(material.atoms) : '?',
          String(material.steps.length),
          hoursOf(material).toFixed(1),
        ]),
    ).trimEnd(),
    ...(good.length > mostShown ? [`... and ${good.length - mostShown} more`] : []),
    '',
    `at most ${good.reduce((sum, material) => sum + hoursOf(material), 0).toFixed(1)} core-hours in all`,
    ...remarkLines(good),
    ...refused.map(
      ({ label, refused: why }) =>
        `refused ${oneLine(label, 60)}: ${oneLine(why?.message ?? '', 200)}\n    what to do: ${oneLine(why?.hint ?? '', 200)}`,
    ),
  ];
  if (options.decks) for (const material of good.slice(0, mostShown)) parts.push('', ...deckLines(material));
  return `${parts.join('\n')}\n`;
}

const hoursOf = (material: PlannedMaterial): number =>
  material.steps.reduce((sum, { resources }) => sum + coreHours(resources), 0);

/** The graph of the material with most steps: of others some may be left out, which the remarks tell. */
function graphLines(materials: readonly PlannedMaterial[]): string[] {
  const most = Math.max(...materials.map(({ steps }) => steps.length));
  const material = materials.find(({ steps }) => steps.length === most);
  return (material?.steps ?? []).map(({ name, resources, optional }) => {
    const from = material?.edges.filter(({ consumer }) => consumer === name) ?? [];
    const takes =
      from.map(({ producer, kinds }) => `${kinds.join(' and ')} of ${producer}`).join(', ') ||
      'the structure';
    const asks = `${plural(resources.tasks * resources.cpusPerTask, 'core')}, ${resources.memoryMiB} MiB, ${renderDuration(resources.walltimeSeconds)}`;
    return `  ${name.padEnd(18)} from ${takes}; ${asks}${optional ? '; optional' : ''}`;
  });
}

function deckLines(material: PlannedMaterial): string[] {
  const deck = firstDeckOf(material);
  return deck ? [`--- ${oneLine(material.label, 60)}: ${deck.stepName}`, deck.text.trimEnd()] : [];
}
