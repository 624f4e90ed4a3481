import { readFileSync } from 'node:fs';

/**
 * Fields of /proc/<pid>/stat from the state on: state, parent, group, session, ..., start time (19).
 *
 *   1234 (some name) S 1 1234 1234 ...    the name may hold spaces and brackets
 */
export function statFields(pid: string): string[] {
  const stat = readQuietly(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Empty where the process ended while we looked, or is somebody else's. */
export function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // Told above: no text is an answer here.
    return '';
  }
}
