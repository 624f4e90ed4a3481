import type { Config } from '../../src/config/config.js';
import type { Counts, Store } from '../../src/store/store.js';
import type { BatchRecord } from '../../src/workflow/records.js';
import type { Role } from '../auth/roles.js';
import { actionButtons, type Action } from './action-buttons.js';
import { html } from './html.js';
import type { Page } from './layout.js';
import { countWords, failureTable, progressTable } from './progress.js';
import { pager, table } from './table.js';
import { onHold, rehearsalNote, stateWord, timeWord } from './words.js';

const pageSize = 100;

/** One batch: progress, failures, materials a page at a time. Undefined: there is none of that id. */
export async function batchPage(
  store: Store,
  config: Config,
  id: string,
  role: Role,
  pageNumber: number,
): Promise<Page | undefined> {
  const batch = await store.batch(id);
  if (!batch) return undefined;
  const [counts, materials] = await Promise.all([
    store.counts({ batch: id }),
    store.materials({ batch: id }, { limit: pageSize + 1, offset: (pageNumber - 1) * pageSize }),
  ]);
  const here = `/batches/${encodeURIComponent(id)}`;
  return {
    title: batch.name,
    refreshSeconds: 15,
    body: html`<h1>${batch.name}</h1>
      <p>
        ${stateWord(batch.state)}${onHold(batch.hold)}
        <span class="quiet"
          >batch <code>${batch.id}</code>, cluster ${batch.cluster}, priority ${batch.priority}, enqueued by
          ${batch.owner} ${timeWord(batch.createdAt)} UTC</span
        >
      </p>
      ${config.clusters[batch.cluster]?.rehearsal && rehearsalNote}
      <p>Materials: ${countWords(counts.materials)}</p>
      ${actionButtons(role, { batch: id }, actionsOn(batch, counts), here)} ${progressTable(counts)}
      ${failureTable(counts)}
      <h2>Materials</h2>
      ${table(
        ['material', 'formula', 'space group', 'atoms', 'state', 'why'],
        materials
          .slice(0, pageSize)
          .map((material) => [
            html`<a href="/materials/${encodeURIComponent(material.id)}">${material.label}</a>`,
            material.formula,
            material.spaceGroup,
            material.atoms,
            html`${stateWord(material.state)}${onHold(material.hold)}`,
            material.reason,
          ]),
      )}
      ${pager(here, pageNumber, materials.length > pageSize)}`,
  };
}

/** Nothing of a settled batch can be held or ended. */
const actionsOn = ({ hold, state }: BatchRecord, { failures }: Counts): Action[] => [
  ...(hold ? (['resume'] as const) : []),
  ...(!hold && state !== 'settled' ? (['pause'] as const) : []),
  ...(failures.length > 0 ? (['retry'] as const) : []),
  ...(state !== 'settled' ? (['cancel'] as const) : []),
];
