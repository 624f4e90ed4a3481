import { Command } from 'commander';
import type { CommandEntry } from './commands.js';
import type { Terminal } from './terminal.js';

export interface OptionShape {
  /** `--batch`, and `-b` where there is one. */
  readonly names: readonly string[];
  /** As in the help: `-b, --batch <id>`. */
  readonly flags: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly initial: unknown;
}

interface ArgumentShape {
  /** `<file>`, `[section]`, `<paths...>` */
  readonly usage: string;
  readonly description: string;
  readonly choices: readonly string[];
}

/** What commander knows of a command: for completion scripts and docs/commands.md. */
export interface CommandShape {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentShape[];
  readonly options: readonly OptionShape[];
  readonly subcommands: readonly CommandShape[];
}

/** Defines every command without running one: no file, Redis or store is touched. */
export async function loadCommandShapes(
  commands: readonly CommandEntry[],
  terminal: Terminal,
): Promise<CommandShape[]> {
  return Promise.all(
    commands.map(async ({ name, summary, load }) => {
      const command = new Command(name).summary(summary).description(summary);
      (await load()).define(command, terminal, commands);
      return shapeOf(command);
    }),
  );
}

function shapeOf(command: Command): CommandShape {
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      usage: usageOf(argument.name(), argument.required, argument.variadic),
      description: argument.description,
      choices: argument.argChoices ?? [],
    })),
    options: command.options
      .filter((option) => !option.hidden)
      .map((option) => ({
        names: [option.long, option.short].filter((name) => name !== undefined),
        flags: option.flags,
        description: option.description,
        takesValue: option.required || option.optional,
        choices: option.argChoices ?? [],
        initial: option.defaultValue as unknown,
      })),
    subcommands: command.commands.map(shapeOf),
  };
}

function usageOf(name: string, required: boolean, variadic: boolean): string {
  const told = variadic ? `${name}...` : name;
  return required ? `<${told}>` : `[${told}]`;
}
