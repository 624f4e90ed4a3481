import type { Command } from 'commander';
import { addConfigOptions, loadSettings, type ConfigOptions } from '../session.js';
import { preferSmall } from '../prefer-small.js';
import { printLine, type Terminal } from '../terminal.js';

interface Options extends ConfigOptions {
  readonly host?: string;
  readonly port?: string;
  readonly socket?: string;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .option('--host <address>', 'address to listen on')
    .option('--port <number>', 'port; 0 takes a free one')
    .option('--socket <path>', 'unix socket instead of host and port')
    .action(async (options: Options) => {
      const { config } = await loadSettings(
        { ...options, set: [...(options.set ?? []), ...placeOf(options)] },
        terminal,
      );
      preferSmall();
      const { serveDashboard } = await import('../../../dashboard/main.js');
      await serveDashboard(config, (line) => printLine(terminal, line));
    });
}

const placeOf = ({ host, port, socket }: Options): string[] =>
  Object.entries({ host, port, socket }).flatMap(([key, value]) =>
    value === undefined ? [] : [`advanced.dashboard.${key}=${value}`],
  );
