import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { renderGeometry } from '../../../src/crystal/d12/render-deck.js';
import type { DeckStructure } from '../../../src/crystal/structure/deck/deck-structure.js';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import {
  describeStructure,
  type StructureDescription,
} from '../../../src/crystal/structure/describe-structure.js';
import { withDimensionality } from '../../../src/crystal/structure/dimensionality.js';
import { readEachStructure, type ReadResult } from '../../../src/crystal/structure/read-structures.js';
import type { Structure } from '../../../src/crystal/structure/structure.js';
import type { SymmetryLibrary } from '../../../src/crystal/symmetry/symmetry-library.js';
import { CrystalqError, toCrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { exitCodes } from '../exit-codes.js';
import { fort34Beside } from '../fort34-beside.js';
import {
  addStructureOptions,
  readStructureOptions,
  type StructureOptions,
  type StructureWishes,
} from '../structure-options.js';
import { printJson, printLine, type Terminal } from '../terminal.js';

interface Options extends StructureOptions {
  readonly json?: true;
}

type Told =
  | ({ readonly file: string; readonly name: string } & StructureDescription)
  | {
      readonly file: string;
      readonly name: string;
      readonly error: { code: string; message: string; hint: string };
    };

/** `crystalq structure FILE... [--json] [--tolerance A] [--symmetry MODE] [--dimension N]` */
export function define(command: Command, terminal: Terminal): void {
  command
    .argument('<files...>', 'CIF, fort.34 (.gui), XYZ, POSCAR or .d12')
    .option('--json', 'print a JSON array, one object per structure');
  addStructureOptions(command).action(async (files: string[], options: Options) => {
    const wishes = readStructureOptions(options);
    const library = loadSymmetry();
    const told: Told[] = [];
    for (const file of files) told.push(...(await tellFile(file, wishes, library)));
    if (options.json) printJson(terminal, told);
    else for (const each of told) printTold(terminal, each);
    if (told.some((each) => 'error' in each)) process.exitCode = exitCodes.findings.value;
  });
}

async function tellFile(
  file: string,
  wishes: StructureWishes,
  library: SymmetryLibrary,
): Promise<readonly Told[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CrystalqError('INPUT_NOT_FOUND', `${file} cannot be read.`, { cause });
  });
  try {
    const beside = await fort34Beside(file, text);
    const results = readEachStructure(text, file, library, beside);
    return results.map((result) => tellOne(file, result, wishes, library));
  } catch (thrown) {
    return [{ file, name: file, error: errorOf(thrown) }];
  }
}

function tellOne(file: string, result: ReadResult, wishes: StructureWishes, library: SymmetryLibrary): Told {
  const { name } = result;
  if ('error' in result) return { file, name, error: errorOf(result.error) };
  try {
    const structure = inDimension(result.structure, wishes);
    const deck = deckOf(structure, wishes, library);
    return { file, name, ...describeStructure(structure, deck, wishes.toleranceAngstrom, library) };
  } catch (thrown) {
    return { file, name, error: errorOf(thrown) };
  }
}

const inDimension = (structure: Structure, { dimensionality }: StructureWishes): Structure =>
  dimensionality === undefined ? structure : withDimensionality(structure, dimensionality);

const deckOf = (structure: Structure, wishes: StructureWishes, library: SymmetryLibrary): DeckStructure =>
  toDeckGeometry(structure, wishes, library);

function errorOf(thrown: unknown): { code: string; message: string; hint: string } {
  const { code, message, hint } = toCrystalqError(thrown);
  return { code, message, hint };
}

const shapes = ['molecule', 'polymer', 'slab', 'crystal'] as const;
const groups = ['point', 'rod', 'layer', 'space'] as const;

function printTold(terminal: Terminal, told: Told): void {
  printLine(terminal, told.name === told.file ? told.file : `${told.file}: ${told.name}`);
  const row = (what: string, text: string): void => printLine(terminal, `  ${what.padEnd(11)}${text}`);
  if ('error' in told) {
    row('refused', `${told.error.message} (${told.error.code})`);
    row('what to do', told.error.hint);
    return;
  }
  row(
    'formula',
    `${told.formula} (${told.reducedFormula}), ${shapes[told.dimensionality] ?? ''}, ${told.atoms} atoms`,
  );
  if (told.dimensionality > 0) row('cell', told.cell.map((value) => value?.toFixed(5) ?? '-').join(' '));
  if (told.stated) row('stated', `${told.stated.symbol ?? ''} ${told.stated.source}`.trim());
  if (told.found) {
    const { symbol, spaceGroup, toleranceAngstrom } = told.found;
    row('found', `${symbol} (${spaceGroup}) at ${toleranceAngstrom} A`);
  }
  if (told.deck) {
    const { spaceGroup, atomsInPrimitiveCell } = told.deck;
    const group = `${groups[told.dimensionality] ?? ''} group ${spaceGroup.number} (${spaceGroup.symbol})`;
    row(
      'in CRYSTAL',
      `${group}, ${atomsInPrimitiveCell} atoms${told.dimensionality > 0 ? ' per primitive cell' : ''}`,
    );
    for (const line of renderGeometry(told.deck.geometry)) row('', line);
  }
  for (const remark of told.remarks) row('remark', remark);
}
