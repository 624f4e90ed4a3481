import type { Command } from 'commander';
import { rerun } from '../../actions/restart.js';
import { defineAction } from '../define-action.js';
import type { Terminal } from '../terminal.js';

export const define = (command: Command, terminal: Terminal): void => {
  command.option('--from <step>', 'this step and all that depends on it');
  defineAction(command, terminal, {
    done: 'to be run anew',
    act: rerun,
    select: ({ from }) => (typeof from === 'string' ? { step: from } : {}),
  });
};
