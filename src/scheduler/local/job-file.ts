import * as z from 'zod';
import { EndedJob, LocalJob, StartRecord } from './job-record.js';

/**
 * A job of the spool as text: one line as it was submitted, and what happened to it, a line each, as it happens (with
 * empty lines between).
 *
 *   {"job":{"jobId":"m2x4k9qz1-1a2b-0007", ...}}
 *   {"started":{"process":"4711-3f2a91c0-88123","slot":0,"startedAt":"..."}}
 *   {"ended":{"phase":"completed","state":"COMPLETED", ...}}
 */
const Line = z.union([
  z.object({ job: LocalJob }),
  /** Null: it went back to the queue. */
  z.object({ started: StartRecord.nullable() }),
  z.object({ ended: EndedJob }),
]);

export interface JobLines {
  readonly job: LocalJob;
  readonly started: StartRecord | undefined;
  readonly ended: EndedJob | undefined;
}

/** On a line of its own, whatever a full disk left of the one before. */
export const renderLine = (line: z.infer<typeof Line>): string => `\n${JSON.stringify(line)}\n`;

/** Undefined: no job. A line that was cut off says nothing. */
export function parseJobFile(text: string): JobLines | undefined {
  let job: LocalJob | undefined;
  let started: StartRecord | null = null;
  let ended: EndedJob | undefined;
  for (const line of text.split('\n').map(parseLine)) {
    if (line === undefined) continue;
    if ('job' in line) ({ job } = line);
    else if ('started' in line) ({ started } = line);
    else ({ ended } = line);
  }
  return job && { job, started: started ?? undefined, ended };
}

function parseLine(text: string): z.infer<typeof Line> | undefined {
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
