import type { Command } from 'commander';
import { wholeNumber } from '../checked-options.js';
import { firstOf } from '../first-of.js';
import { addSelectors, selectorOf, type SelectorOptions } from '../selectors.js';
import { addConfigOptions, withStore, type ConfigOptions } from '../session.js';
import { printJson, type Terminal } from '../terminal.js';
import { oneLine, renderTable } from '../views/table.js';

interface Options extends ConfigOptions, SelectorOptions {
  readonly json?: boolean;
  readonly limit: string;
}

export function define(command: Command, terminal: Terminal): void {
  addSelectors(addConfigOptions(command))
    .option('--limit <n>', 'at most so many', '200')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const limit = wholeNumber('--limit', options.limit);
      const selector = selectorOf(options);
      await withStore(options, terminal, async ({ store }) => {
        const found = await store.steps(selector, { limit: limit + 1 });
        const steps = firstOf(limit, found, terminal, '--limit shows more');
        if (options.json) {
          printJson(terminal, steps);
          return;
        }
        const rows = steps.map((step) => [
          step.id,
          step.name,
          `${step.state}${step.hold ? ' (on hold)' : ''}`,
          step.failureCode ?? '',
          oneLine(step.reason ?? '', 70),
        ]);
        terminal.out.write(renderTable(['step', 'name', 'state', 'failure', 'reason'], rows));
      });
    });
}
