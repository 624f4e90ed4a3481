import type { Command } from 'commander';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { runningProgress } from '../../running-progress.js';
import type { StoreSession } from '../session.js';
import { addConfigOptions, withStore, type ConfigOptions } from '../session.js';
import { explainStep } from '../views/explain-step.js';
import { printJson, type Terminal } from '../terminal.js';

interface Options extends ConfigOptions {
  readonly json?: boolean;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .argument('<step>', 'id of a step, as `crystalq steps` shows it')
    .option('--json', 'as JSON')
    .action(async (stepId: string, options: Options) => {
      await withStore(options, terminal, (session) => explain(session, stepId, options, terminal));
    });
}

async function explain(
  { store, config }: StoreSession,
  stepId: string,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const context = await store.stepContext(stepId);
  if (!context) {
    throw new CrystalqError('SELECTION_EMPTY', `There is no step ${stepId}.`, {
      hint: '`crystalq steps` lists them.',
    });
  }
  const [events, halts, live, progress] = await Promise.all([
    store.events({ step: stepId }, { limit: 15 }),
    store.halts(),
    store.countLiveAttempts(context.batch.cluster),
    runningProgress(context),
  ]);
  const explained = explainStep(context, events, config, { halts, live, progress });
  if (options.json) printJson(terminal, explained);
  else terminal.out.write(`${explained.lines.join('\n')}\n`);
}
