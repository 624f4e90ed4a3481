import { randomUUID } from 'node:crypto';
import { access, chmod, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CrystalqError } from '../errors/crystalq-error.js';
import { errnoOf, translateDiskErrors } from '../workdir/disk-errors.js';
import { digestFile, type FileDigest } from '../workdir/sha256.js';
import { writeAtomic } from '../workdir/write-atomic.js';
import { providerOf, withoutPassword } from './sql/database-url.js';
import { openDatabase } from './sql/open-database.js';

export interface Backup extends FileDigest {
  readonly path: string;
}

export interface BackupOptions {
  /** Made, for the user alone, where it is missing. */
  readonly folder: string;
  readonly now: Date;
}

/**
 * Writes a whole and consistent copy of a SQLite store while workers go on writing: `crystalq-<UTC>.db`, and beside it
 * `crystalq-<UTC>.db.sha256` in the form that `sha256sum --check` reads. The copy gets its name when it is on disk.
 *
 * @throws USAGE for PostgreSQL, which has tools of its own; STORE_UNREACHABLE where there is no store, DISK_FULL.
 */
export async function backupStore(url: string, { folder, now }: BackupOptions): Promise<Backup> {
  if (providerOf(url) !== 'sqlite') throw notOurs(url, now);
  await refuseMissing(fileURLToPath(url));
  const name = `crystalq-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.db`;
  const path = join(folder, name);
  return translateDiskErrors(`write ${path}`, async () => {
    await makeFolder(folder);
    await removeLeftovers(folder, now);
    const temporary = join(folder, `.${name}.${randomUUID()}`);
    try {
      await copyTo(url, temporary);
      const digest = await digestFile(temporary);
      await giveName(temporary, path);
      await writeAtomic(checksumPathOf(path), `${digest.sha256}  ${name}\n`, { mode: 0o600 });
      return { path, ...digest };
    } finally {
      await rm(temporary, { force: true });
    }
  });
}

export const checksumPathOf = (backup: string): string => `${backup}.sha256`;

/** Removes all but the newest `keep` backups of a folder, and returns their paths. Other files are not touched. */
export async function removeOldBackups(folder: string, keep: number): Promise<string[]> {
  const names = (await readdir(folder)).filter(isBackup).sort();
  const old = names.slice(0, Math.max(0, names.length - keep)).map((name) => join(folder, name));
  for (const path of old) {
    await rm(path);
    await rm(checksumPathOf(path), { force: true });
  }
  return old;
}

/** Longer than a backup goes without writing to its file. */
const leftoverAfterMs = 3_600_000;

/** What a backup that was killed has left: an unfinished copy, or a name that never got its content. */
async function removeLeftovers(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const isCopy = /^\.crystalq-\d{8}T\d{6}Z\.db\./.test(name);
    if (!isCopy && !isBackup(name)) continue;
    const path = join(folder, name);
    // Another backup may be at work in this folder, and finish meanwhile.
    const about = await stat(path).catch(() => undefined);
    if (!about || now.getTime() - about.mtimeMs < leftoverAfterMs) continue;
    if (isCopy || about.size === 0) await rm(path, { force: true });
  }
}

const isBackup = (name: string): boolean => /^crystalq-\d{8}T\d{6}Z\.db$/.test(name);

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
  } catch (cause) {
    if (!['ENOTDIR', 'EACCES', 'EEXIST', 'EROFS'].includes(errnoOf(cause) ?? '')) throw cause;
    throw new CrystalqError('USAGE', `${folder} is no folder that you may write to (${errnoOf(cause)}).`, {
      hint: 'Name a folder of your own: crystalq backup ~/backups',
      cause,
    });
  }
}

async function copyTo(url: string, path: string): Promise<void> {
  const database = await openDatabase(url);
  try {
    await database.run('VACUUM INTO $1', [path]);
  } finally {
    await database.close();
  }
  await chmod(path, 0o600);
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

/**
 * A rename alone would replace the backup of another process of the same second: whoever makes the empty file owns the
 * name. (A link would do that in one go, but not every file system has hard links.)
 */
async function giveName(temporary: string, path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (cause) {
    if (errnoOf(cause) !== 'EEXIST') throw cause;
    throw new CrystalqError('USAGE', `${path} is there already: another backup was made in this second.`, {
      hint: 'Nothing to do: that one holds the same.',
      cause,
    });
  }
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** SQLite would make an empty store and copy that. */
async function refuseMissing(path: string): Promise<void> {
  try {
    await access(path);
  } catch (cause) {
    throw new CrystalqError('STORE_UNREACHABLE', `There is no store to back up at ${path}.`, {
      hint: 'Look at advanced.store.url and paths.dataDir in `crystalq config show --origin`.',
      cause,
    });
  }
}

const notOurs = (url: string, now: Date): CrystalqError =>
  new CrystalqError('USAGE', 'The store is in PostgreSQL, which is backed up with its own tool.', {
    hint:
      `pg_dump --format=custom --file=crystalq-${now.toISOString().slice(0, 10)}.dump '${withoutPassword(url)}'` +
      '   (put the password into ~/.pgpass instead of ***)',
  });
