import { renameSync, writeFileSync, writeSync } from 'node:fs';
import type { Act } from './act.js';

/** What the performer needs to know of the place it works in. */
export interface Stage {
  /** True where the process group is a job's own: a node failure then takes the job script down too. */
  readonly ownsProcessGroup: boolean;
}

/** Carries out acts in the working folder; returns the exit code. */
export async function performActs(acts: Iterable<Act>, stage: Stage): Promise<number> {
  stopOnSignals();
  let owedSeconds = 0;
  for (const act of acts) {
    switch (act.kind) {
      case 'print':
        writeAll(1, act.text);
        break;
      case 'printError':
        writeAll(2, act.text);
        break;
      case 'file':
        writeWhole(act.name, act.content);
        break;
      case 'wait':
        owedSeconds += act.seconds;
        if (owedSeconds < shortestPauseSeconds) break;
        await pause(owedSeconds);
        owedSeconds = 0;
        break;
      case 'hang':
        await pause(longestHangSeconds);
        return 1;
      case 'killSelf':
        process.kill(process.pid, 'SIGKILL');
        await pause(longestHangSeconds);
        break;
      case 'killGroup':
        // Signal to "process 0" reaches the whole group.
        process.kill(stage.ownsProcessGroup ? 0 : process.pid, 'SIGKILL');
        await pause(longestHangSeconds);
        break;
      case 'exit':
        return act.code;
    }
  }
  return 0;
}

/** Shorter waits are saved up: a timer costs about a millisecond. */
const shortestPauseSeconds = 0.015;

/** Nothing should run that long; a forgotten rehearsal must not stay for ever. */
const longestHangSeconds = 24 * 3600;

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, seconds * 1000)));

/** Fortran programs end with a line of their runtime when the scheduler stops them. */
function stopOnSignals(): void {
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    process.once(signal, () => {
      writeAll(2, `forrtl: error (78): process killed (${signal})\n`);
      process.exit(code);
    });
  }
}

/** Output may be a pipe that takes only a part, or is full for a moment. */
function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text, 'latin1');
  for (let start = 0; start < bytes.length;) {
    try {
      start += writeSync(descriptor, bytes, start);
    } catch (error) {
      if (!isTryAgain(error)) throw error;
    }
  }
}

const isTryAgain = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EAGAIN';

/** Restart files are whole or not at all, whenever the program is killed. */
function writeWhole(name: string, content: string): void {
  if (!restartFiles.has(name)) {
    writeFileSync(name, content, 'latin1');
    return;
  }
  writeFileSync(`${name}.part`, content, 'latin1');
  renameSync(`${name}.part`, name);
}

const restartFiles = new Set(['OPTINFO.DAT', 'FREQINFO.DAT']);
