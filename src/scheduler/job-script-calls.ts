import type { JobScriptInput } from './job-script.js';
import { quote } from './shell-quote.js';

/** In the background, so that a signal is heard at once. */
export const runPart = (input: JobScriptInput, command: string): string =>
  `${callPart(input, command)}
keep
finish "$code"`;

function callPart(input: JobScriptInput, command: string): string {
  const { outputName, decks = [] } = input;
  if (decks.length > 1) return severalCalls(input, decks, command);
  return `input=/dev/null
[[ -e INPUT ]] && input=INPUT
${command} <"$input" >"$folder"/${quote(outputName)} 2>&1 &
program=$!
trap 'stop TERM 143' TERM
trap 'stop USR2 140' USR2
wait "$program"
code=$?`;
}

/**
 * One call for each deck. What they write is gathered file by file, one below the other, and has its name only when the
 * last call has succeeded: a job that stops halfway leaves what the call in hand wrote, and none of what was gathered.
 */
function severalCalls(
  { outputName, keep, stage }: JobScriptInput,
  decks: readonly number[],
  command: string,
): string {
  const deck = stage.find(({ to }) => to === 'INPUT')?.from ?? 'INPUT';
  const brought = new Set(stage.map(({ to }) => to));
  const files = keep.map(({ scratchName }) => scratchName).filter((name) => !brought.has(name));
  return `files=(${files.map(quote).join(' ')})
gather() {
  local file
  for file in "\${files[@]}"; do
    [[ -s $file ]] || continue
    { cat -- "$file" >>"$file.all" && rm -f -- "$file"; } || return
  done
}
program=''
: >"$folder"/${quote(outputName)}
trap 'stop TERM 143' TERM
trap 'stop USR2 140' USR2
skip=0
for count in ${decks.join(' ')}; do
  { mapfile -s "$skip" -n "$count" lines <"$folder"/${quote(deck)} && printf '%s' "\${lines[@]}" >INPUT; } || finish 74
  skip=$((skip + count))
  ${command} <INPUT >>"$folder"/${quote(outputName)} 2>&1 &
  program=$!
  wait "$program"
  code=$?
  [[ $code -eq 0 ]] && { gather || code=74; }
  [[ $code -eq 0 ]] || break
done
for file in "\${files[@]}"; do
  [[ $code -eq 0 && -e $file.all ]] && mv -f -- "$file.all" "$file"
done`;
}
