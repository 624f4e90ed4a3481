import type { Command } from 'commander';
import { time, wholeNumber } from '../checked-options.js';
import { firstOf } from '../first-of.js';
import { addSelectors, selectorOf, type SelectorOptions } from '../selectors.js';
import { addConfigOptions, withStore, type ConfigOptions } from '../session.js';
import { printJson, type Terminal } from '../terminal.js';
import { oneLine } from '../views/table.js';

interface Options extends ConfigOptions, SelectorOptions {
  readonly json?: boolean;
  readonly limit: string;
  readonly since?: string;
}

export function define(command: Command, terminal: Terminal): void {
  addSelectors(addConfigOptions(command))
    .option('--since <time>', 'errors after this time (ISO 8601)')
    .option('--limit <n>', 'at most so many, newest first', '50')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const limit = wholeNumber('--limit', options.limit);
      const since = options.since === undefined ? {} : { since: time('--since', options.since) };
      const selector = { ...selectorOf(options), ...since };
      await withStore(options, terminal, async ({ store }) => {
        const found = await store.errors(selector, { limit: limit + 1 });
        const errors = firstOf(limit, found, terminal, '--limit shows more');
        if (options.json) {
          printJson(terminal, errors);
          return;
        }
        if (errors.length === 0) terminal.out.write('no errors\n');
        for (const error of errors) {
          const where = error.attemptId ?? error.stepId ?? error.materialId ?? error.batchId ?? 'system';
          terminal.out.write(`${error.at}  ${error.severity.padEnd(8)} ${error.code}  ${where}\n`);
          terminal.out.write(
            `    ${oneLine(error.message, 300)}\n    what to do: ${oneLine(error.hint, 300)}\n`,
          );
        }
      });
    });
}
