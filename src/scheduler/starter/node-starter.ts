import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import type { ProcessStarter, StartListener, StartRequest } from './process-starter.js';

const mostCaught = 2 ** 20;

/** Starts processes from this one, which stands still meanwhile: some milliseconds for each 100 MB that it holds. */
export function createNodeStarter(): ProcessStarter {
  return {
    start: (request, listener) => {
      try {
        follow(spawnApart(request), request, listener);
      } catch (error) {
        listener.onEnd({ kind: 'failed', error: error as Error });
      }
    },
    close: () => Promise.resolve(),
  };
}

function spawnApart({ command, folder, environment, variables, log }: StartRequest): ChildProcess {
  const [program, ...args] = command;
  const options = { cwd: folder, env: { ...environment, ...variables }, detached: true };
  if (log === undefined) return spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const file = openSync(log, 'a');
  try {
    const stdio: StdioOptions = ['ignore', file, file];
    const child = spawn(program, args, { ...options, stdio });
    child.unref();
    return child;
  } finally {
    closeSync(file);
  }
}

function follow(child: ChildProcess, request: StartRequest, { onStart, onEnd }: StartListener): void {
  const said = [catchFrom(child.stdout), catchFrom(child.stderr)] as const;
  // Where it cannot be started there is no pid, and 'error' and no end follows.
  if (child.pid !== undefined) onStart?.(child.pid);
  child.once('error', (error) => onEnd({ kind: 'failed', error }));
  const isOver = request.log === undefined ? 'close' : 'exit';
  child.once(isOver, (code: number | null, signal: NodeJS.Signals | null) => {
    const [stdout, stderr] = said.map((text) => text()) as [string, string];
    const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
    if (child.pid !== undefined) onEnd({ kind: 'ended', exitCode, isKilled: code === null, stdout, stderr });
  });
}

function catchFrom(stream: ChildProcess['stdout']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(0, mostCaught);
  });
  return () => text;
}
