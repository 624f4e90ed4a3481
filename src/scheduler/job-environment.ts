type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of scheduler commands, and, since `sbatch` passes it on, of the jobs. What would change the meaning
 * of our own options (SBATCH_*, SQUEUE_*, a surrounding job's SLURM_*) and what may hold a secret of ours stays out.
 */
export function jobEnvironment(own: Environment): Record<string, string> {
  const kept = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isPassedOn(entry[0]),
  );
  return Object.fromEntries(kept);
}

/** The same for commands that we read: plain English and UTC. */
export const queryEnvironment = (own: Environment): Record<string, string> => ({
  ...jobEnvironment(own),
  LC_ALL: 'C',
  TZ: 'UTC',
  SLURM_TIME_FORMAT: 'standard',
});

/**
 * `sbatch` is read, too, but what it gets is passed on to the job: of these only the language, without which each small
 * program of the job script reads a dozen files to find out how dates are written.
 */
export const submitEnvironment = (own: Environment): Record<string, string> => ({
  ...jobEnvironment(own),
  LC_ALL: 'C',
});

const isPassedOn = (name: string): boolean =>
  name === 'SLURM_CONF' ||
  name.startsWith('CRYSTALQ_REHEARSAL_') ||
  !/^(SLURM|SBATCH|SQUEUE|SACCT|SCANCEL|SCONTROL|CRYSTALQ|NODE|npm|DATABASE|REDIS|PG)_|^(DATABASE_URL|REDIS_URL|PGPASSWORD)$/i.test(
    name,
  );
