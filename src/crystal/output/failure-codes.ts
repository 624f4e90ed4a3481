/**
 * How a calculation may end badly. Codes are stable, texts may change; docs/failures.md is printed from this table.
 * `patterns` are tried in the order of the table, on one line of the output, of fort.87 or of the scheduler's log.
 */
export interface FailureEntry {
  readonly meaning: string;
  readonly remedy: string;
  /** recover: a changed deck or restart may work by itself. retry: the same again may work. never: somebody must act. */
  readonly recovery: 'recover' | 'retry' | 'never';
  /** A symptom follows from another failure: any other code found beside it is the cause. */
  readonly isSymptom?: true;
  /** The deck itself is at fault. */
  readonly isInputError?: true;
  readonly patterns: readonly RegExp[];
}

type Options = Partial<Pick<FailureEntry, 'isSymptom' | 'isInputError'>>;

const failure = (
  recovery: FailureEntry['recovery'],
  meaning: string,
  remedy: string,
  patterns: readonly RegExp[],
  options: Options = {},
): FailureEntry => ({ meaning, remedy, recovery, patterns, ...options });

const deckFault = (meaning: string, remedy: string, patterns: readonly RegExp[]): FailureEntry =>
  failure('never', meaning, remedy, patterns, { isInputError: true });

