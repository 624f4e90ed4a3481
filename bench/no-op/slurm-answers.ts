import { spawnSync } from 'node:child_process';

/** Throws at once where Slurm is not there or its controller does not answer: sbatch would say so 400 times. */
export function checkSlurmAnswers(): void {
  const { status, error, stdout, stderr } = spawnSync('scontrol', ['ping'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (status === 0 && !error) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim();
  throw new Error(
    `Slurm does not answer (scontrol ping: ${said}).\n` +
      'Start it (bash scripts/slurm-test-cluster.sh start), or leave it out with --local.',
  );
}
