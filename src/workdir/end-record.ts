import { join } from 'node:path';
import * as z from 'zod';
import { errnoOf, translateDiskErrors } from './disk-errors.js';
import { files } from './files.js';

/**
 * The last act of a job script, one of the three witnesses of its end:
 *
 *   {"token":"k3x9w2ab-0007-OPT-a1-5f2c","jobId":"4711","exitCode":0,"signal":null,
 *    "startedAt":"2026-05-01T10:00:00Z","endedAt":"2026-05-01T11:30:00Z","host":"cn07","scratch":null,"notCopied":[],
 *    "renames":[["fort.9","OPT.f9"]]}
 */
export const EndRecord = z.object({
  token: z.string(),
  jobId: z.string(),
  exitCode: z.number().int(),
  /** USR2: the walltime came near; TERM: cancelled or pre-empted. */
  signal: z.string().nullable(),
  /** Clock of the compute node; ISO 8601, UTC. */
  startedAt: z.string(),
  endedAt: z.string(),
  host: z.string(),
  /** Where it ran when that was not the run folder. */
  scratch: z.string().nullable(),
  /** Files that could not be copied back; the scratch folder is still there then. */
  notCopied: z.array(z.string()),
  /** Pairs of a file that the program left in the run folder itself and the name it is to get; give-names.ts gives it. */
  renames: z.array(z.tuple([z.string(), z.string()])).default([]),
});
export type EndRecord = z.infer<typeof EndRecord>;

export const endRecordFile = 'end.json';

/**
 * The end record of this attempt; undefined where there is none (yet), it is half written, or it belongs to another
 * attempt. Absence says nothing about the job.
 */
export async function readEndRecord(folder: string, token: string): Promise<EndRecord | undefined> {
  const text = await translateDiskErrors(`read the end record in ${folder}`, async () => {
    try {
      return await files().readFile(join(folder, endRecordFile), 'utf8');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  });
  return text === undefined ? undefined : parseEndRecord(text, token);
}

export function parseEndRecord(text: string, token: string): EndRecord | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // Truncated: the writer is not done, or died. Both mean that there is no record.
    return undefined;
  }
  const record = EndRecord.safeParse(raw);
  return record.success && record.data.token === token ? record.data : undefined;
}
