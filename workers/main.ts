import type { LoadedConfig } from '../src/config/load-config.js';
import { reloadConfig } from '../src/config/reload-config.js';
import type { QueueName } from '../queues/names.js';
import { hearSignals } from '../queues/service-signals.js';
import { runWorker } from './run-worker.js';

/**
 * A worker until it is told to stop. SIGTERM and SIGINT: takes nothing new and finishes what is in hand, within
 * workflow.timeouts.shutdownSeconds; the same signal again ends it at once. SIGHUP: reads the configuration again.
 */
export async function serve(loaded: LoadedConfig, names: readonly QueueName[]): Promise<void> {
  let current = loaded;
  const signals = hearSignals();
  if (signals.isTold()) return;
  const worker = await runWorker(loaded, names);
  signals.onHangup(() => {
    void reloadConfig(current).then((reloaded) => {
      if (reloaded.kind === 'taken') current = reloaded.loaded;
      return worker.reload(reloaded);
    });
  });
  await signals.told;
  const limitMs = current.config.workflow.timeouts.shutdownSeconds * 1000;
  const hard = setTimeout(() => process.exit(1), limitMs);
  await worker.stop();
  clearTimeout(hard);
}
