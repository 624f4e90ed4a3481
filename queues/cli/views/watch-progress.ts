import { setTimeout as wait } from 'node:timers/promises';
import type { Counts } from '../../../src/store/store.js';
import type { HaltRecord } from '../../../src/workflow/halts.js';
import type { BatchRecord } from '../../../src/workflow/records.js';
import type { Terminal } from '../terminal.js';
import { renderStatus } from './status-view.js';

export interface WatchOptions {
  readonly look: () => Promise<{
    readonly counts: Counts;
    readonly batches: readonly BatchRecord[];
    readonly halts: readonly HaltRecord[];
  }>;
  readonly terminal: Terminal;
  readonly intervalMs: number;
}

/** Shows progress until every material is settled or nobody reads on. On a terminal it redraws in place; in a pipe it adds a line a change. */
export async function watchProgress({ look, terminal, intervalMs }: WatchOptions): Promise<Counts> {
  const start = performance.now();
  let first: number | undefined;
  let drawnLines = 0;
  let lastLine = '';
  const reader = { left: false };
  terminal.out.once('error', () => (reader.left = true));
  for (;;) {
    const { counts, batches, halts } = await look();
    const { over, total } = stepsOver(counts);
    first ??= over;
    const seconds = (performance.now() - start) / 1000;
    const left = over > first ? (seconds / (over - first)) * (total - over) : undefined;
    if (terminal.interactive) {
      const text = renderStatus(batches, counts, halts, over < total ? left : undefined);
      terminal.out.write(`${drawnLines > 0 ? `\u001b[${drawnLines}A\u001b[0J` : ''}${text}`);
      drawnLines = text.split('\n').length - 1;
    } else {
      const line = `${over} of ${total} steps over${left === undefined || over === total ? '' : `, about ${Math.ceil(left)} s left`}`;
      if (line.split(',')[0] !== lastLine.split(',')[0]) terminal.out.write(`${line}\n`);
      lastLine = line;
    }
    if (isSettled(counts) || reader.left) return counts;
    await wait(intervalMs);
  }
}

const isSettled = ({ materials }: Counts): boolean => !materials.pending && !materials.released;

function stepsOver(counts: Counts): { over: number; total: number } {
  const open = new Set(['waiting', 'running']);
  const total = counts.steps.reduce((sum, { count }) => sum + count, 0);
  const over = counts.steps
    .filter(({ state }) => !open.has(state))
    .reduce((sum, { count }) => sum + count, 0);
  return { over, total };
}
