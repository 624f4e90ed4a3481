import { CrystalqError } from '../../errors/crystalq-error.js';
import { errnoOf } from '../../workdir/disk-errors.js';
import type { ProcessEnd, ProcessStarter } from '../starter/process-starter.js';
import { isShortage } from '../starter/shortage.js';

export interface CommandResult {
  /** Null when it was ended by a signal or never started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The time limit of the client ended it: what the command did is not known. */
  readonly isTimedOut: boolean;
}

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a command of the scheduler, without a shell.
 * Throws SCHEDULER_MISSING where it is not there, SCHEDULER_BUSY where this machine can start no process just now.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { timeoutMs, environment }: CommandOptions,
): Promise<CommandResult> {
  // Loaded when the first command runs: most processes that know of a scheduler never call it.
  const { execa } = await import('execa');
  const result = await execa(command, args, {
    env: environment,
    extendEnv: false,
    reject: false,
    timeout: timeoutMs,
    stdin: 'ignore',
    // A listing of 100,000 jobs has some 15 MB.
    maxBuffer: 256 * 1024 * 1024,
    forceKillAfterDelay: killAfterMs,
  });
  const started = result.exitCode !== undefined || result.signal !== undefined || result.timedOut;
  if (!started) throw notStarted(command, result.code, result.cause ?? result);
  return {
    exitCode: result.exitCode ?? null,
    stdout: result.stdout,
    stderr: result.stderr,
    isTimedOut: result.timedOut,
  };
}

/**
 * The same for a command that is called a thousand times: through `starter`, which does not make this process fork.
 * Beyond its time it is ended: TERM, and KILL two seconds later.
 */
export async function startCommand(
  starter: ProcessStarter,
  command: string,
  args: readonly string[],
  { timeoutMs, environment, folder }: StartedCommandOptions,
): Promise<CommandResult> {
  let pid: number | undefined;
  let isTimedOut = false;
  let timer: NodeJS.Timeout | undefined;
  const endIt = (signal: NodeJS.Signals): void => {
    isTimedOut = true;
    if (pid !== undefined) signalGroup(pid, signal);
    if (signal === 'SIGTERM') timer = setTimeout(endIt, killAfterMs, 'SIGKILL');
  };
  const end = await new Promise<ProcessEnd>((resolve) => {
    timer = setTimeout(endIt, timeoutMs, 'SIGTERM');
    const onStart = (started: number): void => {
      pid = started;
    };
    starter.start({ command: [command, ...args], folder, environment }, { onStart, onEnd: resolve });
  });
  clearTimeout(timer);
  if (end.kind === 'failed') throw notStarted(command, errnoOf(end.error), end.error);
  if (end.kind === 'unseen') return { exitCode: null, stdout: '', stderr: '', isTimedOut };
  const { exitCode, isKilled, stdout, stderr } = end;
  return { exitCode: isKilled ? null : exitCode, stdout, stderr, isTimedOut };
}

interface StartedCommandOptions {
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

const killAfterMs = 2000;

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended in between.
  }
}

function notStarted(command: string, errno: string | undefined, cause: unknown): CrystalqError {
  if (isShortage(errno)) {
    return new CrystalqError(
      'SCHEDULER_BUSY',
      `${command} could not be started (${errno}): this machine is short of processes, memory or files.`,
      { cause },
    );
  }
  return new CrystalqError('SCHEDULER_MISSING', `${command} could not be started (${errno ?? 'unknown'}).`, {
    details: { command },
    cause,
  });
}
