import type { Command } from 'commander';
import { cancel } from '../../actions/cancel.js';
import { defineAction } from '../define-action.js';
import type { Terminal } from '../terminal.js';

export const define = (command: Command, terminal: Terminal): void => {
  defineAction(command, terminal, { done: 'cancelled, or to be ended by the scheduler', act: cancel });
};
