import { CrystalqError } from '../errors/crystalq-error.js';
import type { Resources } from '../workflow/records.js';
import type { ClusterProfile } from '../config/config.js';
import { runPart } from './job-script-calls.js';
import { renderDirectives } from './job-script-directives.js';
import { claimPart, endingPart, keepPart, signalPart, stagePart } from './job-script-parts.js';
import { quote, quoteExpanding } from './shell-quote.js';

export interface JobScriptInput {
  /** The attempt's unique name; the job's name, too. */
  readonly token: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly resources: Resources;
  readonly profile: JobProfile;
  readonly program: 'crystal' | 'properties';
  /** stdout and stderr of the program go to this file of the run folder, e.g. `OPT.out`. */
  readonly outputName: string;
  /** Brought to where the program runs. `from`: a name in the run folder; `to`: what the program calls it. */
  readonly stage: readonly { readonly from: string; readonly to: string }[];
  /** Lines of each deck in the file that is staged as INPUT; the program is called once for each. Default: once. */
  readonly decks?: readonly number[];
  /** Brought back into the run folder where they exist and are not empty. */
  readonly keep: readonly { readonly scratchName: string; readonly as: string }[];
  /** Further files, by patterns with `*` and `?`; they come back as prefix and name, e.g. `OPT.` + `GAUSSIAN.CUBE`. */
  readonly keepMatching?: { readonly patterns: readonly string[]; readonly prefix: string };
}

/** What a script takes from the cluster profile. */
export type JobProfile = Pick<
  ClusterProfile,
  | 'modules'
  | 'purgeModules'
  | 'environment'
  | 'loginShell'
  | 'launcher'
  | 'crystalBinary'
  | 'propertiesBinary'
  | 'scratch'
  | 'extraDirectives'
>;

/**
 * The script of an attempt: bash, the same under Slurm and as a plain process. docs/job-script.md tells it act by act.
 * It forks as little as it can: a campaign of small steps runs hundreds of these a minute on few cores.
 */
export function renderJobScript(input: JobScriptInput): string {
  checkNames(input);
  const parts = [
    renderDirectives(input),
    claimPart(input),
    endingPart(input),
    ...loginPart(input.profile),
    ...environmentPart(input.profile),
    ...modulesPart(input.profile),
    stagePart(input),
    keepPart(input),
    signalPart(input),
    runPart(input, commandOf(input)),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Words of the command line, as bash will see them. */
function commandOf({ profile, program, resources }: JobScriptInput): string {
  const numbers: Readonly<Record<string, number>> = {
    tasks: resources.tasks,
    nodes: resources.nodes,
    cpusPerTask: resources.cpusPerTask,
  };
  const binary = program === 'crystal' ? profile.crystalBinary : profile.propertiesBinary;
  return [...profile.launcher, binary]
    .map((word) =>
      quoteExpanding(word.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(numbers[name] ?? whole))),
    )
    .join(' ');
}

function loginPart({ loginShell }: JobProfile): string[] {
  if (!loginShell) return [];
  // After the claim, so that a duplicate costs nothing; the same files that `bash -l` reads.
  return [
    `[[ -r /etc/profile ]] && . /etc/profile
for profile in ~/.bash_profile ~/.bash_login ~/.profile; do
  [[ -r $profile ]] && { . "$profile"; break; }
done
cd -- "$folder" || finish 75`,
  ];
}

function environmentPart({ environment }: JobProfile): string[] {
  const names = Object.keys(environment);
  if (names.length === 0) return [];
  return [names.map((name) => `export ${variableName(name)}=${quote(environment[name] ?? '')}`).join('\n')];
}

function modulesPart({ modules, purgeModules }: JobProfile): string[] {
  if (modules.length === 0) return [];
  return [
    `if ! type module >/dev/null 2>&1; then
  for profile in /etc/profile.d/modules.sh /etc/profile.d/lmod.sh; do
    [[ -r $profile ]] && . "$profile"
  done
fi
load_module() { module load "$1" || { note "module $1 cannot be loaded"; finish 78; }; }
${[...(purgeModules ? ['module purge'] : []), ...modules.map((name) => `load_module ${quote(name)}`)].join('\n')}`,
  ];
}

function variableName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new CrystalqError(
    'SETTINGS_INVALID',
    `${JSON.stringify(name)} is no name of an environment variable.`,
  );
}

function checkNames({ token, folder, outputName, stage, keep, keepMatching }: JobScriptInput): void {
  if (!isToken(token))
    throw new CrystalqError('SETTINGS_INVALID', `${JSON.stringify(token)} is no token of an attempt.`);
  if (!folder.startsWith('/') || /[\n\r]/.test(folder))
    throw new CrystalqError(
      'PATH_FORBIDDEN',
      `${JSON.stringify(folder)} is no absolute path of a run folder.`,
    );
  for (const pattern of keepMatching?.patterns ?? []) {
    // The only words of the script that are not quoted: no other character may stand in them.
    if (!/^[A-Za-z0-9_.*?-]+$/.test(pattern))
      throw new CrystalqError(
        'PATH_FORBIDDEN',
        `${JSON.stringify(pattern)} is no pattern for names of files, with * and ? as wild cards.`,
      );
  }
  const prefix = keepMatching ? [keepMatching.prefix] : [];
  const names = [outputName, ...prefix, ...stage.flatMap(({ from, to }) => [from, to])];
  for (const name of [...names, ...keep.flatMap(({ scratchName, as }) => [scratchName, as])]) {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(name))
      throw new CrystalqError(
        'PATH_FORBIDDEN',
        `${JSON.stringify(name)} is no name of a file in a run folder.`,
      );
  }
}

/** Tokens are ours; Slurm truncates nothing of this length and sees no pattern in these characters. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(text);
