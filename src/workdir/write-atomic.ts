import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { translateDiskErrors } from './disk-errors.js';
import { files, type OpenFile } from './files.js';

export interface WriteOptions {
  /** Keeps what was there as `<name>.bak`. */
  readonly backup?: boolean;
  readonly mode?: number;
}

/**
 * Writes a file so that readers see the old text or the new one and nothing in between, even after a crash: temporary
 * name in the same folder, fsync, rename. Returns the sha256 of the content.
 * Throws DISK_FULL; other errors of the file system pass.
 */
export async function writeAtomic(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<string> {
  const temporary = temporaryNameFor(path);
  await translateDiskErrors(`write ${path}`, async () => {
    await withNewFile(temporary, options.mode, (file) => writeAndSync(file, content));
    try {
      if (options.backup) await keepBackup(path);
      await files().rename(temporary, path);
    } catch (error) {
      await files().remove(temporary);
      throw error;
    }
  });
  return sha256Of(content);
}

/**
 * A new file that nobody else knows of yet. Returns the sha256 of the content; leaves nothing where it fails. One that is
 * not synced may be left empty by a machine that loses its power.
 */
export async function writeNew(
  path: string,
  content: string | Uint8Array,
  { isSynced }: { readonly isSynced: boolean },
): Promise<string> {
  const write = (file: OpenFile): Promise<void> =>
    isSynced ? writeAndSync(file, content) : file.writeFile(content);
  await translateDiskErrors(`write ${path}`, () => withNewFile(path, undefined, write));
  return sha256Of(content);
}

const sha256Of = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

async function withNewFile(
  path: string,
  mode = 0o644,
  write: (file: OpenFile) => Promise<void>,
): Promise<void> {
  try {
    const file = await files().open(path, 'wx', mode);
    try {
      await write(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    await files().remove(path);
    throw error;
  }
}

/** A name nobody else uses, hidden, in the same folder: a rename from there stays in one file system. */
export const temporaryNameFor = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);

/** Of the names in a folder, those of temporary files: somebody is about to rename them, or died before. */
export const temporaryAmong = (names: readonly string[]): string[] =>
  names.filter((name) => /^\..+\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/s.test(name));

async function writeAndSync(file: OpenFile, content: string | Uint8Array): Promise<void> {
  await file.writeFile(content);
  await file.sync();
}

async function keepBackup(path: string): Promise<void> {
  const backup = `${path}.bak`;
  await files().remove(backup);
  await files()
    .link(path, backup)
    .catch((error: unknown) => {
      // Nothing was there yet: there is nothing to keep.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    });
}
