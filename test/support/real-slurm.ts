import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClusterProfile } from '../../src/config/config.js';

const script = fileURLToPath(new URL('../../scripts/slurm-test-cluster.sh', import.meta.url));

/** Where the commands of the real Slurm are found: on the PATH. */
export const realSlurmCommands: ClusterProfile['commands'] = {
  sbatch: 'sbatch',
  squeue: 'squeue',
  sacct: 'sacct',
  scancel: 'scancel',
  scontrol: 'scontrol',
  sinfo: 'sinfo',
};

/**
 * Makes sure that a real Slurm answers: the one that runs here, or the test cluster, which is set up where we are root.
 * Throws where neither is possible, with the words of the script.
 */
export function ensureRealSlurm(): void {
  if (spawnSync('sinfo', ['--noheader'], { timeout: 10_000 }).status === 0) return;
  execFileSync(script, ['start'], { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
}
