import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../../workdir/disk-errors.js';
import { endRecordFile, parseEndRecord } from '../../workdir/end-record.js';
import type { LocalJob } from './job-record.js';

/** Of a job whose end nobody saw: what its script wrote, if it did. */
export function exitCodeOnRecord(job: LocalJob): number | null {
  try {
    const text = readFileSync(join(job.folder, endRecordFile), 'utf8');
    const record = parseEndRecord(text, job.jobName);
    return record?.jobId === job.jobId ? record.exitCode : null;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}
