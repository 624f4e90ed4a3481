import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CrystalqError, toCrystalqError } from '../../../src/errors/crystalq-error.js';
import type { Entry } from '../../../src/config/merge.js';
import { exitCodes } from '../exit-codes.js';
import { addConfigOptions, loadSettings, type ConfigOptions } from '../session.js';
import { printJson, printLine, type Terminal } from '../terminal.js';

interface ShowOptions extends ConfigOptions {
  readonly origin?: boolean;
  readonly json?: boolean;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command.command('show [section]'))
    .description('every key with its value; secrets are hidden')
    .option('--origin', 'tell where each value comes from')
    .option('--json', 'as JSON')
    .action((section: string | undefined, options: ShowOptions) => show(section, options, terminal));

  addConfigOptions(command.command('get <key>'))
    .description('the value of one key, or of a section as JSON')
    .option('--json', 'as JSON')
    .action((key: string, options: ShowOptions) => get(key, options, terminal));

  command
    .command('check <file>')
    .description('tell all faults of a configuration file, in the place of the user file')
    .option('--json', 'as JSON')
    .action((file: string, options: ShowOptions) => check(file, options, terminal));
}

async function show(section: string | undefined, options: ShowOptions, terminal: Terminal): Promise<void> {
  const { shownValue } = await import('../../../src/config/tell-value.js');
  const { entries } = await loadSettings(options, terminal);
  const shown = section === undefined ? entries : await entriesBelow(entries, section);
  if (options.json) {
    const told = shown.map((entry) => [
      entry.key,
      options.origin ? { value: shownValue(entry), ...entry.origin } : shownValue(entry),
    ]);
    printJson(terminal, Object.fromEntries(told));
    return;
  }
  const lines = shown.map((entry) => `${entry.key}: ${JSON.stringify(shownValue(entry))}`);
  const width = Math.min(70, Math.max(...lines.map((line) => line.length)));
  for (const [index, line] of lines.entries()) {
    const { layer, where } = shown[index]?.origin ?? { layer: '', where: '' };
    const place = layer === 'default' ? where : `${layer}: ${where}`;
    printLine(terminal, options.origin ? `${line.padEnd(width)}  # ${place}` : line);
  }
}

async function get(key: string, options: ShowOptions, terminal: Terminal): Promise<void> {
  const { shownValue } = await import('../../../src/config/tell-value.js');
  const { entries } = await loadSettings(options, terminal);
  const entry = entries.find((each) => each.key === key);
  if (entry) {
    const value = shownValue(entry);
    printLine(terminal, options.json || typeof value !== 'string' ? JSON.stringify(value) : value);
    return;
  }
  const below = await entriesBelow(entries, key);
  const values = below.map((each) => [each.key.slice(key.length + 1), shownValue(each)]);
  printJson(terminal, Object.fromEntries(values));
}

async function entriesBelow(entries: readonly Entry[], section: string): Promise<readonly Entry[]> {
  const below = entries.filter(({ key }) => key === section || key.startsWith(`${section}.`));
  if (below.length > 0) return below;
  const { didYouMean } = await import('../../../src/errors/did-you-mean.js');
  const sections = entries.flatMap(({ key }) =>
    key.split('.').map((_, end, parts) => parts.slice(0, end + 1).join('.')),
  );
  const guess = didYouMean(section, [...new Set(sections)]);
  throw new CrystalqError('USAGE', `there is no key or section ${section} in the configuration`, {
    hint: guess === undefined ? 'Look at `crystalq config show`.' : `Did you mean ${guess}?`,
  });
}

async function check(file: string, options: ShowOptions, terminal: Terminal): Promise<void> {
  const { loadConfig } = await import('../../../src/config/load-config.js');
  const path = resolve(file);
  const site = process.env['CRYSTALQ_SITE_CONFIG'];
  const outcome = await loadConfig({
    // The site file may hold the clusters that the file speaks of; variables of this shell are another matter.
    env: site === undefined ? {} : { CRYSTALQ_SITE_CONFIG: site },
    cwd: process.cwd(),
    home: homedir(),
    configFile: path,
  }).catch((thrown: unknown) => toCrystalqError(thrown));
  if (outcome instanceof CrystalqError && outcome.code !== 'CONFIG_INVALID') throw outcome;
  const isBad = outcome instanceof CrystalqError;
  if (isBad) process.exitCode = exitCodes.findings.value;
  if (options.json) {
    const faults = isBad ? outcome.details['faults'] : [];
    printJson(terminal, { file: path, ok: !isBad, faults, warnings: isBad ? [] : outcome.warnings });
    return;
  }
  if (!isBad) for (const warning of outcome.warnings) printLine(terminal, warning);
  printLine(terminal, isBad ? outcome.message : `${path} has no faults`);
}
