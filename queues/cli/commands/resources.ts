import type { Command } from 'commander';
import { readResources } from '../../../src/config/read-resources.js';
import { setResources } from '../../actions/resources.js';
import { defineAction } from '../define-action.js';
import type { Terminal } from '../terminal.js';

export function define(command: Command, terminal: Terminal): void {
  command.argument(
    '<key=value...>',
    'account, partition, qos, walltimeSeconds, memoryMiB, tasks, cpusPerTask, nodes; values as in the configuration',
  );
  defineAction(command, terminal, {
    done: 'ask for this from their next submission on',
    check: () => readResources(command.args),
    act: (deps, selector, by) => setResources(deps, selector, readResources(command.args), by),
  });
}
