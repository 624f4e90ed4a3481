import { CrystalqError } from '../errors/crystalq-error.js';
import { missingFile, onRecorded } from './missing-file.js';
import { digestFile } from './sha256.js';

/**
 * A recorded file is still the one that was written: what is submitted is what was checked. An empty one is missing: it
 * is what a machine leaves that lost its power before the content was on disk.
 * Throws FILE_CHANGED, FILE_MISSING.
 */
export async function verifyFile(path: string, sha256: string): Promise<void> {
  const found = await onRecorded(path, digestFile);
  if (found.sha256 === sha256) return;
  if (found.sizeBytes === 0) throw missingFile(path, 'is empty since it was written');
  throw new CrystalqError(
    'FILE_CHANGED',
    `${path} was changed since it was written: sha256 ${found.sha256.slice(0, 12)}…, recorded ${sha256.slice(0, 12)}….`,
    {
      details: { path, found: found.sha256, recorded: sha256 },
      hint: 'Settings are changed in the recipe, not in the run folder. Rerun the step.',
    },
  );
}
