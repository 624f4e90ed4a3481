import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createDataReader, type DataParser } from '../../src/crystal/files/data-reader.js';
import { createOutputReader } from '../../src/crystal/output/output-reader.js';
import type { OutputReport } from '../../src/crystal/output/report.js';
import { files, type OpenFile } from '../../src/workdir/files.js';
import type { FileDigest } from '../../src/workdir/sha256.js';

/** Texts of twice this length lie outside V8's young memory: they pile up until the old one is cleared. */
const longestPiece = 64 * 1024;

export interface ReadOutput {
  readonly report: OutputReport;
  /** Of what was read. */
  readonly digest: FileDigest;
}

/** Reads an output in one pass, a piece at a time, so that the worker stays alive to the queue; undefined: no file. */
export function readOutput(path: string): Promise<ReadOutput | undefined> {
  return withFile(path, async (file) => {
    const reader = createOutputReader(path);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    await readPieces(file, (await file.stat()).size, (piece) => {
      hash.update(piece);
      sizeBytes += piece.length;
      reader.push(piece);
    });
    return { report: reader.finish(), digest: { sizeBytes, sha256: hash.digest('hex') } };
  });
}

/** Reads a data file in the same way, however long it is; undefined where it is missing. */
export function readDataFile<T>(
  path: string,
  fileName: string,
  parse: DataParser<T>,
): Promise<T | undefined> {
  return withFile(path, async (file) => {
    const { size } = await file.stat();
    const reader = createDataReader(parse, fileName, size);
    await readPieces(file, size, (piece) => reader.push(piece.toString('latin1')));
    return reader.finish();
  });
}

async function readPieces(file: OpenFile, sizeBytes: number, push: (piece: Buffer) => void): Promise<void> {
  const piece = Buffer.allocUnsafe(Math.min(sizeBytes + 1, longestPiece));
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, piece.length);
    if (bytesRead === 0) return;
    push(piece.subarray(0, bytesRead));
    if (bytesRead === longestPiece) await nextTurn();
  }
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
