import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import type { CommandShape } from '../../../queues/cli/command-shapes.js';
import { renderCompletion } from '../../../queues/cli/completion-script.js';

const command = (name: string, more: Partial<CommandShape> = {}): CommandShape => ({
  name,
  summary: `the ${name}`,
  arguments: [],
  options: [],
  subcommands: [],
  ...more,
});

const option = (names: readonly string[], choices?: readonly string[]): CommandShape['options'][number] => ({
  names,
  flags: names.join(', '),
  description: "don't [stop]: it's 'fine'",
  takesValue: choices !== undefined,
  choices: choices ?? [],
  initial: undefined,
});

const commands = [
  command('enqueue', { options: [option(['--json']), option(['--batch-file', '-f'], [])] }),
  command('export', { options: [option(['--to'], ['cif', 'xyz'])] }),
  command('config', { subcommands: [command('show', { options: [option(['--origin'])] }), command('get')] }),
  command('completion', {
    arguments: [{ usage: '<shell>', description: '', choices: ['bash', 'zsh', 'fish'] }],
  }),
];

/** What bash would offer after these words, the last of which is being typed. */
function offered(...words: readonly string[]): string[] {
  const script = `${renderCompletion('bash', commands)}
COMP_WORDS=( "$@" ); COMP_CWORD=$(( $# - 1 ))
_crystalq; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const told = execFileSync('bash', ['-c', script, 'bash', 'crystalq', ...words], {
    encoding: 'utf8',
    cwd: '/proc/self',
  });
  return told.split('\n').filter(Boolean);
}

describe('completion in bash', () => {
  const cases: readonly (readonly [words: readonly string[], offer: readonly string[]])[] = [
    [['e'], ['enqueue', 'export']],
    [['enqueue', '--j'], ['--json']],
    [
      ['enqueue', '--'],
      ['--json', '--batch-file', '--help'],
    ],
    [
      ['config', ''],
      ['show', 'get'],
    ],
    [
      ['config', 'show', '--'],
      ['--origin', '--help'],
    ],
    [['completion', 'z'], ['zsh']],
    [
      ['export', '--to', ''],
      ['cif', 'xyz'],
    ],
    // No word fits: files are offered.
    [['enqueue', 'statu'], ['status']],
  ];
  for (const [words, offer] of cases) {
    it(`offers ${offer.join(' ')} after ${words.join(' ')}`, () => {
      expect(offered(...words)).to.have.members(offer);
    });
  }
});

describe('completion in zsh and fish', () => {
  it('quotes what descriptions hold', () => {
    expect(renderCompletion('zsh', commands)).to.contain(
      `'--json[don'\\''t \\[stop\\]\\: it'\\''s '\\''fine'\\'']'`,
    );
    expect(renderCompletion('fish', commands)).to.contain(`-d 'don\\'t [stop]: it\\'s \\'fine\\''`);
  });

  it('knows every command, subcommand and choice', () => {
    for (const shell of ['zsh', 'fish'] as const) {
      const script = renderCompletion(shell, commands);
      for (const word of ['enqueue', 'export', 'config', 'show', 'get', 'bash zsh fish', 'cif xyz'])
        expect(script, shell).to.contain(word);
    }
  });

  it('offers subcommands of fish only below their command', () => {
    expect(renderCompletion('fish', commands)).to.contain(
      "complete -c crystalq -n '__fish_seen_subcommand_from config' -f -a show -d 'the show'",
    );
  });
});
