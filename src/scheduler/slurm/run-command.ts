import { CrystalqError } from '../../errors/crystalq-error.js';

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
  readonly folder?: string;
}

/**
 * Runs a command of the scheduler, without a shell.
 * Throws SCHEDULER_MISSING where it is not there, SCHEDULER_BUSY where this machine can start no process just now.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { timeoutMs, environment, folder }: CommandOptions,
): Promise<CommandResult> {
  // Loaded when the first command runs: most processes that know of a scheduler never call it.
  const { execa } = await import('execa');
  const result = await execa(command, args, {
    ...(folder === undefined ? {} : { cwd: folder }),
    env: environment,
    extendEnv: false,
    reject: false,
    timeout: timeoutMs,
    stdin: 'ignore',
    // A listing of 100,000 jobs has some 15 MB.
    maxBuffer: 256 * 1024 * 1024,
    forceKillAfterDelay: 2000,
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

function notStarted(command: string, errno: string | undefined, cause: unknown): CrystalqError {
  if (errno === 'EAGAIN' || errno === 'ENOMEM' || errno === 'EMFILE') {
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
