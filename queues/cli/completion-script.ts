import type { CommandShape, OptionShape } from './command-shapes.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A completion script that knows all commands and options by itself: completing starts no program. */
export function renderCompletion(shell: Shell, commands: readonly CommandShape[]): string {
  switch (shell) {
    case 'bash':
      return renderBash(commands);
    case 'zsh':
      return renderZsh(commands);
    case 'fish':
      return renderFish(commands);
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const help: OptionShape = {
  names: ['--help', '-h'],
  flags: '-h, --help',
  description: 'display help for command',
  takesValue: false,
  choices: [],
  initial: undefined,
};

const optionsOf = (command: CommandShape): readonly OptionShape[] => [...command.options, help];

const namesOf = (options: readonly OptionShape[]): string => options.flatMap(({ names }) => names).join(' ');

/** What may stand right after a command, other than options and files. */
const wordsAfter = (command: CommandShape): readonly string[] => [
  ...command.subcommands.map(({ name }) => name),
  ...command.arguments.flatMap(({ choices }) => choices),
];

/** A command and its subcommands, each with the words that lead to it: `config`, `config show`. */
const withSubcommands = (commands: readonly CommandShape[], before = ''): [string, CommandShape][] =>
  commands.flatMap((command) => {
    const words = `${before}${command.name}`;
    return [[words, command] as [string, CommandShape], ...withSubcommands(command.subcommands, `${words} `)];
  });

function renderBash(commands: readonly CommandShape[]): string {
  const all = withSubcommands(commands);
  const words = all.map(
    ([path, command]) =>
      `    ${quote(path)}) words=${quote([...wordsAfter(command), namesOf(optionsOf(command))].join(' '))} ;;`,
  );
  const choices = all.flatMap(([path, command]) =>
    command.options
      .filter((option) => option.choices.length > 0)
      .flatMap((option) =>
        option.names.map(
          (name) => `    ${quote(`${path} ${name}`)}) values=${quote(option.choices.join(' '))} ;;`,
        ),
      ),
  );
  const groups = commands.filter(({ subcommands }) => subcommands.length > 0).map(({ name }) => name);
  return `# bash completion of crystalq; put into ~/.bashrc: eval "$(crystalq completion bash)"
_crystalq() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="\${COMP_WORDS[1]}" words='' values=''
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=( $(compgen -W ${quote([...commands.map(({ name }) => name), '--help --version'].join(' '))} -- "$current") )
    return
  fi
  case "$path" in
    ${groups.join('|') || "''"}) (( COMP_CWORD > 2 )) && path="$path \${COMP_WORDS[2]}" ;;
  esac
  case "$path $previous" in
${choices.join('\n') || "    '') ;;"}
  esac
  if [[ -n "$values" ]]; then
    COMPREPLY=( $(compgen -W "$values" -- "$current") )
    return
  fi
  case "$path" in
${words.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=( $(compgen -W "$words" -- "$current") )
  else
    local word
    for word in $words; do
      [[ "$word" != -* && "$word" == "$current"* ]] && COMPREPLY+=( "$word" )
    done
    (( \${#COMPREPLY[@]} )) || COMPREPLY=( $(compgen -f -- "$current") )
  fi
}
complete -o filenames -F _crystalq crystalq
`;
}

/** \`:\` and brackets mean something in zsh's specifications. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, (sign) => `\\${sign}`);

function renderZsh(commands: readonly CommandShape[]): string {
  const branches = withSubcommands(commands).map(([path, command]) => {
    const specifications = optionsOf(command).flatMap(zshOption);
    const words = wordsAfter(command);
    const rest = words.length > 0 ? `'*:word:(${words.join(' ')})'` : `'*:file:_files'`;
    return `    ${quote(path)}) _arguments ${[...specifications, rest].join(' ')} ;;`;
  });
  const names = commands.map(
    ({ name, summary }) => `    ${quote(`${name}:${summary.replaceAll(':', '\\:')}`)}`,
  );
  const groups = commands.filter(({ subcommands }) => subcommands.length > 0).map(({ name }) => name);
  return `#compdef crystalq
# zsh completion of crystalq; put into ~/.zshrc: eval "$(crystalq completion zsh)"
_crystalq() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local path_words="$words[2]"
  case "$path_words" in
    ${groups.join('|') || "''"}) (( CURRENT > 3 )) && path_words="$path_words $words[3]" ;;
  esac
  case "$path_words" in
${branches.join('\n')}
  esac
}
compdef _crystalq crystalq
`;
}

function zshOption({ names, description, takesValue, choices }: OptionShape): string[] {
  const value = !takesValue ? '' : choices.length > 0 ? `:value:(${choices.join(' ')})` : ':value:_files';
  return names.map((name) => quote(`${name}[${zshText(description)}]${value}`));
}

function renderFish(commands: readonly CommandShape[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c crystalq -n __fish_use_subcommand -f -a ${command.name} -d ${fishQuote(command.summary)}`,
    ...fishOptions(command, `__fish_seen_subcommand_from ${command.name}`),
    ...command.arguments
      .filter(({ choices }) => choices.length > 0)
      .map(
        ({ choices }) =>
          `complete -c crystalq -n ${fishQuote(`__fish_seen_subcommand_from ${command.name}`)} -f -a ${fishQuote(choices.join(' '))}`,
      ),
    ...command.subcommands.flatMap((sub) => [
      `complete -c crystalq -n ${fishQuote(`__fish_seen_subcommand_from ${command.name}`)} -f -a ${sub.name} -d ${fishQuote(sub.summary)}`,
      ...fishOptions(
        sub,
        `__fish_seen_subcommand_from ${command.name}; and __fish_seen_subcommand_from ${sub.name}`,
      ),
    ]),
  ]);
  return [
    '# fish completion of crystalq: crystalq completion fish > ~/.config/fish/completions/crystalq.fish',
    ...lines,
    '',
  ].join('\n');
}

function fishOptions(command: CommandShape, condition: string): string[] {
  return command.options.map(({ names, description, takesValue, choices }) => {
    const spelled = names.map((name) =>
      name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
    );
    const value = !takesValue ? '' : choices.length > 0 ? ` -x -a ${fishQuote(choices.join(' '))}` : ' -r';
    return `complete -c crystalq -n ${fishQuote(condition)} ${spelled.join(' ')}${value} -d ${fishQuote(description)}`;
  });
}

const fishQuote = (text: string): string => `'${text.replace(/['\\]/g, (sign) => `\\${sign}`)}'`;
