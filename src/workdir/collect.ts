import { errnoOf, translateDiskErrors } from './disk-errors.js';
import { files } from './files.js';
import { fileIn } from './paths.js';
import { digestFile, type FileDigest } from './sha256.js';

export interface ExpectedFile {
  /** deck, output, wavefunction, ... */
  readonly role: string;
  /** Name in the run folder. */
  readonly path: string;
  /** Of somebody who has just read it. */
  readonly digest?: FileDigest | undefined;
}

export interface CollectedFile extends Omit<ExpectedFile, 'digest'>, FileDigest {}

/** Those of the expected files that are there and not empty (an aborted program leaves empty ones), with checksums. */
export async function collectFiles(
  folder: string,
  expected: readonly ExpectedFile[],
): Promise<CollectedFile[]> {
  const found: CollectedFile[] = [];
  // One look at the folder instead of one per name: most of the files that a step may leave are not there.
  const names = new Set(await namesIn(folder));
  for (const file of expected) {
    const path = fileIn(folder, file.path);
    if (isTopLevel(file.path) && !names.has(file.path)) continue;
    if (!(await isFilled(path))) continue;
    found.push({ role: file.role, path: file.path, ...(file.digest ?? (await digestFile(path))) });
  }
  return found;
}

function namesIn(folder: string): Promise<string[]> {
  return translateDiskErrors(`look into ${folder}`, async () => {
    try {
      return await files().readdir(folder);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw error;
    }
  });
}

const isTopLevel = (path: string): boolean => !path.includes('/');

function isFilled(path: string): Promise<boolean> {
  return translateDiskErrors(`look at ${path}`, async () => {
    try {
      const found = await files().stat(path);
      return found.isFile() && found.size > 0;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false;
      throw error;
    }
  });
}
