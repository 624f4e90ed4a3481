export type ErrorCategory = 'transient' | 'data' | 'calculation' | 'resource' | 'system' | 'configuration';
export type ErrorSeverity = 'low' | 'medium' | 'high' | 'critical';
/** `backoff`: the same action may work later. `never`: it fails again until somebody changes something. */
export type Retry = 'backoff' | 'never';

interface CodeEntry {
  readonly category: ErrorCategory;
  readonly severity: ErrorSeverity;
  readonly retry: Retry;
  readonly meaning: string;
  readonly remedy: string;
}

const code = (
  category: ErrorCategory,
  severity: ErrorSeverity,
  retry: Retry,
  meaning: string,
  remedy: string,
): CodeEntry => ({ category, severity, retry, meaning, remedy });

/** Every error code, in one table. Codes are stable; texts may change. docs/errors.md is printed from it. */
export const codes = {
  // Structures and decks
  CIF_UNREADABLE: code(
    'data',
    'medium',
    'never',
    'The CIF cannot be read as a crystal structure.',
    'Open the file at the place named, repair it or export it again.',
  ),
  STRUCTURE_UNREADABLE: code(
    'data',
    'medium',
    'never',
    'A structure file (fort.34, XYZ, POSCAR) cannot be read, or its kind is not known.',
    'Open the file at the place named; its name must end as its kind does.',
  ),
  STRUCTURE_EMPTY: code(
    'data',
    'medium',
    'never',
    'The file holds no atoms or no text at all.',
    'Check that the file was copied completely.',
  ),
  STRUCTURE_PARTIAL_OCCUPANCY: code(
    'data',
    'medium',
    'never',
    'A site is only partly occupied or disordered; CRYSTAL needs ordered structures.',
    'Choose one ordered arrangement (a supercell, or one of the alternatives) and enqueue that.',
  ),
  STRUCTURE_UNKNOWN_ELEMENT: code(
    'data',
    'medium',
    'never',
    'A site carries a symbol that is no chemical element.',
    'Correct the atom type symbol.',
  ),
  STRUCTURE_ATOMS_OVERLAP: code(
    'data',
    'medium',
    'never',
    'Two atoms stand on or almost on the same place.',
    'Check cell, origin and duplicated sites.',
  ),
  STRUCTURE_NO_CELL: code(
    'data',
    'medium',
    'never',
    'A periodic structure has no usable unit cell.',
    'Give the lattice parameters.',
  ),
  STRUCTURE_SYMMETRY_MISMATCH: code(
    'data',
    'medium',
    'never',
    'The stated symmetry is not the symmetry of the atoms.',
    'Use --symmetry standard or p1, or correct the file.',
  ),
  STRUCTURE_UNSUPPORTED: code(
    'data',
    'medium',
    'never',
    'The structure cannot be expressed as a CRYSTAL geometry in the chosen way.',
    'Use --symmetry p1.',
  ),
  STRUCTURE_DUPLICATE: code(
    'data',
    'low',
    'never',
    'The same structure is already in this batch.',
    'Nothing to do: the first one is calculated.',
  ),
  BASIS_NOT_COVERED: code(
    'data',
    'medium',
    'never',
    'The basis set has no functions for an element of the structure.',
    'Choose a basis set that covers all elements.',
  ),
  DECK_UNREADABLE: code(
    'data',
    'medium',
    'never',
    'A .d12 or .d3 deck cannot be read.',
    'Correct the record named.',
  ),
  DECK_INVALID: code(
    'data',
    'medium',
    'never',
    'The deck would be refused by CRYSTAL.',
    'Correct what the check names.',
  ),
  OUTPUT_UNREADABLE: code(
    'data',
    'medium',
    'never',
    'The file is not output of CRYSTAL or of its properties program.',
    'Name a CRYSTAL output file.',
  ),
  DATA_FILE_UNREADABLE: code(
    'data',
    'medium',
    'never',
    'A plot or data file of the properties program is damaged or cut short.',
    'Look at the line named; run the step again where the file was not written completely.',
  ),
  // Planning and batch files
  RECIPE_INVALID: code(
    'configuration',
    'medium',
    'never',
    'The sequence of steps cannot work.',
    'Change the sequence as the message says.',
  ),
  TEMPLATE_UNKNOWN: code(
    'configuration',
    'medium',
    'never',
    'There is no workflow template of that name.',
    'Choose one of the templates listed.',
  ),
  BATCH_FILE_INVALID: code(
    'configuration',
    'medium',
    'never',
    'The batch file or plan has faults.',
    'Correct the keys named.',
  ),
  SETTINGS_INVALID: code(
    'configuration',
    'medium',
    'never',
    'Settings of a step are not valid.',
    'Correct the keys named.',
  ),
  CONFIG_INVALID: code(
    'configuration',
    'high',
    'never',
    'The configuration has faults.',
    'Correct the keys named; `crystalq config check FILE` tells them all.',
  ),
  INPUT_NOT_FOUND: code(
    'data',
    'medium',
    'never',
    'A file or folder named on the command line does not exist.',
    'Check the path.',
  ),
  SELECTION_EMPTY: code(
    'data',
    'low',
    'never',
    'Nothing matches the selectors.',
    'Look at `crystalq steps` for what is there.',
  ),
  USAGE: code('configuration', 'low', 'never', 'The command line cannot be understood.', 'See --help.'),
  // Redis and store
  REDIS_UNREACHABLE: code(
    'transient',
    'high',
    'backoff',
    'Redis does not answer.',
    'Where CRYSTALQ_REDIS_URL (advanced.redis.url) names one: start that server, or correct the address. Else: `crystalq up`.',
  ),
  REDIS_EVICTION_POLICY: code(
    'configuration',
    'critical',
    'never',
    'Redis may throw waiting jobs away: its maxmemory-policy is not noeviction.',
    'Set `maxmemory-policy noeviction` in its configuration.',
  ),
  REDIS_UNPROTECTED: code(
    'configuration',
    'critical',
    'never',
    'Redis listens on the network without a password.',
    'Use a unix socket in a private folder or set a password.',
  ),
  REDIS_MISSING: code(
    'configuration',
    'high',
    'never',
    'No Redis is named and no redis-server or valkey-server is installed.',
    'Install one (`crystalq doctor` tells how), or set CRYSTALQ_REDIS_URL.',
  ),
  REDIS_ELSEWHERE: code(
    'configuration',
    'high',
    'never',
    'The own Redis of this data folder runs on another machine.',
    'Work on that machine, or set CRYSTALQ_REDIS_URL; if the machine is gone, remove the file named.',
  ),
  STORE_UNREACHABLE: code(
    'transient',
    'high',
    'backoff',
    'The database does not answer.',
    'Check the database URL and that the server runs.',
  ),
  STORE_LOCKED: code(
    'transient',
    'medium',
    'backoff',
    'The database is locked by another process.',
    'It is tried again; on network file systems use PostgreSQL.',
  ),
  STORE_SCHEMA: code(
    'configuration',
    'high',
    'never',
    'The database has another schema version than this program.',
    'Run `crystalq doctor`; upgrade all workers together.',
  ),
  STORE_CONFLICT: code(
    'transient',
    'low',
    'backoff',
    'Somebody else changed the same record first.',
    'Nothing to do: the state is read again.',
  ),
  // Scheduler
  SCHEDULER_MISSING: code(
    'configuration',
    'high',
    'never',
    'A command of the scheduler is not on the PATH.',
    'Load the Slurm module, or choose scheduler `local`.',
  ),
  SCHEDULER_UNREACHABLE: code(
    'transient',
    'high',
    'backoff',
    'The scheduler does not answer.',
    'Nothing is lost; it is asked again.',
  ),
  SCHEDULER_BUSY: code(
    'transient',
    'low',
    'backoff',
    'The scheduler takes no more jobs or requests just now.',
    'Nothing to do: submission slows down and goes on.',
  ),
  SCHEDULER_REFUSED: code(
    'configuration',
    'high',
    'never',
    'The scheduler refuses jobs of this kind (account, partition, limits).',
    'Correct account, partition, qos or walltime in the cluster profile, and with `crystalq resources` for steps that are planned already.',
  ),
  SUBMIT_UNCLEAR: code(
    'transient',
    'medium',
    'backoff',
    'It is not known whether the scheduler took the job.',
    'It is looked up by name before anything else happens.',
  ),
  // Files
  FILE_MISSING: code(
    'system',
    'medium',
    'backoff',
    'An expected file is not there.',
    'Check the run folder and the scratch of the node.',
  ),
  FILE_CHANGED: code(
    'data',
    'high',
    'never',
    'A file is not the one that was recorded (checksum differs).',
    'Restore it, or rerun the step.',
  ),
  DISK_FULL: code(
    'resource',
    'critical',
    'backoff',
    'The disk or quota is full.',
    'Free space; work goes on by itself.',
  ),
  PATH_FORBIDDEN: code(
    'system',
    'high',
    'never',
    'A path leads out of the folder it must stay in.',
    'Use a folder below the work folder.',
  ),
  WORK_TIMED_OUT: code(
    'transient',
    'medium',
    'backoff',
    'Work of crystalq itself (staging, writing a deck, reading an output) took longer than its limit.',
    'It is tried again; see whether the file system hangs, or raise workflow.timeouts.',
  ),
  JOB_UNREADABLE: code(
    'system',
    'medium',
    'never',
    'A job in Redis does not say what this version of the program expects: another version has written it.',
    'Nothing to do where crystalq was up- or downgraded: the flow is built anew from the store. Run one version only.',
  ),
  // Dashboard and rest
  FORBIDDEN: code(
    'configuration',
    'medium',
    'never',
    'The role does not allow this.',
    'Log in with the operator or admin link.',
  ),
  UNEXPECTED: code(
    'system',
    'high',
    'backoff',
    'Something happened that crystalq has no name for.',
    'Report it with the log lines around it.',
  ),
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof codes;
