import { Argument, type Command } from 'commander';
import { loadCommandShapes } from '../command-shapes.js';
import type { CommandEntry } from '../commands.js';
import { renderCompletion, shells, type Shell } from '../completion-script.js';
import type { Terminal } from '../terminal.js';

export function define(command: Command, terminal: Terminal, all: readonly CommandEntry[]): void {
  command
    .addArgument(new Argument('<shell>', 'the shell that shall complete').choices(shells))
    .action(async (shell: Shell) => {
      terminal.out.write(renderCompletion(shell, await loadCommandShapes(all, terminal)));
    });
}
