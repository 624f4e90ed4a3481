import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { writeAtomic } from '../../src/workdir/write-atomic.js';
import { roles, type Role } from './roles.js';

const TokenFile = z.object({
  version: z.literal(1),
  viewer: z.string().min(20),
  operator: z.string().min(20),
  admin: z.string().min(20),
  /** Signs session cookies. */
  sessionKey: z.string().min(20),
});
export type Tokens = z.infer<typeof TokenFile>;

export const tokenFilePath = (dataDir: string): string => join(dataDir, 'dashboard-tokens.json');

/** The tokens of this installation, made at the first start; only the user can read the file. */
export async function loadTokens(dataDir: string): Promise<Tokens> {
  const path = tokenFilePath(dataDir);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return makeTokens(path);
  const parsed = TokenFile.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new CrystalqError('CONFIG_INVALID', `${path} is no file of dashboard tokens.`, {
      hint: 'Remove it: new tokens are made at the next start.',
    });
  }
  await chmod(path, 0o600);
  return parsed.data;
}

async function makeTokens(path: string): Promise<Tokens> {
  const secret = (): string => randomBytes(24).toString('base64url');
  const tokens: Tokens = {
    version: 1,
    viewer: secret(),
    operator: secret(),
    admin: secret(),
    sessionKey: secret(),
  };
  await writeAtomic(path, `${JSON.stringify(tokens, undefined, 2)}\n`, { mode: 0o600 });
  return tokens;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The role of a token; every comparison takes the same time, whatever the token. */
export function roleOf(tokens: Tokens, given: string): Role | undefined {
  let found: Role | undefined;
  for (const role of roles) if (isSame(tokens[role], given)) found = role;
  return found;
}

export function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  if (a.length === b.length) return timingSafeEqual(a, b);
  timingSafeEqual(a, a);
  return false;
}
