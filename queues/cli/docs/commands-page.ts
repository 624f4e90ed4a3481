import { examples } from '../examples.js';
import { exitCodes } from '../exit-codes.js';
import type { CommandShape } from '../command-shapes.js';
import { code, renderPage, renderTable } from './markdown.js';

export function renderCommandsPage(commands: readonly CommandShape[]): string {
  return renderPage('Commands', 'the commands themselves (`queues/cli`)', [
    renderTable(
      ['command', 'what it does'],
      commands.map(({ name, summary }) => [code(`crystalq ${name}`), summary]),
    ),
    'Results go to standard output, remarks and progress to standard error. `crystalq completion bash|zsh|fish` prints' +
      ' a completion script.',
    '## Exit codes',
    renderTable(
      ['exit code', 'meaning'],
      Object.values(exitCodes).map(({ value, meaning }) => [String(value), meaning]),
    ),
    ...commands.flatMap((command) => renderCommand(command, 'crystalq')),
  ]);
}

function renderCommand(command: CommandShape, before: string): string[] {
  const words = `${before} ${command.name}`;
  const isGroup = command.subcommands.length > 0;
  const usage = [
    words,
    ...command.arguments.map((argument) => argument.usage),
    ...(command.options.length > 0 ? ['[options]'] : []),
  ].join(' ');
  const described = command.arguments.filter(({ description }) => description !== '');
  return [
    `${before === 'crystalq' ? '##' : '###'} ${words}`,
    `${command.summary}.`,
    ...(isGroup ? [] : ['```\n' + usage + '\n```']),
    ...(before === 'crystalq' ? ['```\n' + (examples[command.name] ?? []).join('\n') + '\n```'] : []),
    ...(described.length > 0
      ? [
          renderTable(
            ['argument', 'meaning'],
            described.map((argument) => [code(argument.usage), argument.description]),
          ),
        ]
      : []),
    ...(command.options.length > 0
      ? [
          renderTable(
            ['option', 'meaning', 'default'],
            command.options.map((option) => [code(option.flags), option.description, tellInitial(option.initial)]),
          ),
        ]
      : []),
    ...command.subcommands.flatMap((sub) => renderCommand(sub, words)),
  ];
}

const tellInitial = (initial: unknown): string =>
  initial === undefined || (Array.isArray(initial) && initial.length === 0) ? '' : code(JSON.stringify(initial));
