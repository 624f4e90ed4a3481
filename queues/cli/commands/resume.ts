import type { Command } from 'commander';
import { resume } from '../../actions/hold.js';
import { defineAction } from '../define-action.js';
import type { Terminal } from '../terminal.js';

export const define = (command: Command, terminal: Terminal): void => {
  defineAction(command, terminal, {
    done: 'resumed',
    none: 'all of it is on hold with its whole material or batch: resume that',
    act: resume,
  });
};
