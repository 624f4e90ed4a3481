import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { parse, stringify } from 'yaml';
import { buildDeck } from '../../../src/crystal/d12/build-deck.js';
import { checkDeck } from '../../../src/crystal/d12/checks/check-deck.js';
import type { Deck } from '../../../src/crystal/d12/deck.js';
import { followUpDeck } from '../../../src/crystal/d12/follow-up-deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { settingsOfDeck } from '../../../src/crystal/d12/settings-of-deck.js';
import type { CrystalTask } from '../../../src/crystal/settings/presets.js';
import {
  mergeRaw,
  parseSettingsPatch,
  resolveSettings,
} from '../../../src/crystal/settings/resolve-settings.js';
import type { SettingsPatch } from '../../../src/crystal/settings/settings.js';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { withDimensionality } from '../../../src/crystal/structure/dimensionality.js';
import type { ExpandedGeometry } from '../../../src/crystal/structure/expanded-geometry.js';
import { readFort34 } from '../../../src/crystal/structure/files/read-fort34.js';
import { expandDeckGeometry } from '../../../src/crystal/structure/from-deck-geometry.js';
import { readStructures } from '../../../src/crystal/structure/read-structures.js';
import type { Structure } from '../../../src/crystal/structure/structure.js';
import type { SymmetryLibrary } from '../../../src/crystal/symmetry/symmetry-library.js';
import type { DeckGeometry } from '../../../src/crystal/d12/geometry.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { fort34Beside } from '../fort34-beside.js';
import { collect, parseSetOptions } from '../set-option.js';
import { writeNamed } from '../write-named.js';
import {
  addStructureOptions,
  readStructureOptions,
  type StructureOptions,
  type StructureWishes,
} from '../structure-options.js';
import type { Terminal } from '../terminal.js';
import { describeFinding } from '../views/finding.js';

interface D12Options extends StructureOptions {
  readonly calc: string;
  readonly settings?: string;
  readonly set: readonly string[];
  readonly toSettings?: true;
  readonly output: string;
}

/** `crystalq d12 FILE [--calc OPT|SP|FREQ] [--settings FILE] [--set key=value]... [--symmetry MODE] [-o FILE|-]` */
export function define(command: Command, terminal: Terminal): void {
  command
    .argument('<file>', 'structure (CIF, fort.34, XYZ, POSCAR), or a .d12 to change')
    .option('--calc <task>', 'OPT, SP or FREQ', 'OPT')
    .option('--settings <file>', 'settings of the calculation (YAML), good for any material')
    .option(
      '--set <key=value>',
      'one setting, e.g. --set method.functional=PBE0 or --set level=tight',
      collect,
      [],
    )
    .option('--to-settings', 'write the settings of a .d12 as YAML for other materials, instead of a deck')
    .option('-o, --output <file>', 'where to write; - is the screen', '-');
  addStructureOptions(command).action(async (file: string, options: D12Options) => {
    if (options.toSettings) {
      const settings = settingsOfDeck(readDeck(await loadText(file), file));
      await writeText(stringify(settings), options.output, terminal);
      return;
    }
    const decks = await decksOf(file, options, terminal);
    for (const { name, deck } of decks) {
      for (const finding of checkDeck(deck, { symmetry: loadSymmetry() })) {
        terminal.err.write(`${describeFinding(name, finding)}\n`);
      }
    }
    await write(decks, options.output, terminal);
  });
}

interface NamedDeck {
  readonly name: string;
  readonly deck: Deck;
}

async function decksOf(file: string, options: D12Options, terminal: Terminal): Promise<NamedDeck[]> {
  const task = taskNamed(options.calc);
  const patch = await loadSettings(options);
  const text = await loadText(file);
  const library = loadSymmetry();
  const label = path.basename(file).replace(/\.[^.]*$/, '');
  if (file.toLowerCase().endsWith('.d12')) {
    const beside = await fort34Beside(file, text);
    const external = beside && readFort34(beside.text, beside.name);
    return [{ name: label, deck: deckFromDeck(readDeck(text, file), task, patch, library, external) }];
  }
  const wishes = readStructureOptions(options);
  const structures = readStructures(text, file, library);
  return structures.map((structure) => {
    const name = structures.length > 1 ? `${label} ${structure.title}` : label;
    const { deck, warnings } = deckFromStructure(structure, name, task, patch, wishes, library);
    for (const warning of warnings) terminal.err.write(`${name}: ${warning}\n`);
    return { name, deck };
  });
}

