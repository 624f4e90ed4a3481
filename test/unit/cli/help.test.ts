import { expect } from 'chai';
import { loadCommandShapes, type CommandShape } from '../../../queues/cli/command-shapes.js';
import { commands } from '../../../queues/cli/commands.js';
import { examples } from '../../../queues/cli/examples.js';
import { exitCodes } from '../../../queues/cli/exit-codes.js';
import { processTerminal } from '../../../queues/cli/terminal.js';
import { runCli } from '../../support/run-cli.js';

describe('crystalq --help', function () {
  // Defining every command loads what all of them import.
  this.timeout(60_000);
  let shapes: ReadonlyMap<string, CommandShape>;
  before(async () => {
    const loaded = await loadCommandShapes(commands, processTerminal());
    shapes = new Map(loaded.map((shape) => [shape.name, shape]));
  });

  it('tells all commands and exit codes', async () => {
    const { out, exitCode } = await runCli('--help');
    expect(exitCode).to.equal(0);
    for (const { name } of commands) expect(out).to.contain(`\n  ${name}`);
    for (const { meaning } of Object.values(exitCodes)) expect(out).to.contain(meaning);
  });

  for (const { name } of commands) {
    it(`of ${name} shows examples, with options that there are`, async () => {
      const { out } = await runCli(name, '--help');
      expect(examples[name], name).to.have.length.greaterThan(0);
      for (const example of examples[name] ?? []) {
        expect(out).to.contain(`  ${example}`);
        const words = wordsOf(example);
        expect(words.slice(0, 2)).to.deep.equal(['crystalq', name]);
        const shape = shapes.get(name)?.subcommands.find((sub) => sub.name === words[2]) ?? shapes.get(name);
        const known = shape?.options.flatMap(({ names }) => names);
        for (const option of words.filter((word) => word.startsWith('-'))) expect(known).to.include(option);
      }
    });
  }

  it('is where a mistake on the command line points to', async () => {
    const { err, exitCode } = await runCli('show');
    expect(exitCode).to.equal(2);
    expect(err).to.contain("missing required argument 'material'").and.to.contain('--help');
  });
});

/** As a shell splits it, but for what no example has. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
