import type { ErrorCode } from '../../errors/codes.js';

type RefusalCode = Extract<
  ErrorCode,
  'SCHEDULER_BUSY' | 'SCHEDULER_REFUSED' | 'SCHEDULER_UNREACHABLE' | 'SUBMIT_UNCLEAR'
>;

interface Refusal {
  readonly code: RefusalCode;
  /** In what Slurm prints to stderr, any letter case. */
  readonly texts: readonly string[];
  readonly hint?: string;
  /** Of what is refused for good: the user's access, whatever the job; else it is something about the job. */
  readonly about?: 'access';
}

/**
 * What Slurm says when it does not simply take a job. First match wins. The sentences are those of Slurm's own table
 * of errors (slurm_errno.c, 22.05), the words without spaces are the limits it names on the line before.
 */
const refusals: readonly Refusal[] = [
  {
    // It may have been taken: the answer got lost on the way back.
    code: 'SUBMIT_UNCLEAR',
    texts: [
      'Socket timed out on send/recv operation',
      'Zero Bytes were transmitted or received',
      'receive failure',
      'send failure',
      'shutdown failure',
      'Connection reset',
      'Broken pipe',
      'Unexpected message received',
      'Header lengths are longer than data received',
      'Communication shutdown failure',
    ],
  },
  {
    code: 'SCHEDULER_UNREACHABLE',
    texts: [
      'Unable to contact slurm controller (connect failure)',
      'Communication connection failure',
      'Connection refused',
      'standby mode',
      'Protocol authentication error',
      'Invalid authentication credential',
      'Authentication credential invalid',
      'Failed to connect to authentication agent',
      'Munge encode failed',
      'Munge decode failed',
      'Could not establish a configuration source',
      "Can't find an address, check slurm.conf",
      'Unable to establish controller machine',
      'Unable to connect to database',
    ],
  },
  {
    // Limits on how large one job may be: waiting does not help.
    code: 'SCHEDULER_REFUSED',
    texts: [
      'MaxWallDurationPerJob',
      'MaxWallLimit',
      'MaxTimePerJob',
      'PerJobLimit',
      'MaxCpuPerJob',
      'MaxNodePerJob',
      'MaxMemoryPerJob',
      'MaxCpuMinutesPerJob',
      'MinCpuNotSatisfied',
      'MinMemory',
      'PerNodeLimit',
    ],
    hint: 'The job is larger than a limit allows: lower its cores, memory or walltime, or ask for another qos.',
  },
  {
    code: 'SCHEDULER_BUSY',
    texts: [
      'MaxSubmit',
      'GrpSubmit',
      'SubmitJobs',
      'MaxJobs',
      'GrpJobs',
      'MaxJobCount',
      'rate limit',
      'temporarily unable to accept job',
      'Resource temporarily unavailable',
      'Try again',
      'Unable to create job record',
      'I/O error writing script/environment to file',
      'Required partition not available (inactive or drain)',
      'Required node not available (down, drained or reserved)',
      'Requested partition configuration not available now',
      'Requested reservation not usable now',
      'Requested reservation is in use',
      'Job can not start due to maintenance reservation',
      'Requested account has breached requested QOS usage threshold',
      'the DB index is being set',
    ],
  },
  {
    // Alone, without the name of a limit: mostly the number of jobs. Waiting is the reading that destroys nothing.
    code: 'SCHEDULER_BUSY',
    texts: ['Job violates accounting/QOS policy', 'accounting policy'],
    hint: 'If nothing is in the queue and this stays, the job is larger than account or qos allow.',
  },
  {
    code: 'SCHEDULER_REFUSED',
    about: 'access',
    texts: [
      'Invalid account',
      'Invalid partition',
      'No partition specified',
      'Invalid qos',
      "User's group not permitted to use this partition",
      'Access denied to requested reservation',
      'Invalid wckey',
      'Invalid user',
      'Invalid cluster name',
      'Access/permission denied',
      'Requested operation is presently disabled',
    ],
  },
  {
    code: 'SCHEDULER_REFUSED',
    texts: [
      'Requested time limit is invalid',
      'Time limit specification required',
      'Memory specification can not be satisfied',
      'Memory required by task is not available',
      'Requested node configuration is not available',
      'Node count specification invalid',
      'CPU count specification invalid',
      'Task count specification invalid',
      'Task distribution specification invalid',
      'More processors requested than permitted',
      'Requested more tasks than available processors',
      'Requested nodes not in this partition',
      'Requested reservation is invalid',
      'Invalid feature specification',
      'Invalid generic resource (gres)',
      'Invalid GRES',
      'Duplicate generic resource (gres)',
      'Invalid Trackable RESource (TRES)',
      'Invalid license',
      'Invalid job array',
      'Requested operation not supported on this system',
      'Only batch jobs are accepted',
      'Pathname of a file, directory or other parameter too long',
      'Burst Buffer permission denied',
      'Job dependency problem',
      'unrecognized option',
      'invalid option',
      'specification',
      'Unable to open file',
      'This does not look like a batch script',
      'batch script contains DOS line breaks',
      'Size of script is too large',
    ],
  },
];

export interface Classified {
  readonly code: RefusalCode;
  readonly hint: string | undefined;
  readonly about: 'access' | 'job';
}

/** Words nobody knows may hide a job that was taken: it is looked up before anything else happens. */
export function classifyRefusal(stderr: string): Classified {
  const text = stderr.toLowerCase();
  const found = refusals.find(({ texts }) => texts.some((each) => text.includes(each.toLowerCase())));
  return { code: found?.code ?? 'SUBMIT_UNCLEAR', hint: found?.hint, about: found?.about ?? 'job' };
}
