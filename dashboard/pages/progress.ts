import { stepTypes } from '../../src/steps/registry.js';
import type { Counts } from '../../src/store/store.js';
import { html, type Html } from './html.js';
import { table } from './table.js';

const inBar = ['succeeded', 'running', 'failed', 'blocked', 'cancelled'] as const;
type Numbers = Readonly<Record<string, number>>;

/** A bar and the numbers for each type of step, in the order in which campaigns do them. */
export function progressTable(counts: Counts): Html {
  const types = [...new Set(counts.steps.map(({ type }) => type))].sort(
    (a, b) => stepTypes.indexOf(a) - stepTypes.indexOf(b),
  );
  return table(
    ['step', 'progress', 'counts'],
    types.map((type) => {
      const numbers = stepNumbers(counts, type);
      return [type, progressBar(numbers), countWords(numbers)];
    }),
  );
}

/** Steps by state; of one type, or of all. */
export function stepNumbers({ steps }: Counts, type?: string): Numbers {
  const numbers: Record<string, number> = {};
  for (const entry of steps) {
    if (type === undefined || entry.type === type)
      numbers[entry.state] = (numbers[entry.state] ?? 0) + entry.count;
  }
  return numbers;
}

export function progressBar(numbers: Numbers): Html {
  const total = Object.values(numbers).reduce((sum, count) => sum + count, 0);
  const share = (state: string): string => ((100 * (numbers[state] ?? 0)) / Math.max(total, 1)).toFixed(2);
  return html`<div class="bar" role="img" aria-label="${countWords(numbers)}">
    ${inBar.map((state) => html`<i class="${state}" style="width:${share(state)}%"></i>`)}
  </div>`;
}

const order = [...inBar, 'partial', 'refused', 'released', 'pending', 'waiting'];

/** `12 succeeded, 3 running`. */
export const countWords = (numbers: Readonly<Partial<Record<string, number>>>): string =>
  Object.entries(numbers)
    .filter(([, count]) => (count ?? 0) > 0)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([state, count]) => `${count ?? 0} ${state}`)
    .join(', ') || 'none';

export const failureTable = ({ failures }: Counts): Html | false =>
  failures.length > 0 &&
  html`<h2>Failures by code</h2>
    ${table(
      ['code', 'how many'],
      failures.map(({ failureCode, count }) => [html`<code>${failureCode}</code>`, count]),
    )}`;
