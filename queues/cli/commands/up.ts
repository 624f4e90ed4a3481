import { once } from 'node:events';
import type { Command } from 'commander';
import { startOwnRedis } from '../../redis/own-redis.js';
import { startCompanion, type Companion } from '../processes.js';
import { addConfigOptions, loadSettings, type ConfigOptions } from '../session.js';
import type { Terminal } from '../terminal.js';

interface Options extends ConfigOptions {
  readonly dashboard: boolean;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .option('--no-dashboard', 'Redis and worker only')
    .action(async (options: Options) => {
      const { config } = await loadSettings(options, terminal);
      const { redis } = config.advanced;
      // It stays when `up` ends: a worker started another way may use it, and what waits in it is safe.
      const own =
        redis.url === null
          ? await startOwnRedis({ dataDir: config.paths.dataDir, env: process.env, lifetime: 'beyond' })
          : undefined;
      if (own) terminal.err.write(`Redis ${own.isNew ? 'started' : 'runs already'} at ${own.socket}\n`);
      const passedOn = configArguments(options);
      const companions = [
        startCompanion('worker', ['worker', ...passedOn]),
        ...(options.dashboard ? [startCompanion('dashboard', ['dashboard', ...passedOn])] : []),
      ];
      await untilStopped(companions, terminal);
      const within = config.workflow.timeouts.shutdownSeconds * 1000 + 2000;
      await Promise.all(companions.map((companion) => companion.stop(within)));
      await own?.stop();
    });
}

const configArguments = ({ config, set }: ConfigOptions): string[] => [
  ...(config === undefined ? [] : ['--config', config]),
  ...(set ?? []).flatMap((setting) => ['--set', setting]),
];

/** Until a signal comes or one of them ends by itself, which is told. */
async function untilStopped(companions: readonly Companion[], terminal: Terminal): Promise<void> {
  const signal = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const ended = companions.map(async ({ name, process: child }) => {
    const [code] = (await once(child, 'exit')) as [number | null];
    terminal.err.write(`${name} ended by itself (${code ?? 'signal'}); the others are stopped\n`);
    process.exitCode = 1;
  });
  await Promise.race([signal, ...ended]);
}
