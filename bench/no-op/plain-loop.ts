import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The floor: sbatch in a shell loop, then wait until the last job has left the queue. Seconds. */
export async function plainLoop(folder: string, jobs: number): Promise<number> {
  const script = join(folder, 'nothing.sh');
  writeFileSync(
    script,
    '#!/bin/bash\n#SBATCH --ntasks=1 --mem=16 --time=5 --output=/dev/null --job-name=cq-floor\n:\n',
  );
  const start = performance.now();
  execFileSync('bash', [
    '-c',
    'for ((i = 0; i < $1; i++)); do sbatch --parsable "$2" > /dev/null; done',
    'loop',
    String(jobs),
    script,
  ]);
  while (execFileSync('squeue', ['--noheader', '--name=cq-floor', '--format=%i']).toString().trim() !== '')
    await wait(100);
  return (performance.now() - start) / 1000;
}
