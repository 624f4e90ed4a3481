import type { Command } from 'commander';
import type { ActionDeps, ActionResult } from '../actions/action.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Author, Selector } from '../../src/store/store.js';
import { addSelectors, selectorOf, type SelectorOptions } from './selectors.js';
import { addConfigOptions, author, withCampaign, type ConfigOptions } from './session.js';
import { printJson, type Terminal } from './terminal.js';
import { plural } from './views/plural.js';

interface Options extends ConfigOptions, SelectorOptions {
  readonly reason?: string;
  readonly json?: boolean;
  readonly all?: boolean;
}

interface ActionCommand {
  /** What became of the steps, for the answer: `3 steps of 2 materials open again`. */
  readonly done: string;
  /** What to say where there were none. */
  readonly none?: string;
  readonly act: (deps: ActionDeps, selector: Selector, by: Author) => Promise<ActionResult>;
  /** Throws USAGE for arguments of its own, before anything is connected to. */
  readonly check?: () => void;
  /** Adds to what the selectors say. */
  readonly select?: (options: Record<string, unknown>) => Selector;
}

/** A command that does something to a selection: selectors, a reason for the audit trail, one line of answer. */
export function defineAction(
  command: Command,
  terminal: Terminal,
  { done, none, act, check, select }: ActionCommand,
): void {
  addSelectors(addConfigOptions(command))
    .option('--all', 'everything; asked for by name, so that nobody does it by forgetting a selector')
    .option('--reason <text>', 'why, for the audit trail')
    .option('--json', 'as JSON')
    .action(async () => {
      const options = command.opts<Options>();
      check?.();
      const selector = { ...selectorOf(options), ...select?.({ ...options }) };
      if (Object.keys(selector).length === 0 && !options.all) {
        throw new CrystalqError('USAGE', `${command.name()}: nothing is selected.`, {
          hint: 'Select with --batch, --material, --step, --state or --failure, or say --all.',
        });
      }
      await withCampaign(options, terminal, async ({ store, queues }) => {
        const result = await act({ store, queues }, selector, author(options.reason ?? command.name()));
        if (result.steps === 0 && none !== undefined) terminal.err.write(`${none}\n`);
        if (options.json) printJson(terminal, result);
        else
          terminal.out.write(
            `${plural(result.steps, 'step')} of ${plural(result.materials, 'material')} ${done}\n`,
          );
      });
    });
}
