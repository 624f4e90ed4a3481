import { jobFiles } from './job-files.js';
import type { JobScriptInput } from './job-script.js';
import { quote, quoteExpanding, variablesIn } from './shell-quote.js';

/**
 * First act. `noclobber` opens the claim with O_EXCL: one job of this attempt gets it, any other one leaves at once.
 * A job that Slurm starts anew under its old id may go on, and its first life's record goes. One that succeeded then has
 * nothing left to do: its files are on record and in use.
 */
export const claimPart = ({ token, folder }: JobScriptInput): string =>
  `token=${quote(token)}
folder=${quote(folder)}
job_id=\${SLURM_ARRAY_JOB_ID:+\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}}
job_id=\${job_id:-\${SLURM_JOB_ID:-\${CRYSTALQ_JOB_ID:-$$}}}
cd -- "$folder" || exit 75
set -C
if { : >claim; } 2>/dev/null; then
  set +C
  printf '%s %s %s\\n' "$token" "$job_id" "$HOSTNAME" >claim || { rm -f claim; exit 74; }
elif [[ -e claim ]]; then
  set +C
  read -r _ claimed_by _ <claim
  # It is there a moment before what it says.
  [[ -n $claimed_by ]] || { sleep 1; read -r _ claimed_by _ <claim; }
  if [[ $claimed_by != "$job_id" ]]; then
    printf -v line 'duplicate: job %s came second to job %s' "$job_id" "\${claimed_by:-unknown}"
    printf '%s\\n' "$line" >>duplicates.log
    printf 'crystalq: %s\\n' "$line"
    exit 0
  fi
  if [[ -e end.json ]]; then
    read -r ended <end.json
    [[ $ended != *'"exitCode":0,'* ]] || exit 0
    rm -f end.json
  fi
  printf 'crystalq: started anew\\n'
else
  printf 'crystalq: %s cannot be written to\\n' "$folder"
  exit 75
fi`;

/**
 * Whatever happens from here on, `finish CODE` (or the trap) brings the files in `kept` back, cleans up and leaves an
 * end record. Where the program ran in the run folder itself, the record says which names its files are to get, and who
 * reads it gives them (src/workdir/give-names.ts): here each would take a process.
 */
export const endingPart = ({ profile }: JobScriptInput): string =>
  `TZ=UTC printf -v started_at '%(%Y-%m-%dT%H:%M:%SZ)T' -1
scratch=''
signal=''
# Pairs: a file where the program ran, and its name in the run folder.
kept=()
not_copied=()

# shellcheck disable=SC2317 # Reached by \`stop\`, which a trap calls.
note() { printf 'crystalq: %s\\n' "$1"; }

json() {
  local text=\${1//\\\\/\\\\\\\\}
  text=\${text//\\"/\\\\\\"}
  printf -v "$2" '"%s"' "\${text//[[:cntrl:]]/ }"
}
${hasScratch(profile) ? bringFromScratch : ''}
write_end() {
  local ended_at host place=null why=null lost='' renames='' name
  TZ=UTC printf -v ended_at '%(%Y-%m-%dT%H:%M:%SZ)T' -1
  json "$HOSTNAME" host
  [[ -n $signal ]] && json "$signal" why
  [[ -n $scratch ]] && json "$scratch" place
  for name in "\${not_copied[@]}"; do
    json "$name" name
    lost+=\${lost:+,}$name
  done
${hasScratch(profile) ? '' : listRenames}  printf '{"token":"%s","jobId":"%s","exitCode":%d,"signal":%s,"startedAt":"%s","endedAt":"%s","host":%s,"scratch":%s,"notCopied":[%s],"renames":[%s]}\\n' \\
    "$token" "$job_id" "$code" "$why" "$started_at" "$ended_at" "$host" "$place" "$lost" "$renames" >end.json
}

finish() {
  code=$1
  trap '' TERM USR2
  trap - EXIT
${hasScratch(profile) ? '  bring "${kept[@]}"\n' : ''}  # A profile that ends the job may have gone elsewhere.
  cd -- "$folder" || exit 75
${hasScratch(profile) ? '  [[ -n $scratch && ${#not_copied[@]} -eq 0 ]] && rm -rf -- "$scratch"\n' : ''}  write_end
  exit "$code"
}
trap 'finish $?' EXIT
trap 'signal=TERM; finish 143' TERM
trap 'signal=USR2; finish 140' USR2`;

/** Under another name first, so that what has its name is whole. */
const bringFromScratch = `
bring() {
  while [[ $# -gt 0 ]]; do
    if [[ -s $1 ]]; then
      { cp -- "$1" "$folder/$2.part" && mv -f -- "$folder/$2.part" "$folder/$2"; } || {
        # Half a file would keep the end record from a full disk.
        rm -f -- "$folder/$2.part"
        not_copied+=("$1")
      }
    fi
    shift 2
  done
  [[ \${#not_copied[@]} -eq 0 ]] && return
  note "not copied back: \${not_copied[*]}; still in $where"
  [[ $code -eq 0 ]] && code=74
}
`;

/** Names of plain characters: nothing in them has to be escaped. */
const listRenames = `  set -- "\${kept[@]}"
  while [[ $# -gt 0 ]]; do
    renames+="\${renames:+,}[\\"$1\\",\\"$2\\"]"
    shift 2
  done
`;

const hasScratch = (profile: JobScriptInput['profile']): boolean => profile.scratch.length > 0;

/**
 * Inputs, under the names the program expects. The deck is a small text that bash copies by itself; anything else is
 * copied by `cp`.
 */
