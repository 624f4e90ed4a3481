import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Command } from 'commander';
import { startOwnRedis, type OwnRedis } from '../../redis/own-redis.js';
import { hearSignals, type ServiceSignals } from '../../service-signals.js';
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
      const signals = hearSignals();
      if (signals.isTold()) return;
      const own =
        redis.url === null
          ? await startOwnRedis({ dataDir: config.paths.dataDir, env: process.env, lifetime: 'beyond' })
          : undefined;
      if (own) terminal.err.write(`Redis ${own.isNew ? 'started' : 'runs already'} at ${own.socket}\n`);
      const passedOn = configArguments(options);
      const worker = startCompanion('worker', ['worker', ...passedOn]);
      const companions = [
        worker,
        ...(options.dashboard ? [startCompanion('dashboard', ['dashboard', ...passedOn])] : []),
      ];
      await untilStopped(signals, companions, worker, terminal);
      const within = config.workflow.timeouts.shutdownSeconds * 1000 + 2000;
      await Promise.all(companions.map((companion) => companion.stop(within)));
      if (own) await endUnlessUsed(own, terminal);
    });
}

/** A worker started another way, or a second `up`, would stand still without it. */
async function endUnlessUsed(own: OwnRedis, terminal: Terminal): Promise<void> {
  // One that does not answer is ended.
  if (await own.isUsed().catch(() => false))
    terminal.err.write(`Redis stays at ${own.socket}: others use it\n`);
  else await own.stop();
}

const configArguments = ({ config, set }: ConfigOptions): string[] => [
  ...(config === undefined ? [] : ['--config', config]),
  ...(set ?? []).flatMap((setting) => ['--set', setting]),
];

/** Until a signal comes or one of them ends by itself, which is told. SIGHUP is the worker's: it reads its settings again. */
async function untilStopped(
  signals: ServiceSignals,
  companions: readonly Companion[],
  worker: Companion,
  terminal: Terminal,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    signals.onHangup(() => {
      if (isTerminalClosed()) resolve();
      else void worker.hears.then(() => worker.process.kill('SIGHUP'));
    });
  });
  let isStopping = false;
  const ended = companions.map(async ({ name, process: child }) => {
    const [code] = (await once(child, 'exit')) as [number | null];
    // The others end because we stop them.
    if (isStopping) return;
    terminal.err.write(`${name} ended by itself (${code ?? 'signal'}); the others are stopped\n`);
    process.exitCode = 1;
  });
  await Promise.race([signals.told, closed, ...ended]);
  isStopping = true;
}

/** A terminal that is closed sends SIGHUP, too: without this the worker would live on with nobody to stop it. */
function isTerminalClosed(): boolean {
  if (!process.stdin.isTTY) return false;
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return false;
  } catch {
    // It cannot be opened any more: that is the answer.
    return true;
  }
}
