/** Files of a run folder that the script and its readers agree on. */
export const jobFiles = {
  script: 'job.sh',
  /** stdout and stderr of the script itself and of the scheduler's daemons. */
  log: 'job.log',
  claim: 'claim',
  duplicates: 'duplicates.log',
  end: 'end.json',
} as const;
