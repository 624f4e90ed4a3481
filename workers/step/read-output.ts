import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { createOutputReader } from '../../src/crystal/output/output-reader.js';
import type { OutputReport } from '../../src/crystal/output/report.js';

/** Reads an output in one pass, a piece at a time, so that the worker stays alive to the queue; undefined: no file. */
export async function readOutput(path: string): Promise<OutputReport | undefined> {
  const reader = createOutputReader(path);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
      reader.push(chunk as Buffer);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return reader.finish();
}

const mostBytes = 4 * 1024 * 1024;

/** A log as latin-1 text, at most its last 4 MiB; undefined where it is missing. */
export async function readSmallText(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, mostBytes);
      const buffer = Buffer.alloc(length);
      await file.read(buffer, 0, length, size - length);
      return buffer.toString('latin1');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Band structures of large cells have tens of MiB; beyond this the file is kept and not read. */
const mostDataBytes = 256 * 1024 * 1024;

/** A data file as latin-1 text, whole: the head says how to read the rest. Undefined where it is missing or too large. */
export async function readDataText(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    return size > mostDataBytes ? undefined : await readFile(path, 'latin1');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