export function stagePart({ stage, profile }: JobScriptInput): string {
  const isElsewhere = hasScratch(profile);
  const copies = stage
    .filter(({ from, to }) => isElsewhere || from !== to)
    .map(({ from, to }) =>
      to === 'INPUT'
        ? `{ mapfile lines <"$folder"/${quote(from)} && printf '%s' "\${lines[@]}" >INPUT; }`
        : `cp -- "$folder"/${quote(from)} ${quote(to)}`,
    );
  return isElsewhere ? scratchPart({ stage, profile }, copies) : copies.map(orEnd).join('\n');
}

const orEnd = (copy: string): string => `${copy} || finish 74`;

/**
 * Folders in order of preference. One whose variable is not set here is passed over, and so is one that does not take
 * the inputs: what it lacks is tried out by copying them. None: in the run folder. All that is tried runs in the one
 * subshell whose words tell what went wrong. What is there already was left behind by the job itself, when its node
 * failed and Slurm started it anew.
 */
function scratchPart(
  { stage, profile }: Pick<JobScriptInput, 'stage' | 'profile'>,
  copies: string[],
): string {
  const tries = profile.scratch.map((candidate) => {
    const isSet = variablesIn(candidate).map((name) => `-n \${${name}-}`);
    return `[[ ${['-z $where', ...isSet].join(' && ')} ]] && try_scratch ${quoteExpanding(candidate)}`;
  });
  return `need() { [[ -r $folder/$1 ]] || { note "the input $1 is missing"; finish 74; }; }
${stage.map(({ from }) => `need ${quote(from)}\n`).join('')}stage() {
  ${copies.join(' &&\n    ') || ':'}
}
try_scratch() {
  local place=$1/$token-$job_id why
  # shellcheck disable=SC2174 # Folders above it are as the user makes folders.
  if why=$({
    [[ ! -e $place ]] || rm -rf -- "$place"
    mkdir -p -m 700 -- "$1" && mkdir -m 700 -- "$place" && {
      { cd -- "$place" && stage; } || { rm -rf -- "$place"; exit 1; }
    }
  } 2>&1); then
    scratch=$place
    where=$place
  else
    note "scratch folder $1 is passed over: \${why##*: }"
    passed+="\${passed:+;} $1: \${why##*: }"
  fi
}
where=''
passed=''
${tries.join('\n')}
[[ -n $where ]] || { note "no writable scratch directory:\${passed:- their variables are not set}"; finish 73; }
cd -- "$where" || finish 73`;
}

/** Finds what comes back: files that exist and are not empty, with the names they are to have in the run folder. */
export function keepPart(input: JobScriptInput): string {
  const { keep, keepMatching } = input;
  const hasPatterns = keepMatching !== undefined && keepMatching.patterns.length > 0;
  if (keep.length === 0 && !hasPatterns) return 'keep() { :; }';
  const pairs = keep.flatMap(({ scratchName, as }) => [quote(scratchName), quote(as)]).join(' ');
  const named = `
  set -- ${pairs}
  while [[ $# -gt 0 ]]; do
    [[ -s $1 && ! $1 -ef $folder/$2 ]] && kept+=("$1" "$2")
    shift 2
  done`;
  return `keep() {${keep.length > 0 ? named : ''}${hasPatterns ? matching(input, keepMatching) : ''}
}`;
}

/**
 * What the user wants beside that. bash finds the files; a pattern that fits nothing stays as it is and is no plain
 * name. Inputs, and the files that crystalq knows by name, are not meant. A file that fits two patterns is listed twice,
 * which harms nothing.
 */
function matching(
  { stage, keep, profile, outputName }: JobScriptInput,
  { patterns, prefix }: NonNullable<JobScriptInput['keepMatching']>,
): string {
  const isInPlace = !hasScratch(profile);
  const taken = new Set([
    'INPUT',
    ...stage.map(({ to }) => to),
    ...keep.map(({ scratchName }) => scratchName),
    ...[outputName, ...keep.map(({ as }) => as)].map((name) => name.slice(prefix.length)),
    ...ownSuffixes,
    ...(isInPlace ? [...stage.map(({ from }) => from), ...Object.values(jobFiles)] : []),
  ]);
  // What has the prefix or is hidden is passed over anyhow.
  const skipped = [...taken].filter((name) => !/^(\.|$)/.test(name) && !name.startsWith(prefix)).map(quote);
  return `
  local name
  for name in ${patterns.join(' ')}; do
    case $name in .* | *[!A-Za-z0-9_.+-]* | ${quote(prefix)}* | ${skipped.join(' | ')}) continue ;; esac
    [[ -f $name && -s $name && ! -L $name ]] && kept+=("$name" ${quote(prefix)}"$name")
  done`;
}

/** `OPT.d12` and its like are ours. */
const ownSuffixes = ['d12', 'd3', 'result.json', 'labels.json'];

/** Before the walltime (USR2) and on cancelling (TERM): the program ends, what it wrote so far is kept. */
export const signalPart = (_: JobScriptInput): string =>
  `# shellcheck disable=SC2317 # Reached by the traps below.
stop() {
  trap '' TERM USR2
  signal=$1
  note "signal $1: the program is stopped and its files are kept"
  kill -TERM "$program" 2>/dev/null
  local deadline=$((SECONDS + 15))
  while kill -0 "$program" 2>/dev/null && ((SECONDS < deadline)); do sleep 0.2; done
  kill -KILL "$program" 2>/dev/null
  keep
  finish "$2"
}`;
