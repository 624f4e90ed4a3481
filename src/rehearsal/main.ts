import { readFileSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Act } from './act.js';
import { performActs } from './perform-acts.js';
import { ownsProcessGroup, readEnvironment } from './read-environment.js';
import type { RehearsalInput } from './run-context.js';

/** Runs a stand-in in the working folder: deck from INPUT, else from standard input. Returns the exit code. */
export async function runRehearsal(rehearse: (input: RehearsalInput) => Iterable<Act>): Promise<number> {
  const options = optionsOrComplain();
  if (options === undefined) return 2;
  const acts = rehearse({
    deckText: readIfThere('INPUT') ?? readIfThere(0),
    readFile: readIfThere,
    options,
  });
  return await performActs(acts, {
    ownsProcessGroup: ownsProcessGroup(process.env),
  });
}

function optionsOrComplain(): RehearsalInput['options'] | undefined {
  try {
    return readEnvironment(process.env, [process.cwd(), outputFolder()], new Date());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
}

/** In scratch the run folder is known by the file that the output goes to (Linux only; elsewhere nothing is known). */
function outputFolder(): string {
  try {
    return dirname(readlinkSync('/proc/self/fd/1'));
  } catch {
    return '';
  }
}

/** Latin-1, as CRYSTAL's own files. A folder, a closed or an interactive standard input count as nothing there. */
function readIfThere(file: string | 0): string | undefined {
  if (file === 0 && process.stdin.isTTY) return undefined;
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}
