import type { Command } from 'commander';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { allQueues, type QueueName } from '../../names.js';
import { addConfigOptions, loadSettings, type ConfigOptions } from '../session.js';
import { preferSmall, workInLittleSpace } from '../prefer-small.js';
import type { Terminal } from '../terminal.js';

interface Options extends ConfigOptions {
  readonly queues?: string;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .option('--queues <name,...>', `only these queues: ${allQueues.join(', ')}`)
    .action(async (options: Options) => {
      const names = namesOf(options.queues);
      const loaded = await loadSettings(options, terminal);
      preferSmall();
      const { serve } = await import('../../../workers/main.js');
      workInLittleSpace();
      await serve(loaded, names);
    });
}

function namesOf(text: string | undefined): readonly QueueName[] {
  if (text === undefined) return allQueues;
  return text.split(',').map((name) => {
    const known = allQueues.find((queue) => queue === name.trim());
    if (!known)
      throw new CrystalqError('USAGE', `There is no queue "${name}".`, {
        hint: `Queues: ${allQueues.join(', ')}.`,
      });
    return known;
  });
}