export const failureCodes = {
  WALLTIME: failure(
    'recover',
    'The scheduler ended the job at its time limit.',
    'More walltime; go on with RESTART (OPT, FREQ) or GUESSP (SP) where the files are there.',
    [/DUE TO TIME LIMIT/i, /TIME LIMIT EXCEEDED/i, /job killed: walltime .* exceeded/i],
  ),
  OUT_OF_MEMORY: failure(
    'recover',
    'The job needed more memory than it was given.',
    'More memory, fewer ranks per node, smaller BIPOSIZE and EXCHSIZE, or the distributed-memory binary.',
    [
      /oom[-_ ]?kill/i,
      /out-of-memory handler/i,
      /Out Of Memory/i,
      /INSUFFICIENT (?:VIRTUAL )?MEMORY/i,
      /MEMORY ALLOCATION|ALLOCATION (?:ERROR|FAILED)|ERROR (?:IN|DURING) ALLOCATION/i,
      /KILLED BY SIGNAL: 9\b/i,
    ],
  ),
  SCRATCH_UNWRITABLE: failure(
    'retry',
    'No scratch folder of the node takes the inputs: full or not writable. The program was not started.',
    'Free or mend the folders that the message names, leave the node out (`extraDirectives: [--exclude=NODE]`), or name other folders: `scratch` of the cluster profile.',
    [/no writable scratch/i],
  ),
  DISK_FULL: failure(
    'retry',
    'The scratch disk of the node, the disk of the run folder or a quota became full.',
    'Free space where the message says, or choose another scratch folder (`scratch` of the cluster profile); smaller buffers write less.',
    [/No space left on device/i, /disk (?:quota|full)/i, /quota exceeded/i, /error during write/i],
  ),
  NODE_FAILURE: failure(
    'retry',
    'A compute node failed or lost its network.',
    'Nothing to change: run it again, on another node.',
    [/NODE[ _]?FAIL(?:URE|ED)?\b/i, /node failure/i, /lost communication|Communication connection failure/i],
  ),
  PREEMPTED: failure(
    'retry',
    'The scheduler took the node for a job of higher priority.',
    'Nothing to change: run it again.',
    [/DUE TO PREEMPTION/i],
  ),
  CANCELLED: failure('never', 'Somebody cancelled the job.', 'Retry the step when it is wanted after all.', [
    /\*\*\* (?:JOB|STEP) .* CANCELLED AT /i,
  ]),
  SCF_NOT_CONVERGED: failure(
    'recover',
    'The SCF reached its limit of cycles.',
    'GUESSP from the last density, more cycles, other mixing, SMEAR or a denser mesh for metals, tighter integrals.',
    [/SCF ENDED - TOO MANY CYCLES/, /SCF NOT CONVERGED/i],
  ),
  SCF_FAILED_IN_OPT: failure(
    'recover',
    'The SCF of a later point of an optimisation, or of a deformation, did not converge.',
    'As for an SCF that does not converge; restart from the last geometry, with a smaller MAXTRADIUS.',
    [/OPTGEOM \*{4} SCF FAILED/, /SCF FAILED/],
  ),
  OPT_NOT_CONVERGED: failure(
    'recover',
    'The geometry optimisation reached its limit of points.',
    'RESTART with more points, or another step size; look for an energy that swings first.',
    [/GEOMETRY OPTIMIZATION FAILED/, /OPT END - FAILED/],
  ),
  TRUST_RADIUS_VANISHED: failure(
    'recover',
    'A restarted optimisation stands at its minimum and cannot make a step.',
    'Drop RESTART and OPTINFO.DAT and start from the best geometry.',
    [/PXK TOO SMALL/],
  ),
  FERMI_NOT_IN_INTERVAL: failure(
    'recover',
    'The Fermi energy was not found: the SCF went astray, or a metal has too coarse a mesh.',
    'SMEAR, a denser SHRINK, less mixing; check geometry and basis.',
    [/FERMI ENERGY NOT IN INTERVAL/],
  ),
  BASIS_LINEARLY_DEPENDENT: failure(
    'never',
    'The basis functions are linearly dependent: too diffuse for so dense a solid.',
    'Another basis, without exponents below about 0.1, or LDREMO.',
    [/LINEARLY DEPENDENT/, /LINEAR DEPENDENCE/, /\b[CR]HOLSK\b/],
    { isInputError: true },
  ),
  ATOMS_TOO_CLOSE: deckFault(
    'Two atoms stand too close: a wrong origin, cell or duplicated site.',
    'Correct the structure; SMALLDIST only hides it.',
    [/\bNEIGHB \*{4}/, /SMALLDIST/, /DISTANCE BETWEEN ATOMS .*TOO SMALL/, /ATOMS TOO CLOSE/i],
  ),
  SHRINK_BREAKS_SYMMETRY: failure(
    'recover',
    'The shrinking factors differ along directions that the symmetry makes equal.',
    'Equal factors along related directions.',
    [/SHRINK BREAKS SYMMETRY/, /ANISOTROPIC SHRINKING FACTOR/, /SHRINK FACTOR TOO SMALL/],
    { isInputError: true },
  ),
  CELL_NOT_NEUTRAL: deckFault(
    'Electrons and nuclear charges do not sum to zero.',
    'Check basis, pseudopotentials (Z + 200) and charges; CHARGED if it is meant.',
    [/UNIT CELL NOT NEUTRAL/],
  ),
  BASIS_MISSING_ELEMENT: deckFault(
    'The basis set has no functions for an element.',
    'Choose a basis that covers the element, or give one explicitly.',
    [/Basis set is not implemented for requested element/i],
  ),
  GUESS_MISMATCH: failure(
    'recover',
    'The density matrix of GUESSP does not belong to this deck or is not there.',
    'Drop GUESSP, or stage fort.20 of a run with the same basis and TOLINTEG.',
    [/INCONSISTENT ITOL SIZE/, /GUESSP \*{4}/, /fort\.20 CAN NOT BE FOUND/],
    { isInputError: true },
  ),
  WAVEFUNCTION_MISSING: failure(
    'never',
    'The properties program found no wavefunction.',
    'Run or repair the SCF it belongs to and hand its fort.9 over.',
    [/Wavefunction file can not be found/i, /WAVE ?FUNCTION .*NOT FOUND/i],
  ),
  GEOMETRY_FILE_MISSING: deckFault(
    'EXTERNAL was given but fort.34 is not there.',
    'Stage fort.34 beside the deck.',
    [/GEOMETRY DATA FILE NOT FOUND/],
  ),
  RESTART_FILE_MISSING: failure(
    'recover',
    'RESTART was given but OPTINFO.DAT, HESSOPT.DAT or FREQINFO.DAT is not there or does not fit.',
    'Drop RESTART, or stage the file of the run that is continued.',
    [/(?:OPTINFO|HESSOPT|FREQINFO)\.DAT.*(?:NOT|CAN ?NOT|CANNOT)/i, /OPTIMIZATION TYPE CHANGED/],
  ),
  DECK_EMPTY: deckFault('The deck is empty or ends too early.', 'Check that it was staged completely.', [
    /END OF DATA IN INPUT DECK/,
  ]),
  LIMIT_EXCEEDED: deckFault(
    'A fixed limit of the program was exceeded.',
    'Set the keyword that the message names (ILASIZE, RADSAFE, ...); check the geometry.',
    [/ILA DIMENSION EXCEEDED/, /NEIGHBOR LIST TOO BIG/, /ALL G-VECTORS USED/],
  ),
  DECK_REFUSED: deckFault(
    'CRYSTAL refused a record of the deck.',
    'Correct the record that the message names; `crystalq check` finds most of them.',
    [
      /FORMAT ERROR IN/,
      /KEYWORD .*NOT ALLOWED/,
      /NOT ALLOWED/,
      /\b(?:INPBAS|READM2|CHEMOD|INPUT|CRYSTA|READ2|INPOPT|INPFREQ|RDDFTP|LoadBa|init_\w+) \*{4}/,
      /SUPERCELL/,
      /SCELPHONO/,
      /TOO MANY OPEN SHELLS/,
      /MODEL HESSIAN NOT DEFINED/,
      /NOT COMPATIBLE/,
      /INCONSISTENT|INCOMPATIBLE/,
    ],
  ),
  PROGRAM_NOT_STARTED: failure(
    'never',
    'The program could not be started on the node.',
    'Check binaries, modules and launcher of the cluster profile; where `module` is not found, set its loginShell.',
    [
      /command not found/i,
      /error while loading shared libraries/i,
      /cannot execute|Exec format error/i,
      /(?:could not find|unable to find|no) executable/i,
      /execve\(\): .*No such file/i,
    ],
  ),
  OUTPUT_TRUNCATED: failure(
    'retry',
    'The output stops without an end, and nobody says why.',
    'Look at the log of the job and at fort.87; run it again once.',
    [],
  ),
  INCOMPLETE: failure(
    'never',
    'The program ended in order, but what the step needs is not in its output.',
    'Check that the deck asks for what the step is meant to do.',
    [],
  ),
  OUTPUT_FILE_MISSING: failure(
    'retry',
    'The calculation succeeded, but a file that later steps need was not written or not copied back.',
    'Look at scratch space and the log of the job; run it again.',
    [],
  ),
  LOST: failure(
    'retry',
    'Neither the scheduler nor the run folder knows what became of the job.',
    'It is run again; look at the node it ran on when this repeats.',
    [],
  ),
  KILLED: failure(
    'retry',
    'A signal from outside ended the program, or it crashed.',
    'Look at the log of the job; restart it.',
    [
      /process killed \(SIGTERM\)/,
      /killed by signal/i,
      /\bSIG(?:TERM|KILL|SEGV|ABRT|BUS|FPE)\b/,
      /segmentation fault/i,
      /KILLED BY SIGNAL/,
      /Program received signal/,
    ],
  ),
  MPI_ABORT: failure(
    'never',
    'MPI stopped all ranks after an error on one of them.',
    'Look for the cause in fort.87; without one, check the group record of the deck.',
    [
      /MPI_Abort/i,
      /Abort\(\d+\) on node/,
      /caused collective abort/,
      /BAD TERMINATION OF/i,
      /srun: error: .*(?:Exited with exit code|Terminated|Killed|Aborted)/,
      /SCF abnormal end/,
      /forrtl: (?:severe|error)/,
      /Fortran runtime error/i,
    ],
    { isSymptom: true },
  ),
  UNKNOWN: failure(
    'never',
    'The program stopped with a message that is not in the catalogue.',
    'Read the message.',
    [],
  ),
} as const satisfies Record<string, FailureEntry>;

export type FailureCode = keyof typeof failureCodes;

export const failureEntry = (code: string): FailureEntry =>
  (failureCodes as Record<string, FailureEntry>)[code] ?? failureCodes.UNKNOWN;

const entries = Object.entries(failureCodes) as [FailureCode, FailureEntry][];

/** The code of a line that tells of a failure; undefined when no pattern fits. */
export const classifyMessage = (text: string): FailureCode | undefined =>
  entries.find(([, { patterns }]) => patterns.some((pattern) => pattern.test(text)))?.[0];
