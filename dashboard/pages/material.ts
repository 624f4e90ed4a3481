import type { Store } from '../../src/store/store.js';
import { isMaterialSettled } from '../../src/workflow/states.js';
import type {
  AttemptRecord,
  MaterialRecord,
  PropertyRecord,
  StepRecord,
} from '../../src/workflow/records.js';
import type { Role } from '../auth/roles.js';
import { actionButtons, type Action } from './action-buttons.js';
import { errorTable } from './errors.js';
import { eventTable } from './events.js';
import { html, type Html } from './html.js';
import type { Page } from './layout.js';
import { table } from './table.js';
import { onHold, rehearsalNote, stateWord } from './words.js';

/** One material: its steps with their attempts, results, errors, events. Undefined: there is none of that id. */
export async function materialPage(store: Store, id: string, role: Role): Promise<Page | undefined> {
  const graph = await store.materialGraph(id);
  if (!graph) return undefined;
  const [attempts, properties, errors, events] = await Promise.all([
    store.attempts({ material: id }, { limit: 200 }),
    store.properties({ material: id }, { limit: 500 }),
    store.errors({ material: id }, { limit: 20 }),
    store.events({ material: id }, { limit: 40 }),
  ]);
  const { material, batch, steps } = graph;
  return {
    title: material.label,
    refreshSeconds: 30,
    body: html`<h1>${material.label}</h1>
      <p>${stateWord(material.state)}${onHold(material.hold)} ${material.reason}</p>
      <p class="quiet">
        ${material.formula}, ${material.spaceGroup}, ${material.atoms} atoms in the primitive cell; batch
        <a href="/batches/${encodeURIComponent(batch.id)}">${batch.name}</a>; from ${material.source}
      </p>
      ${attempts.some(({ isRehearsal }) => isRehearsal) && rehearsalNote}
      ${actionButtons(role, { material: id }, actionsOn(material), `/materials/${encodeURIComponent(id)}`)}
      <h2>Steps</h2>
      ${stepTable(steps, attempts)} ${resultTables(steps, properties)}
      ${
        errors.length > 0 &&
        html`<h2>Errors</h2>
          ${errorTable(errors)}`
      }
      ${eventTable(events)}`,
  };
}

const stepTable = (steps: readonly StepRecord[], attempts: readonly AttemptRecord[]): Html =>
  table(
    ['step', 'state', 'attempts', 'why'],
    steps.map((step) => [
      html`<a href="/steps/${encodeURIComponent(step.id)}">${step.name}</a>`,
      html`${stateWord(step.state)}${onHold(step.hold)}`,
      attempts
        .filter(({ stepId }) => stepId === step.id)
        .map((attempt) => html`${attemptWords(attempt)}<br />`),
      step.reason,
    ]),
  );

const attemptWords = ({ number, verdict, state, change }: AttemptRecord): string =>
  `${number}: ${verdict ?? state}${change ? ` (${change.summary})` : ''}`;

/** Step by step: numbers and words; structured data (bands, geometries) is for `crystalq show` and exports. */
function resultTables(
  steps: readonly StepRecord[],
  properties: readonly PropertyRecord[],
): readonly (Html | false)[] {
  return steps.map(({ id, name }) => {
    const plain = properties.filter(({ stepId, json }) => stepId === id && json === null);
    return (
      plain.length > 0 &&
      html`<h2>Results of ${name}</h2>
        ${resultTable(plain)}`
    );
  });
}

const resultTable = (properties: readonly PropertyRecord[]): Html =>
  table(
    ['property', 'value', 'unit', 'from'],
    properties.map(({ name, value, text, unit, source, isRehearsal }) => [
      name,
      value ?? text,
      unit,
      html`<span class="quiet">${source}${isRehearsal && ' (rehearsal)'}</span>`,
    ]),
  );

const actionsOn = ({ state, hold }: MaterialRecord): Action[] => {
  const held = hold ? 'resume' : 'pause';
  if (!isMaterialSettled(state)) return [held, 'retry', 'cancel'];
  return state === 'succeeded' || state === 'refused' ? [] : ['retry'];
};
