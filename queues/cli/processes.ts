import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Companion {
  readonly name: string;
  readonly process: ChildProcess;
  /** Resolves when signals do not end it on the spot any more (service-signals.ts). */
  readonly hears: Promise<void>;
  /** SIGTERM, then SIGKILL when it takes too long; resolves when it is gone. */
  readonly stop: (withinMs: number) => Promise<void>;
}

/** Another crystalq process with the same program and the given arguments: worker and dashboard beside `up` and `demo`. */
export function startCompanion(
  name: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly quiet?: boolean } = {},
): Companion {
  const script = process.argv[1];
  if (script === undefined) throw new Error('crystalq does not know its own program file');
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
    env: options.env ?? process.env,
    stdio: ['ignore', options.quiet ? 'ignore' : 'inherit', options.quiet ? 'ignore' : 'inherit', 'ipc'],
  });
  return {
    name,
    process: child,
    hears: new Promise((resolve) => child.once('message', () => resolve())),
    stop: async (withinMs) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), withinMs);
      await gone;
      clearTimeout(hard);
    },
  };
}
