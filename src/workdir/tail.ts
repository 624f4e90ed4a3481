import { open } from 'node:fs/promises';
import { errnoOf, translateDiskErrors } from './disk-errors.js';

export interface Tail {
  /** What was added since `fromByte`, at most `limitBytes` of it. */
  readonly chunk: Buffer;
  /** Where to go on next time. */
  readonly nextByte: number;
  /** The file is shorter than before: another one, to be read from its start. */
  readonly isReplaced: boolean;
}

const defaultLimitBytes = 1024 * 1024;

/** Reads on in a growing file without reading it again. A file that is not there yet is an empty one. */
export function readTail(path: string, fromByte: number, limitBytes = defaultLimitBytes): Promise<Tail> {
  return translateDiskErrors(`read ${path}`, async () => {
    const file = await open(path, 'r').catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (!file) return { chunk: Buffer.alloc(0), nextByte: 0, isReplaced: fromByte > 0 };
    try {
      const { size } = await file.stat();
      const isReplaced = size < fromByte;
      const start = isReplaced ? 0 : fromByte;
      const chunk = Buffer.alloc(Math.min(size - start, limitBytes));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, start);
      return { chunk: chunk.subarray(0, bytesRead), nextByte: start + bytesRead, isReplaced };
    } finally {
      await file.close();
    }
  });
}

/** The last bytes of a file, as text (latin-1: CRYSTAL and Slurm write bytes, and cuts may fall anywhere). */
export async function readLastBytes(path: string, bytes: number): Promise<string> {
  return translateDiskErrors(`read ${path}`, async () => {
    const file = await open(path, 'r').catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (!file) return '';
    try {
      const { size } = await file.stat();
      const chunk = Buffer.alloc(Math.min(size, bytes));
      await file.read(chunk, 0, chunk.length, size - chunk.length);
      return chunk.toString('latin1');
    } finally {
      await file.close();
    }
  });
}
