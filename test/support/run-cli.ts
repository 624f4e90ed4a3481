import { PassThrough } from 'node:stream';
import { main } from '../../queues/cli/main.js';

export interface CliOutcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command inside this process. Configuration is taken from process.env, as in life. */
export async function runCli(...args: readonly string[]): Promise<CliOutcome> {
  const out = new PassThrough();
  const err = new PassThrough();
  const exitCode = await main(args, '0.0.0', { out, err, interactive: false });
  // Commands tell their exit code through the process; the test run keeps its own.
  process.exitCode = undefined;
  const textOf = (stream: PassThrough): string => String(stream.read() ?? '');
  return { exitCode, out: textOf(out), err: textOf(err) };
}
