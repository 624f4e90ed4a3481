import type { LoadedConfig } from '../src/config/load-config.js';
import { reloadConfig } from '../src/config/reload-config.js';
import type { QueueName } from '../queues/names.js';
import { runWorker } from './run-worker.js';

/**
 * A worker until it is told to stop. SIGTERM and SIGINT: takes nothing new and finishes what is in hand, within
 * workflow.timeouts.shutdownSeconds; a second signal ends it at once. SIGHUP: reads the configuration again.
 */
export async function serve(loaded: LoadedConfig, names: readonly QueueName[]): Promise<void> {
  let current = loaded;
  // Until there is something to reload a SIGHUP must not end the process, which is what it does by default.
  process.on('SIGHUP', () => undefined);
  // Heard from the start: jobs may be in hand before everything is open.
  const told = stopSignal();
  const worker = await runWorker(loaded, names);
  process.on('SIGHUP', () => {
    void reloadConfig(current).then((reloaded) => {
      if (reloaded.kind === 'taken') current = reloaded.loaded;
      return worker.reload(reloaded);
    });
  });
  await told;
  const limitMs = current.config.workflow.timeouts.shutdownSeconds * 1000;
  const hard = setTimeout(() => process.exit(1), limitMs);
  await worker.stop();
  clearTimeout(hard);
}

/**
 * Resolves with the first signal; a second one ends the process. The listeners stay: while a command runs, what ends
 * it with us listens, too, and takes a signal that nobody else listens to (any more) for the end of the process.
 */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let isTold = false;
    const hear = (): void => {
      if (isTold) process.exit(1);
      isTold = true;
      resolve();
    };
    process.on('SIGTERM', hear);
    process.on('SIGINT', hear);
  });
