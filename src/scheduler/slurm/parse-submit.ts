/**
 * `sbatch --parsable` prints the job id, and the cluster's name where there are several:
 *
 *   4711
 *   4711;hpc2
 *
 * Anything else (a banner, a warning, a translation, nothing) is no answer: undefined.
 */
export function parseSubmit(stdout: string): string | undefined {
  const match = /^\s*([1-9]\d{0,17})(?:;[A-Za-z0-9_.-]+)?\s*$/.exec(stdout);
  return match?.[1];
}
