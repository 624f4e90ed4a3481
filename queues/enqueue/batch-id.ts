import { createHash } from 'node:crypto';

/** Fingerprint of a batch: the same structures under the same names with the same work are the same batch. */
export function fingerprintOf(parts: unknown): string {
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Short id for people, file names and Slurm job names: 8 letters and digits that are not mistaken for each other. */
export function batchIdOf(fingerprint: string): string {
  const bytes = Buffer.from(fingerprint, 'hex').subarray(0, 8);
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join('');
}

/** JSON with sorted keys, so that the order in a file does not matter. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
