import type { Store } from '../../src/store/store.js';
import { tellHalt } from '../../src/workflow/halts.js';
import { html } from './html.js';
import type { Page } from './layout.js';
import { countWords, failureTable, progressBar, progressTable, stepNumbers } from './progress.js';
import { pager, table } from './table.js';
import { onHold, stateWord, timeWord } from './words.js';

const pageSize = 25;

/** The progress of everything, and the batches, newest first. */
export async function homePage(store: Store, pageNumber: number): Promise<Page> {
  const [all, counts, halts] = await Promise.all([store.batches(), store.counts(), store.halts()]);
  const newest = [...all].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const from = (pageNumber - 1) * pageSize;
  const batches = await Promise.all(
    newest
      .slice(from, from + pageSize)
      .map(async (batch) => ({ batch, counts: await store.counts({ batch: batch.id }) })),
  );
  return {
    title: 'campaigns',
    refreshSeconds: 10,
    body: html`<h1>Campaigns</h1>
      <p>Materials: ${countWords(counts.materials)}</p>
      ${halts.map(tellHalt).map(({ what, remedy }) => html`<p><strong>${what}</strong><br />${remedy}</p>`)}
      ${progressTable(counts)}
      <h2>Batches</h2>
      ${all.length === 0 && html`<p>None yet: <code>crystalq enqueue &lt;folder&gt;</code> makes the first.</p>`}
      ${table(
        ['batch', 'state', 'progress', 'materials', 'cluster', 'by', 'enqueued (UTC)'],
        batches.map(({ batch, counts: own }) => [
          html`<a href="/batches/${encodeURIComponent(batch.id)}">${batch.name}</a><br /><code class="quiet"
              >${batch.id}</code
            >`,
          html`${stateWord(batch.state)}${onHold(batch.hold)}`,
          progressBar(stepNumbers(own)),
          countWords(own.materials),
          batch.cluster,
          batch.owner,
          timeWord(batch.createdAt),
        ]),
      )}
      ${pager('/', pageNumber, newest.length > from + pageSize)} ${failureTable(counts)}`,
  };
}
