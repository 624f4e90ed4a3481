import { argumentList, flag, listOf, nullable, oneOf, text, textLike, wholeNumber } from '../kinds.js';
import { group, mapOf, setting, type ValuesOf } from '../setting.js';
import { resourcesByStepType } from './resources.js';

const commandPath = (name: string) =>
  setting(textLike(/^[A-Za-z0-9_./+-]+$/, 'a command or the path of one'), name, `how ${name} is called`);

const program = text('a program name or path; $VARIABLES are those of the job');

/** What differs from site to site. Binaries, modules and scratch are names on the compute node, not here. */
export const clusterProfile = group('one cluster, or one way of using it', {
  scheduler: setting(oneOf('slurm', 'local'), 'slurm', 'slurm, or local: processes of this machine'),
  rehearsal: setting(flag(), false, 'the binaries are the stand-ins; results are marked and are no physics'),
  version: setting(oneOf(17, 23), 23, 'CRYSTAL version: which keywords the decks may use'),
  modules: setting(
    listOf(textLike(/^[A-Za-z0-9_./+-]+$/, 'a module name')),
    [],
    'environment modules to load',
  ),
  purgeModules: setting(flag(), true, 'run `module purge` before modules are loaded'),
  environment: mapOf(
    'variables set in the job before the program runs',
    textLike(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of a variable'),
    '<VARIABLE>',
    setting(text('one line of text'), '', 'its value, taken literally'),
  ),
  loginShell: setting(flag(), false, 'run the job script as a login shell (`bash -l`)'),
  launcher: setting(
    argumentList(),
    ['srun'],
    'what starts a parallel program; {tasks}, {nodes} and {cpusPerTask} are filled in; [] runs it directly',
  ),
  crystalBinary: setting(program, 'Pcrystal', 'parallel crystal; reads INPUT in its folder'),
  propertiesBinary: setting(program, 'Pproperties', 'parallel properties; reads INPUT in its folder'),
  serialCrystalBinary: setting(nullable(program), null, 'crystal, for checks of decks that take a second'),
  scratch: setting(
    listOf(text('a folder; $VARIABLES are those of the job')),
    [],
    'scratch folders in order of preference, the first one that takes the inputs is used; [] runs in the run folder',
  ),
  extraDirectives: setting(
    listOf(textLike(/^--[A-Za-z0-9][^\p{Cc}]*$/u, 'one option of sbatch, e.g. --constraint=intel18')),
    [],
    'further #SBATCH lines',
  ),
  resources: resourcesByStepType,
  limits: group('what the cluster is asked to bear', {
    maxQueued: setting(wholeNumber(1, 1_000_000), 500, 'jobs of ours in the queue or running', {
      live: true,
    }),
    maxSubmitPerMinute: setting(wholeNumber(1, 100_000), 600, 'submissions per minute', { live: true }),
    maxCallsPerMinute: setting(
      wholeNumber(1, 100_000),
      1200,
      'calls of scheduler commands per minute, submissions included',
      { live: true },
    ),
    concurrentJobs: setting(
      nullable(wholeNumber(1, 10_000)),
      null,
      'local: jobs at a time; null is one per core',
      {
        live: true,
      },
    ),
  }),
  commands: group('commands of the scheduler', {
    sbatch: commandPath('sbatch'),
    squeue: commandPath('squeue'),
    sacct: commandPath('sacct'),
    scancel: commandPath('scancel'),
    scontrol: commandPath('scontrol'),
    sinfo: commandPath('sinfo'),
  }),
});

export type ClusterProfile = ValuesOf<typeof clusterProfile>;