function deckFromStructure(
  structure: Structure,
  title: string,
  task: CrystalTask,
  patch: SettingsPatch,
  wishes: StructureWishes,
  library: SymmetryLibrary,
): { deck: Deck; warnings: readonly string[] } {
  const meant =
    wishes.dimensionality === undefined ? structure : withDimensionality(structure, wishes.dimensionality);
  const { geometry, primitiveVectors, remarks } = toDeckGeometry(meant, wishes, library);
  const expanded = expandedOrNot(geometry, library);
  const order = {
    title,
    geometry,
    primitiveVectors,
    task,
    ...(expanded && { primitiveAtoms: expanded.deckAtoms }),
  };
  const { deck, warnings } = buildDeck({ ...order, settings: resolveSettings(task, patch) });
  return { deck, warnings: [...remarks, ...warnings] };
}

/** A deck keeps what it says; the settings change what they name. */
function deckFromDeck(
  parent: Deck,
  task: CrystalTask,
  overrides: SettingsPatch,
  library: SymmetryLibrary,
  external: Structure | undefined,
): Deck {
  const expanded = expandedOrNot(parent.geometry, library, external);
  return followUpDeck({
    parent,
    finalGeometry: parent.geometry,
    task,
    overrides,
    title: parent.title,
    ...(expanded === undefined
      ? {}
      : { primitiveVectors: expanded.structure.lattice, primitiveAtoms: expanded.deckAtoms }),
  });
}

/** Undefined where the geometry lies elsewhere or its group has no public table. */
function expandedOrNot(
  geometry: DeckGeometry,
  library: SymmetryLibrary,
  external?: Structure,
): ExpandedGeometry | undefined {
  try {
    return expandDeckGeometry(geometry, library, '', external);
  } catch (thrown) {
    if (thrown instanceof CrystalqError && thrown.code === 'STRUCTURE_UNSUPPORTED') return undefined;
    throw thrown;
  }
}

function taskNamed(calc: string): CrystalTask {
  const task = calc.toUpperCase();
  if (task === 'OPT' || task === 'SP' || task === 'FREQ') return task;
  throw new CrystalqError('USAGE', `--calc ${calc} is not OPT, SP or FREQ.`, {
    hint: 'Decks of property steps are written by crystalq d3.',
  });
}

async function loadSettings({ settings, set }: D12Options): Promise<SettingsPatch> {
  const file: unknown = settings === undefined ? {} : (parse(await loadText(settings)) ?? {});
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new CrystalqError('SETTINGS_INVALID', `${settings ?? ''}: expected keys and values`);
  }
  return parseSettingsPatch(mergeRaw(file, parseSetOptions(set)), settings ?? 'settings');
}

async function loadText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CrystalqError('INPUT_NOT_FOUND', `${file} cannot be read.`, { cause });
  }
}

/** Several structures of one file become FILE, FILE-2, FILE-3. */
async function write(decks: readonly NamedDeck[], output: string, terminal: Terminal): Promise<void> {
  if (output === '-' && decks.length > 1) {
    throw new CrystalqError(
      'USAGE',
      `The file holds ${decks.length} structures, and the screen holds one deck.`,
      {
        hint: 'Name a file with -o: the others are written beside it, numbered.',
      },
    );
  }
  for (const [index, { deck }] of decks.entries()) {
    await writeText(renderDeck(deck), index === 0 ? output : numbered(output, index + 1), terminal);
  }
}

async function writeText(text: string, output: string, terminal: Terminal): Promise<void> {
  if (output === '-') terminal.out.write(text);
  else await writeNamed(output, text);
}

function numbered(file: string, number: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${number}${ext}`);
}
