import type { Store } from '../../src/store/store.js';
import type { ErrorRecord } from '../../src/workflow/records.js';
import { html, type Html } from './html.js';
import type { Page } from './layout.js';
import { pager, table } from './table.js';
import { timeWord } from './words.js';

const pageSize = 100;

/** The newest errors with their remedies. */
export async function errorsPage(store: Store, pageNumber: number): Promise<Page> {
  const errors = await store.errors({}, { limit: pageSize + 1, offset: (pageNumber - 1) * pageSize });
  return {
    title: 'errors',
    refreshSeconds: 30,
    body: html`<h1>Errors</h1>
      ${errors.length === 0 ? html`<p>None.</p>` : errorTable(errors.slice(0, pageSize))}
      ${pager('/errors', pageNumber, errors.length > pageSize)}`,
  };
}

export const errorTable = (errors: readonly ErrorRecord[]): Html =>
  table(
    ['when (UTC)', 'code', 'where', 'what, and what to do'],
    errors.map((error) => [
      timeWord(error.at),
      html`<code>${error.code}</code><br /><span class="quiet">${error.severity}</span>`,
      placeOf(error),
      html`${error.message}<br /><span class="quiet">${error.hint}</span>`,
    ]),
  );

function placeOf({ stepId, materialId }: ErrorRecord): Html | false {
  if (stepId !== null) return html`<a href="/steps/${encodeURIComponent(stepId)}">${stepId}</a>`;
  return (
    materialId !== null && html`<a href="/materials/${encodeURIComponent(materialId)}">${materialId}</a>`
  );
}
