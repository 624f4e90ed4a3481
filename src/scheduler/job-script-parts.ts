import { jobFiles } from './job-files.js';
import type { JobScriptInput } from './job-script.js';
import { quote, quoteExpanding, variablesIn } from './shell-quote.js';

/**
 * First act. `noclobber` opens the claim with O_EXCL: one job of this attempt gets it, any other one leaves at once.
 * A job that Slurm starts anew under its old id may go on: its first life is over.
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
  if [[ $claimed_by != "$job_id" ]]; then
    printf -v line 'duplicate: job %s came second to job %s' "$job_id" "$claimed_by"
    printf '%s\\n' "$line" >>duplicates.log
    printf 'crystalq: %s\\n' "$line"
    exit 0
  fi
else
  printf 'crystalq: %s cannot be written to\\n' "$folder"
  exit 75
fi`;

/** Whatever happens from here on, `finish CODE` (or the trap) cleans up and leaves an end record. */
export const endingPart = ({ profile }: JobScriptInput): string =>
  `TZ=UTC printf -v started_at '%(%Y-%m-%dT%H:%M:%SZ)T' -1
scratch=''
signal=''
not_copied=()

note() { printf 'crystalq: %s\\n' "$1"; }

json() {
  local text=\${1//\\\\/\\\\\\\\}
  text=\${text//\\"/\\\\\\"}
  printf -v "$2" '"%s"' "\${text//[[:cntrl:]]/ }"
}

finish() {
  local code=$1 ended_at host where=null why=null names='' name
  trap '' TERM USR2
  trap - EXIT
  TZ=UTC printf -v ended_at '%(%Y-%m-%dT%H:%M:%SZ)T' -1
  json "$HOSTNAME" host
  [[ -n $signal ]] && json "$signal" why
  if [[ -n $scratch ]]; then
    json "$scratch" where
    cd -- "$folder" && [[ \${#not_copied[@]} -eq 0 ]] && rm -rf -- "$scratch"
  fi
  for name in "\${not_copied[@]}"; do
    json "$name" name
    names+=\${names:+,}$name
  done
  printf '{"token":"%s","jobId":"%s","exitCode":%d,"signal":%s,"startedAt":"%s","endedAt":"%s","host":%s,"scratch":%s,"notCopied":[%s]}\\n' \\
    "$token" "$job_id" "$code" "$why" "$started_at" "$ended_at" "$host" "$where" "$names" >".end.$job_id"
${profile.scheduler === 'slurm' ? '  sync ".end.$job_id" 2>/dev/null\n' : ''}  mv -f -- ".end.$job_id" end.json
  exit "$code"
}
trap 'finish $?' EXIT
trap 'signal=TERM; finish 143' TERM
trap 'signal=USR2; finish 140' USR2`;

/** Folders in order of preference; one whose variable is not set here is passed over. None: in the run folder. */
export function scratchPart({ profile }: JobScriptInput): string {
  if (profile.scratch.length === 0) return 'where=$folder';
  const tries = profile.scratch.map((candidate) => {
    const isSet = variablesIn(candidate).map((name) => `-n \${${name}-}`);
    return `[[ ${['-z $where', ...isSet].join(' && ')} ]] && try_scratch ${quoteExpanding(candidate)}`;
  });
  return `try_scratch() {
  local place=$1/$token-$job_id
  (umask 077 && mkdir -p -- "$1" && mkdir -- "$place") 2>/dev/null || return
  if : >"$place/.probe"; then
    rm -f -- "$place/.probe"
    scratch=$place
    where=$place
  else
    rmdir -- "$place"
  fi
} 2>/dev/null
where=''
${tries.join('\n')}
[[ -n $where ]] || { note 'no writable scratch directory'; finish 73; }
cd -- "$where" || finish 73`;
}

/** The deck is a small text that bash copies by itself; anything else is copied by `cp`. */
export function stagePart({ stage, profile }: JobScriptInput): string {
  const isElsewhere = profile.scratch.length > 0;
  const lines = stage
    .filter(({ from, to }) => isElsewhere || from !== to)
    .map(({ from, to }) =>
      to === 'INPUT'
        ? `{ mapfile lines <"$folder"/${quote(from)} && printf '%s' "\${lines[@]}" >INPUT; } || finish 74`
        : `cp -- "$folder"/${quote(from)} ${quote(to)} || finish 74`,
    );
  return ['# Inputs, under the names the program expects.', ...lines].join('\n');
}

/**
 * Files that exist and are not empty, under the names they have in the run folder: from scratch copied under another
 * name first, so that what has its name is whole; in place just renamed.
 */
export function keepPart(input: JobScriptInput): string {
  const { keep, keepMatching, profile } = input;
  const hasPatterns = keepMatching !== undefined && keepMatching.patterns.length > 0;
  if (keep.length === 0 && !hasPatterns) return 'keep() { :; }';
  const pairs = keep.flatMap(({ scratchName, as }) => [quote(scratchName), quote(as)]).join(' ');
  const bring = (name: string): string =>
    profile.scratch.length > 0
      ? `{ cp -- "${name}" "$to.part" && mv -f -- "$to.part" "$to"; }`
      : `mv -f -- "${name}" "$to"`;
  const named = `
  set -- ${pairs}
  while [[ $# -gt 0 ]]; do
    to=$folder/$2
    if [[ -s $1 && ! $1 -ef $to ]]; then
      ${bring('$1')} || not_copied+=("$1")
    fi
    shift 2
  done`;
  return `keep() {
  not_copied=()
  local to${keep.length > 0 ? named : ''}${hasPatterns ? matching(input, keepMatching, bring('$name')) : ''}
}`;
}

/**
 * What the user wants beside that. bash finds the files; a pattern that fits nothing stays as it is and is no plain
 * name. Inputs, and the files that crystalq knows by name, are not meant.
 */
function matching(
  { stage, keep, profile, outputName }: JobScriptInput,
  { patterns, prefix }: NonNullable<JobScriptInput['keepMatching']>,
  bring: string,
): string {
  const isInPlace = profile.scratch.length === 0;
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
    to=$folder/${quote(prefix)}$name
    [[ -f $name && -s $name && ! -L $name ]] || continue
    ${bring} || not_copied+=("$name")
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

/** In the background, so that a signal is heard at once. */
export const runPart = ({ outputName }: JobScriptInput, command: string): string =>
  `input=/dev/null
[[ -e INPUT ]] && input=INPUT
${command} <"$input" >"$folder"/${quote(outputName)} 2>&1 &
program=$!
trap 'stop TERM 143' TERM
trap 'stop USR2 140' USR2
wait "$program"
code=$?
keep
if [[ \${#not_copied[@]} -gt 0 ]]; then
  note "not copied back: \${not_copied[*]}; still in $scratch"
  [[ $code -eq 0 ]] && code=74
fi
finish "$code"`;
