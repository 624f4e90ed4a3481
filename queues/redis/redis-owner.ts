import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { CrystalqError } from '../../src/errors/crystalq-error.js';

/** owner.json beside the append-only file: which machine and process writes it. */
const Owner = z.object({ host: z.string(), pid: z.number(), startedAt: z.string() });
type Owner = z.infer<typeof Owner>;

const ownerFile = (data: string): string => join(data, 'owner.json');

export function saveOwner(data: string, pid: number): void {
  const owner: Owner = { host: hostname(), pid, startedAt: new Date().toISOString() };
  writeFileSync(ownerFile(data), JSON.stringify(owner), { mode: 0o600 });
}

export const removeOwner = (data: string): void => rmSync(ownerFile(data), { force: true });

export function readOwner(data: string): Owner | undefined {
  const file = ownerFile(data);
  if (!existsSync(file)) return undefined;
  // A half-written file is of a start that did not end; on this machine the lock stands before it.
  return Owner.safeParse(parseJson(readFileSync(file, 'utf8'))).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The folder may lie on a network file system: two servers on one append-only file would destroy it. */
export function refuseElsewhere(data: string): void {
  const owner = readOwner(data);
  if (!owner || owner.host === hostname()) return;
  throw new CrystalqError(
    'REDIS_ELSEWHERE',
    `the own Redis of this data folder was started on ${owner.host} at ${owner.startedAt}`,
    {
      hint: `Work on ${owner.host}, or set CRYSTALQ_REDIS_URL; if that machine is gone, remove ${ownerFile(data)}.`,
    },
  );
}
