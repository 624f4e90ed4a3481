import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.js';
import { addPlanOptions, planFrom, type PlanOptions } from '../plan-options.js';
import { addConfigOptions, loadSettings, type ConfigOptions } from '../session.js';
import { printJson, type Terminal } from '../terminal.js';
import { writeNamed } from '../write-named.js';
import { renderPlanView } from '../views/plan-view.js';

interface Options extends ConfigOptions, PlanOptions {
  readonly save?: string;
  readonly json?: boolean;
  readonly decks?: boolean;
}

export function define(command: Command, terminal: Terminal): void {
  addPlanOptions(addConfigOptions(command))
    .argument('[paths...]', 'structure files, folders or patterns')
    .option('--save <file>', 'save the plan; `crystalq enqueue --plan FILE` enqueues it later')
    .option('--decks', 'show the decks that can be written now')
    .option('--json', 'as JSON')
    .action(async (paths: string[], options: Options) => {
      const { config } = await loadSettings(options, terminal);
      const plan = await planFrom(paths, options, config, terminal);
      if (options.save !== undefined) {
        const { renderPlan } = await import('../../enqueue/plan-file.js');
        await writeNamed(options.save, renderPlan(plan));
      }
      if (plan.materials.some(({ refused }) => refused !== null)) process.exitCode = exitCodes.findings.value;
      if (options.json) printJson(terminal, plan);
      else terminal.out.write(renderPlanView(plan, { decks: options.decks ?? false }));
    });
}
