import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { statFields } from './proc.js';

/**
 * A process, told apart from a later one that got the same number: its start time in this run of the machine.
 * As text `<pid>-<boot>-<start>`, usable in file names.
 */
export type ProcessIdentity = string;

/** Nobody: what was handed over by a process that stopped in good order. */
export const noProcess: ProcessIdentity = '0-0-0';

/** Undefined when there is no such process any more (one that ended and waits to be buried counts as gone). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const start = process.platform === 'linux' ? startInProc(pid) : startFromPs(pid);
  return start === undefined ? undefined : `${pid}-${boot()}-${start}`;
}

export const pidOf = (identity: ProcessIdentity): number => Number(identity.split('-')[0]);

export const isAlive = (identity: ProcessIdentity): boolean =>
  identity !== noProcess && identityOf(pidOf(identity)) === identity;

function startInProc(pid: number): string | undefined {
  const fields = statFields(String(pid));
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

/** Where there is no /proc (macOS). */
function startFromPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return started.trim() === '' ? undefined : String(Date.parse(started.trim()));
  } catch {
    // ps ends with 1 when there is no such process.
    return undefined;
  }
}

let bootId: string | undefined;

function boot(): string {
  bootId ??=
    process.platform === 'linux' ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8) : 'x';
  return bootId;
}
