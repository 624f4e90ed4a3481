import { readdirSync } from 'node:fs';
import { readQuietly, statFields } from './proc.js';
import { noProcess, pidOf } from './process-identity.js';
import type { WatchedJob } from './watched-job.js';

/** Jobs whose processes together take more memory than was asked for. Best effort: Linux, once a round. */
export function tooLarge(jobs: readonly WatchedJob[]): WatchedJob[] {
  const running = jobs.filter((job) => job.process !== noProcess);
  if (running.length === 0 || process.platform !== 'linux') return [];
  const used = groupMemoryMiB(new Set(running.map((job) => pidOf(job.process))));
  return running.filter((job) => (used.get(pidOf(job.process)) ?? 0) > job.job.memoryMiB);
}

/** Memory of each process group that is asked for, in MiB; pages that processes share are counted once. */
function groupMemoryMiB(groups: ReadonlySet<number>): Map<number, number> {
  const sums = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const group = Number(statFields(entry)[2]);
    if (!groups.has(group)) continue;
    const kib = Number(/^Pss:\s+(\d+) kB/m.exec(readQuietly(`/proc/${entry}/smaps_rollup`))?.[1] ?? 0);
    sums.set(group, (sums.get(group) ?? 0) + kib / 1024);
  }
  return sums;
}
