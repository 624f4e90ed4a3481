import type { BatchRecord } from '../../../src/workflow/records.js';
import type { Counts } from '../../../src/store/store.js';
import { tellHalt, type HaltRecord } from '../../../src/workflow/halts.js';
import { plural } from './plural.js';
import { progressBar } from './progress-bar.js';
import { oneLine } from './table.js';

const barWidth = 30;
const mostBatches = 10;

/** Bars per step type, counts, what failed and how long it may take: the same for `status`, `--watch` and the demo. */
export function renderStatus(
  batches: readonly BatchRecord[],
  counts: Counts,
  halts: readonly HaltRecord[],
  secondsLeft: number | undefined,
): string {
  const materials = Object.entries(counts.materials);
  const total = materials.reduce((sum, [, count]) => sum + count, 0);
  const lines = [
    `${plural(batches.length, 'batch', 'batches')}, ${plural(total, 'material')}: ${listed(materials)}`,
    ...batchLines(batches),
    ...halts
      .map(tellHalt)
      .flatMap(({ what, remedy }) => [what, ...(remedy ? [`  what to do: ${remedy}`] : [])]),
    '',
    ...typesOf(counts).map((type) => stepLine(type, counts)),
  ];
  if (counts.failures.length > 0) {
    lines.push('', 'failures:');
    lines.push(
      ...counts.failures.map(({ failureCode, count }) => `  ${String(count).padStart(6)}  ${failureCode}`),
    );
  }
  if (secondsLeft !== undefined) lines.push('', `about ${renderDuration(secondsLeft)} left`);
  return `${lines.join('\n')}\n`;
}

/** What is open comes first, then the newest; `--batch`, `pause` and `priority` ask for the ids. */
function batchLines(batches: readonly BatchRecord[]): string[] {
  const rank = (batch: BatchRecord): number => (batch.hold ? 0 : batch.state === 'settled' ? 2 : 1);
  const sorted = batches.toSorted((a, b) => rank(a) - rank(b) || b.createdAt.localeCompare(a.createdAt));
  const lines = sorted
    .slice(0, mostBatches)
    .map(({ id, hold, state, name }) => `  ${id}  ${(hold ? 'on hold' : state).padEnd(9)}  ${oneLine(name)}`);
  const more = batches.length - lines.length;
  return more > 0
    ? [...lines, `  and ${plural(more, 'more batch', 'more batches')}: crystalq status --json`]
    : lines;
}

function stepLine(type: string, counts: Counts): string {
  const of = (state: string): number =>
    counts.steps.find((entry) => entry.type === type && entry.state === state)?.count ?? 0;
  const total = counts.steps
    .filter((entry) => entry.type === type)
    .reduce((sum, { count }) => sum + count, 0);
  const failed = of('failed') + of('blocked') + of('cancelled');
  const bar = progressBar(
    [
      { count: of('succeeded'), mark: '█' },
      { count: failed, mark: '×' },
      { count: of('running'), mark: '▒' },
    ],
    total,
    barWidth,
  );
  const words = listed(
    ['succeeded', 'running', 'waiting', 'failed', 'blocked', 'cancelled'].map(
      (state) => [state, of(state)] as const,
    ),
  );
  return `${type.padEnd(17)} ${bar} ${String(of('succeeded')).padStart(5)}/${String(total).padEnd(5)} ${words}`;
}

/** Types in the order in which the database first met them would jump about: alphabetical, crystal steps first. */
function typesOf(counts: Counts): string[] {
  const first = ['OPT', 'SP', 'FREQ'];
  const types = [...new Set(counts.steps.map(({ type }) => type))].sort();
  return [...first.filter((type) => types.includes(type)), ...types.filter((type) => !first.includes(type))];
}

const listed = (entries: readonly (readonly [string, number])[]): string =>
  entries
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ') || 'none';

export function renderDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86400).toFixed(1)} days`;
}
