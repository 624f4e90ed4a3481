import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { identityOf, isAlive, type ProcessIdentity } from '../../src/scheduler/local/process-identity.js';

/**
 * Who holds a lease, as text: `worker@n1:4711 <uuid> n1/pid:[4026531836]/4711-<boot>-<start>`. Each call gives another
 * one, since two pieces of work of a process are two holders. The last word names the process and nobody else, now or
 * later: machine, name space of process numbers (containers of one machine have their own), number, run of the machine
 * and start time.
 */
export const holderOf = (actor: string): string =>
  `${actor} ${randomUUID()} ${place()}/${identityOf(process.pid) ?? 'unknown'}`;

/** True where the holder was a process that could be seen from here, and is gone. False: it lives, or who knows. */
export function isGone(holder: string): boolean {
  const word = holder.split(' ').at(-1) ?? '';
  if (!word.startsWith(`${place()}/`)) return false;
  const identity: ProcessIdentity = word.slice(place().length + 1);
  return /^\d+-\w+-\d+$/.test(identity) && !isAlive(identity);
}

const place = (): string => `${hostname()}/${numbersOf()}`;

function numbersOf(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // No name spaces here (macOS): numbers are those of the machine.
    return '-';
  }
}
