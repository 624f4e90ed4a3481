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

/** What lies in a folder; nothing where there is none. */
export function namesIn(folder: string): Promise<string[]> {
  return translateDiskErrors(`look into ${folder}`, async () => {
    try {
      return await files().readdir(folder);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw error;
    }
  });
}

/**
 * Those of the expected files that are there and not empty (an aborted program leaves empty ones), with checksums.
 * `names`: what lies in the folder. One look at it instead of one per name: most of what a step may leave is not there.
 */
export async function collectFiles(
  folder: string,
  names: readonly string[],
  expected: readonly ExpectedFile[],
): Promise<CollectedFile[]> {
  const found: CollectedFile[] = [];
  const there = new Set(names);
  for (const file of expected) {
    const path = fileIn(folder, file.path);
    if (isTopLevel(file.path) && !there.has(file.path)) continue;
    if (!(await isFilled(path))) continue;
    found.push({ role: file.role, path: file.path, ...(file.digest ?? (await digestFile(path))) });
  }
  return found;
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
