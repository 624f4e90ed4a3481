import { readdir, readFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { checkDeckText } from '../../../src/crystal/d12/checks/check-deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import type { TestKeyword } from '../../../src/crystal/d12/test-run.js';
import { checkPropertyDeck } from '../../../src/crystal/d3/checks/check-property-deck.js';
import type { Finding } from '../../../src/crystal/finding.js';
import { parentRunOf } from '../../../src/crystal/d3/parent-run-of.js';
import type { ParentRun } from '../../../src/crystal/d3/parent-run.js';
import { readPropertyDecks } from '../../../src/crystal/d3/several-decks.js';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import { CrystalqError, toCrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { tryDeck } from '../deck-trial.js';
import { exitCodes } from '../exit-codes.js';
import { printJson, printLine, type Terminal } from '../terminal.js';
import { describeFinding } from '../views/finding.js';

interface CheckOptions {
  readonly json?: true;
  readonly from?: string;
  readonly run?: string;
  readonly test: string;
  readonly release?: string;
}

interface Checked {
  readonly file: string;
  readonly findings: readonly Finding[];
}

/** `crystalq check DECK... [--json] [--from FILE.out] [--run BINARY]` */
export function define(command: Command, terminal: Terminal): void {
  command
    .argument('<decks...>', '.d12 and .d3 decks')
    .option('--json', 'print a JSON array, one object per deck')
    .option('--from <file>', 'output of the run whose wavefunction the .d3 decks will read')
    .option('--run <binary>', 'let the serial crystal program read the .d12 decks too')
    .option('--release <number>', 'the CRYSTAL that will run: 17 or 23')
    .option('--test <keyword>', 'how far it goes with --run: TESTGEOM or TESTPDIM', 'TESTPDIM')
    .action(async (files: string[], options: CheckOptions) => {
      const run = options.from === undefined ? undefined : await loadParentRun(options.from);
      const checked: Checked[] = [];
      for (const file of files) checked.push({ file, findings: await checkFile(file, options, run) });
      if (options.json) printJson(terminal, checked);
      else for (const each of checked) printChecked(terminal, each);
      if (checked.some(({ findings }) => hasErrors(findings))) process.exitCode = exitCodes.findings.value;
    });
}

const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

function printChecked(terminal: Terminal, { file, findings }: Checked): void {
  if (findings.length === 0) printLine(terminal, `${file}: nothing to complain about`);
  for (const finding of findings) printLine(terminal, describeFinding(file, finding));
}

async function checkFile(
  file: string,
  options: CheckOptions,
  run: ParentRun | undefined,
): Promise<readonly Finding[]> {
  const text = await loadText(file);
  if (file.toLowerCase().endsWith('.d3')) return checkPropertyText(text, path.basename(file), run);
  const otherFiles = await filesBeside(file);
  const findings = checkDeckText(text, path.basename(file), {
    symmetry: loadSymmetry(),
    otherFiles,
    ...releaseNamed(options.release),
  });
  // What is wrong at first sight needs no trial.
  if (options.run === undefined || hasErrors(findings)) return findings;
  return [...findings, ...(await tryDeck(readDeck(text, file), options.run, testKeyword(options.test)))];
}

function checkPropertyText(text: string, fileName: string, run: ParentRun | undefined): readonly Finding[] {
  try {
    return readPropertyDecks(text, fileName).flatMap(({ deck, lines }) =>
      checkPropertyDeck(deck, run, lines),
    );
  } catch (thrown) {
    const { code, message, hint, details } = toCrystalqError(thrown);
    if (code !== 'DECK_UNREADABLE') throw thrown;
    return [
      { line: Number(details['line'] ?? 1), severity: 'error', rule: 'readable', message, instead: hint },
    ];
  }
}

function releaseNamed(release: string | undefined): { release?: 17 | 23 } {
  if (release === undefined) return {};
  if (release === '17') return { release: 17 };
  if (release === '23') return { release: 23 };
  throw new CrystalqError('USAGE', `--release ${release} is not 17 or 23.`);
}

function testKeyword(test: string): TestKeyword {
  const keyword = test.toUpperCase();
  if (keyword === 'TESTGEOM' || keyword === 'TESTPDIM') return keyword;
  throw new CrystalqError('USAGE', `--test ${test} is not TESTGEOM or TESTPDIM.`);
}

/** How files that a run needs are named on disk: by CRYSTAL, or after the deck. */
const suffixes: readonly (readonly [string, string])[] = [
  ['.f20', 'fort.20'],
  ['.f9', 'fort.20'],
  ['.gui', 'fort.34'],
  ['.f34', 'fort.34'],
  ['.optinfo', 'OPTINFO.DAT'],
  ['.OPTINFO', 'OPTINFO.DAT'],
  ['.freqinfo', 'FREQINFO.DAT'],
  ['.FREQINFO', 'FREQINFO.DAT'],
];

/** Files that will lie beside the deck, under CRYSTAL's own names. */
async function filesBeside(file: string): Promise<ReadonlySet<string>> {
  const names = await readdir(path.dirname(file));
  const stem = path.basename(file).replace(/\.[^.]*$/, '');
  const renamed = suffixes.filter(([suffix]) => names.includes(`${stem}${suffix}`)).map(([, name]) => name);
  return new Set([...names, ...renamed]);
}

async function loadParentRun(file: string): Promise<ParentRun> {
  const reader = createOutputReader(path.basename(file));
  await translated(file, async () => {
    for await (const chunk of createReadStream(file)) reader.push(chunk as Buffer);
  });
  return parentRunOf(reader.finish());
}

const loadText = (file: string): Promise<string> => translated(file, () => readFile(file, 'latin1'));

async function translated<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new CrystalqError('INPUT_NOT_FOUND', `${file} cannot be read.`, { cause });
  }
}
