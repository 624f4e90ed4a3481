import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CrystalqError } from '../../src/errors/crystalq-error.js';

const names = ['redis-server', 'valkey-server'] as const;

/** Where Debian and others put servers, which is not on every user's PATH. */
const furtherFolders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'];

/** Path of a redis-server or valkey-server, or undefined. */
export function findRedisServer(
  searchPath: string | undefined,
  further: readonly string[] = furtherFolders,
): string | undefined {
  const folders = [
    ...(searchPath ?? '').split(delimiter).filter((folder) => folder.startsWith('/')),
    ...further,
  ];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What to type to get a Redis on this kind of machine; the most fitting line first. */
export function installRedisHint(): string {
  const anywhere = [
    'conda install -c conda-forge redis-server',
    'docker compose up -d redis   (in the folder of crystalq; then set CRYSTALQ_REDIS_URL)',
  ];
  const here = [
    ...(existsSync('/etc/debian_version') ? ['sudo apt-get install redis-server'] : []),
    ...(existsSync('/etc/redhat-release') ? ['sudo dnf install redis   (or valkey)'] : []),
    ...(process.platform === 'darwin' ? ['brew install redis'] : []),
  ];
  return ['Install a Redis, for example with', ...[...here, ...anywhere].map((line) => `    ${line}`)].join(
    '\n',
  );
}

/**
 * Path of a Redis server. With `mayInstall`, one is installed where we are root on Debian. Throws REDIS_MISSING with
 * what to type.
 */
export async function ensureRedisServer(options: {
  readonly mayInstall: boolean;
  readonly searchPath: string | undefined;
  readonly furtherFolders?: readonly string[];
}): Promise<string> {
  const find = (): string | undefined => findRedisServer(options.searchPath, options.furtherFolders);
  const found = find();
  if (found !== undefined) return found;
  if (options.mayInstall && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) await installByApt();
  const installed = find();
  if (installed !== undefined) return installed;
  throw new CrystalqError('REDIS_MISSING', 'there is no redis-server and no valkey-server on this machine', {
    hint: installRedisHint(),
  });
}

async function installByApt(): Promise<void> {
  // Loaded when it is needed, which is nearly never: all commands that change a campaign load this file.
  const { execa } = await import('execa');
  const apt = (...args: string[]) =>
    execa('apt-get', args, {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      stdin: 'ignore',
      timeout: 300_000,
      reject: false,
    });
  await apt('update', '-q');
  const { exitCode, stderr } = await apt('install', '-y', '-q', '--no-install-recommends', 'redis-server');
  if (exitCode !== 0)
    throw new CrystalqError(
      'REDIS_MISSING',
      `apt-get install redis-server failed: ${stderr.trim().slice(-400)}`,
      {
        hint: installRedisHint(),
      },
    );
}
