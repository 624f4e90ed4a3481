import { readFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { checkPropertyDeck } from '../../../src/crystal/d3/checks/check-property-deck.js';
import { parentRunOf } from '../../../src/crystal/d3/parent-run-of.js';
import type { ParentRun } from '../../../src/crystal/d3/parent-run.js';
import type { PlannedRun } from '../../../src/crystal/d3/property-plan.js';
import {
  isPropertyStepName,
  propertyStepNames,
  propertySteps,
  type PropertyStepName,
} from '../../../src/crystal/d3/property-steps.js';
import { renderPropertyDeck } from '../../../src/crystal/d3/render-deck.js';
import { withDeckMesh } from '../../../src/crystal/d3/with-deck-mesh.js';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { collect, parseSetOptions } from '../set-option.js';
import type { Terminal } from '../terminal.js';
import { writeNamed } from '../write-named.js';

interface Options {
  readonly from: string;
  readonly d12?: string;
  readonly path?: string;
  readonly settings?: string;
  readonly set: readonly string[];
  readonly output?: string;
}

export function define(command: Command, terminal: Terminal): void {
  command
    .argument('<type>', `what to compute: ${propertyStepNames.join(', ')}`)
    .requiredOption('--from <file>', 'output of the finished run whose wavefunction will be read')
    .option('--d12 <file>', 'its .d12 deck, for the mesh where the output does not print it')
    .option('--path <hpkot|sc>', 'BAND: path by SeeK-path (hpkot) or Setyawan-Curtarolo (sc)')
    .option('--settings <file>', 'settings of the step (YAML)')
    .option('--set <key=value>', 'one setting, e.g. --set projections=orbitals', collect, [])
    .option('-o, --output <file>', 'where to write; - is the screen', '-')
    .action(async (type: string, options: Options) => {
      const name = stepName(type);
      const run = await loadParentRun(options);
      const { runs, remarks } = propertySteps[name].plan(run, await loadSettings(name, options));
      for (const remark of remarks) terminal.err.write(`${remark}\n`);
      tellFindings(runs, run, terminal);
      await writeDecks(runs, options.output ?? '-', terminal);
    });
}

function stepName(type: string): PropertyStepName {
  const name = type.toUpperCase();
  if (isPropertyStepName(name)) return name;
  throw new CrystalqError('USAGE', `There is no property step ${type}.`, {
    hint: `Choose one of ${propertyStepNames.join(', ')}.`,
  });
}

async function loadParentRun(options: Options): Promise<ParentRun> {
  const reader = createOutputReader(basename(options.from));
  const stream = createReadStream(options.from);
  try {
    for await (const chunk of stream) reader.push(chunk as Buffer);
  } catch (cause) {
    throw notFound(options.from, cause);
  }
  const run = parentRunOf(reader.finish());
  if (options.d12 === undefined) return run;
  return withDeckMesh(run, readDeck(await loadText(options.d12), basename(options.d12)));
}

async function loadSettings(name: PropertyStepName, options: Options): Promise<unknown> {
  if (options.path !== undefined && name !== 'BAND') {
    throw new CrystalqError('USAGE', '--path belongs to BAND.');
  }
  const file: unknown = options.settings === undefined ? {} : (parse(await loadText(options.settings)) ?? {});
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new CrystalqError('SETTINGS_INVALID', `${options.settings ?? ''}: expected keys and values`);
  }
  const path = options.path === undefined ? {} : { path: options.path };
  return { ...file, ...path, ...parseSetOptions(options.set) };
}

async function loadText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw notFound(file, cause);
  }
}

const notFound = (file: string, cause: unknown): CrystalqError =>
  new CrystalqError('INPUT_NOT_FOUND', `${file} cannot be read.`, { cause });

function tellFindings(runs: readonly PlannedRun[], run: ParentRun, terminal: Terminal): void {
  for (const { deck } of runs) {
    for (const { severity, message, instead } of checkPropertyDeck(deck, run)) {
      terminal.err.write(`${severity}: ${message}; ${instead}\n`);
    }
  }
}

/** Several runs become FILE, FILE-2, FILE-3. */
async function writeDecks(runs: readonly PlannedRun[], output: string, terminal: Terminal): Promise<void> {
  if (output === '-' && runs.length > 1) {
    throw new CrystalqError('USAGE', `These settings take ${runs.length} decks, and the screen holds one.`, {
      hint: 'Name a file with -o: the others are written beside it, numbered.',
    });
  }
  for (const [index, { deck }] of runs.entries()) {
    const text = renderPropertyDeck(deck);
    if (output === '-') terminal.out.write(text);
    else await writeNamed(index === 0 ? output : numbered(output, index + 1), text);
  }
}

function numbered(file: string, number: number): string {
  const match = /^(.*?)(\.[^./\\]*)?$/s.exec(file);
  return `${match?.[1] ?? file}-${number}${match?.[2] ?? ''}`;
}
