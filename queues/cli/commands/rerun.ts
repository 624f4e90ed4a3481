import type { Command } from 'commander';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { rerun } from '../../actions/restart.js';
import { defineAction } from '../define-action.js';
import type { Terminal } from '../terminal.js';

export const define = (command: Command, terminal: Terminal): void => {
  command.option('--from <step>', 'this step and all that depends on it');
  defineAction(command, terminal, {
    done: 'to be run anew',
    act: rerun,
    select: ({ from, step }) => {
      if (typeof from !== 'string') return {};
      if (step !== undefined)
        throw new CrystalqError('USAGE', '--from and --step name the same thing: a step to start from.', {
          hint: 'Say one of them; what depends on the step is run anew either way.',
        });
      return { step: from };
    },
  });
};
