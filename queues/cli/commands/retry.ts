import type { Command } from 'commander';
import { retry } from '../../actions/restart.js';
import { defineAction } from '../define-action.js';
import type { Terminal } from '../terminal.js';

export const define = (command: Command, terminal: Terminal): void => {
  defineAction(command, terminal, { done: 'open again', act: retry });
};
