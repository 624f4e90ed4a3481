import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Socket } from 'node:net';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { packageFolder } from '../../config/package-folder.js';
import { errnoError } from './errno-error.js';
import type { ProcessEnd, ProcessStarter, StartListener, StartRequest } from './process-starter.js';
import {
  createMessageReader,
  renderEnvironment,
  renderStart,
  type StarterMessage,
} from './starter-messages.js';

type Helper = ChildProcessByStdio<Writable, Readable, null>;

interface Order {
  readonly request: StartRequest;
  readonly listener: StartListener;
  isStarted: boolean;
}

/**
 * Starts processes through bin/crystalq-starter.pl, a small program that forks for us; it runs from the first start
 * on. Where it cannot run, `otherwise` gets what was asked for, and all that follows.
 */
export function createPerlStarter(otherwise: ProcessStarter, perl = '/usr/bin/perl'): ProcessStarter {
  const orders = new Map<number, Order>();
  let lastId = 0;
  let helper: Helper | undefined;
  /** What the helper was told last. */
  let environment: StartRequest['environment'] | undefined;
  let isReady = false;
  let wasEverReady = false;
  let isUnusable = false;
  let onAllStarted: () => void = () => undefined;

  function launch(): Helper {
    isReady = false;
    environment = undefined;
    const child = spawn(perl, [join(packageFolder(), 'bin', 'crystalq-starter.pl')], {
      // A signal of the terminal is for us; it ends with us, when all that it was told is started.
      detached: true,
      env: { PATH: process.env['PATH'] },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.once('error', () => lose(child));
    child.once('close', () => lose(child));
    // Short of open files: there are no pipes either, and 'error' follows.
    if (child.pid === undefined) throw new Error(`${perl} cannot be started`);
    const read = createMessageReader();
    child.stdout.on('data', (piece: Buffer) => {
      read(piece).forEach(hear);
      look();
    });
    // It may be gone when we write; 'close' tells of it.
    child.stdin.on('error', () => undefined);
    child.unref();
    return child;
  }

  function hear(message: StarterMessage): void {
    if (message.kind === 'ready') {
      isReady = true;
      wasEverReady = true;
      return;
    }
    const order = orders.get(message.id);
    if (!order) return;
    if (message.kind === 'started') {
      order.isStarted = true;
      order.listener.onStart?.(message.pid);
    } else {
      orders.delete(message.id);
      order.listener.onEnd(endOf(message, order.request));
    }
  }

  /** It never began, or something ended it. */
  function lose(child: Helper): void {
    if (helper !== child) return;
    helper = undefined;
    isUnusable = !wasEverReady;
    const lost = [...orders.values()];
    orders.clear();
    for (const { request, listener } of lost)
      if (!isReady) otherwise.start(request, listener);
      else listener.onEnd({ kind: 'unseen' });
    look();
  }

  /** Its pipes keep this process alive as long as somebody waits for an answer. */
  function look(): void {
    const open = [...orders.values()];
    const isStarting = open.some(({ isStarted }) => !isStarted);
    const isWaitedFor = isStarting || open.some(({ request }) => request.log === undefined);
    for (const pipe of [helper?.stdin, helper?.stdout] as (Socket | undefined)[])
      if (isWaitedFor) pipe?.ref();
      else pipe?.unref();
    if (!isStarting) onAllStarted();
  }

  return {
    start: (request, listener) => {
      if (isUnusable) {
        otherwise.start(request, listener);
        return;
      }
      try {
        helper ??= launch();
      } catch {
        // There is no perl, or this machine is short of something just now.
        isUnusable = !existsSync(perl);
        otherwise.start(request, listener);
        return;
      }
      lastId += 1;
      orders.set(lastId, { request, listener, isStarted: false });
      if (environment !== request.environment) helper.stdin.write(renderEnvironment(request.environment));
      ({ environment } = request);
      helper.stdin.write(renderStart(lastId, request));
      look();
    },

    close: async () => {
      await new Promise<void>((resolve) => {
        onAllStarted = resolve;
        look();
      });
      const left = [...orders.values()];
      orders.clear();
      helper?.stdin.end();
      helper = undefined;
      for (const { listener } of left) listener.onEnd({ kind: 'unseen' });
    },
  };
}

function endOf(
  message: Extract<StarterMessage, { kind: 'failed' | 'ended' }>,
  { command: [program] }: StartRequest,
): ProcessEnd {
  if (message.kind === 'failed') return { kind: 'failed', error: errnoError(message.errno, program) };
  const { status, stdout, stderr } = message;
  const signal = status & 127;
  return {
    kind: 'ended',
    exitCode: signal === 0 ? status >> 8 : 128 + signal,
    isKilled: signal !== 0,
    stdout,
    stderr,
  };
}
