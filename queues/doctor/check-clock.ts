import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf, type Finding } from './finding.js';

const { fine, note } = findingsOf('clock');

/** Nothing depends on clocks that agree, but people who compare times do. */
const tellableMs = 5000;

export function checkClocks(redisAheadMs: number | undefined, folder: string): Finding[] {
  const fileAheadMs = fileServerAheadMs(folder);
  const differing = [
    ...(redisAheadMs !== undefined && Math.abs(redisAheadMs) > tellableMs
      ? [note(`the clock of Redis differs by ${tell(redisAheadMs)}`, 'Ask for time synchronisation (NTP).')]
      : []),
    ...(fileAheadMs !== undefined && Math.abs(fileAheadMs) > tellableMs
      ? [
          note(
            `the clock of the file server differs by ${tell(fileAheadMs)}`,
            'Ask for time synchronisation (NTP).',
          ),
        ]
      : []),
  ];
  return differing.length > 0 ? differing : [fine('clocks agree')];
}

const tell = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** How far the clock of the machine that keeps the folder is ahead; undefined where nothing can be written. */
function fileServerAheadMs(folder: string): number | undefined {
  try {
    const probe = mkdtempSync(join(folder, '.clock-'));
    const file = join(probe, 'probe');
    const now = Date.now();
    writeFileSync(file, '');
    const { mtimeMs } = statSync(file);
    rmSync(probe, { recursive: true });
    return mtimeMs - now;
  } catch {
    return undefined;
  }
}
