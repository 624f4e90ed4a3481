import { setImmediate as nextTurn } from 'node:timers/promises';
import { createOutputReader } from '../../src/crystal/output/output-reader.js';
import type { OutputReport } from '../../src/crystal/output/report.js';
import { files, type OpenFile } from '../../src/workdir/files.js';

const longestPiece = 128 * 1024;

/** Reads an output in one pass, a piece at a time, so that the worker stays alive to the queue; undefined: no file. */
export function readOutput(path: string): Promise<OutputReport | undefined> {
  return withFile(path, async (file) => {
    const reader = createOutputReader(path);
    const { size } = await file.stat();
    const piece = Buffer.allocUnsafe(Math.min(size + 1, longestPiece));
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) return reader.finish();
      reader.push(piece.subarray(0, bytesRead));
      if (bytesRead === longestPiece) await nextTurn();
    }
  });
}

const mostBytes = 4 * 1024 * 1024;

/** A log as latin-1 text, at most its last 4 MiB; undefined where it is missing. */
export function readSmallText(path: string): Promise<string | undefined> {
  return withFile(path, async (file) => {
    const { size } = await file.stat();
    const length = Math.min(size, mostBytes);
    const buffer = Buffer.alloc(length);
    await file.read(buffer, 0, length, size - length);
    return buffer.toString('latin1');
  });
}

/** Band structures of large cells have tens of MiB; beyond this the file is kept and not read. */
const mostDataBytes = 256 * 1024 * 1024;

/** A data file as latin-1 text, whole: the head says how to read the rest. Undefined where it is missing or too large. */
export async function readDataText(path: string): Promise<string | undefined> {
  try {
    const { size } = await files().stat(path);
    return size > mostDataBytes ? undefined : await files().readFile(path, 'latin1');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function withFile<T>(path: string, use: (file: OpenFile) => Promise<T>): Promise<T | undefined> {
  let file: OpenFile;
  try {
    file = await files().open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
