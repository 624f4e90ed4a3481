import { Command, CommanderError } from 'commander';
import { toCrystalqError } from '../../src/errors/crystalq-error.js';
import { commands } from './commands.js';
import { examples } from './examples.js';
import { exitCodeOf, exitCodes } from './exit-codes.js';
import { processTerminal, type Terminal } from './terminal.js';

/** Runs the command line and returns the exit code. */
export async function main(
  args: readonly string[],
  version: string,
  terminal: Terminal = processTerminal(),
): Promise<number> {
  const program = new Command('crystalq')
    .description('CRYSTAL calculation campaigns on Slurm clusters')
    .version(version)
    .showHelpAfterError('(add --help for the options and examples)')
    .addHelpText('after', list('Exit codes', exitCodeLines))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
    });
  for (const entry of commands) {
    const command = program.command(entry.name).summary(entry.summary).description(entry.summary);
    if (args[0] === entry.name) {
      (await entry.load()).define(command, terminal, commands);
      command.addHelpText('afterAll', list('Examples', examples[entry.name] ?? []));
    }
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? exitCodes.ok.value);
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage.value;
    return tell(thrown, terminal);
  }
}

const list = (title: string, lines: readonly string[]): string =>
  ['', `${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');

const exitCodeLines = Object.values(exitCodes).map(
  ({ value, meaning }) => `${String(value).padStart(2)}  ${meaning}`,
);

function tell(thrown: unknown, terminal: Terminal): number {
  const error = toCrystalqError(thrown);
  terminal.err.write(`crystalq: ${error.message}\n`);
  if (error.hint) terminal.err.write(`  what to do: ${error.hint}\n`);
  terminal.err.write(`  (${error.code})\n`);
  if (error.code === 'UNEXPECTED' && process.env['CRYSTALQ_DEBUG'])
    terminal.err.write(`${String(error.stack)}\n`);
  return exitCodeOf(error);
}
