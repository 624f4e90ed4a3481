import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { CellParameters } from '../lattice.js';
import { operationsOfHallSymbol } from '../../symmetry/hall-symbol.js';
import { closeGroup, operationKey, operationSetKey } from '../../symmetry/operation-set.js';
import type { SymmetryOperation } from '../../symmetry/operation.js';
import { parseXyzOperation } from '../../symmetry/parse-xyz-operation.js';
import {
  settingOfCode,
  settingOfHallSymbol,
  settingsOfNumber,
  settingsOfSymbol,
} from '../../symmetry/space-group-names.js';
import { settingOfOperations } from '../../symmetry/setting-of-operations.js';
import type { GroupSetting, SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { column, firstValue, parseCifNumber, unreadableBlock } from './cif-values.js';
import type { CifBlock } from './parse-cif.js';

/** One reading of what a block says about its symmetry. */
export interface SymmetryReading {
  readonly operations: readonly SymmetryOperation[];
  readonly source: string;
  readonly setting?: GroupSetting;
  readonly remark?: string;
}

export interface CifSymmetry {
  /** Equal in rank; several where the file does not tell origin or axes. Never empty. */
  readonly readings: readonly SymmetryReading[];
  /** Two statements of the file that exclude each other. */
  readonly contradiction?: string;
}

const operationTags = ['_symmetry_equiv_pos_as_xyz', '_space_group_symop_operation_xyz'];
const hallTags = ['_symmetry_space_group_name_hall', '_space_group_name_hall'];
const nameTags = [
  '_space_group_name_h-m_alt',
  '_symmetry_space_group_name_h-m',
  '_space_group_name_h-m_full',
  '_symmetry_space_group_name_h-m_full',
  '_space_group_name_h-m_ref',
];
const numberTags = ['_space_group_it_number', '_symmetry_int_tables_number'];
const codeTags = ['_space_group_it_coordinate_system_code'];

/**
 * Operations win over the Hall symbol, that over the Hermann-Mauguin symbol, that over the number.
 * Undefined where the file says nothing about symmetry.
 */
export function readCifSymmetry(
  block: CifBlock,
  cell: CellParameters,
  library: SymmetryLibrary,
): CifSymmetry | undefined {
  const listed = listedOperations(block);
  const named = namedReadings(block, cell, library);
  if (!listed) return named && { readings: named };
  // The usual list is a tabulated group; only others need the work of checking that they are one.
  const setting = settingOfOperations(library, listed, named?.[0]?.setting?.number);
  const group = setting ? library.operationsOf(setting) : closeGroup(listed);
  if (!group) {
    throw new CrystalqError(
      'STRUCTURE_SYMMETRY_MISMATCH',
      `${block.fileName}: block ${block.name}: the operations listed do not close to a group`,
      { hint: 'Correct the operations; where all atoms are listed, replace them by x,y,z alone.' },
    );
  }
  const fromList: SymmetryReading = {
    operations: group,
    source: 'operations listed in the file',
    ...(setting ? { setting } : {}),
  };
  if (!named) return { readings: [fromList] };
  return reconcile(fromList, named);
}

/** Do the operations belong to the group that the file names? */
function reconcile(listed: SymmetryReading, named: readonly SymmetryReading[]): CifSymmetry {
  const key = operationSetKey(listed.operations);
  const same = named.find((reading) => operationSetKey(reading.operations) === key);
  if (same) return { readings: [{ ...listed, ...(same.setting ? { setting: same.setting } : {}) }] };
  const fuller = named.filter((reading) => isWithoutCentring(listed.operations, reading.operations));
  if (fuller.length > 0) return { readings: fuller };
  const order = listed.operations.length;
  const sameOrder = named.some((reading) => reading.operations.length === order);
  // Another origin or other axes of the same group have as many operations (or a centring multiple of them).
  if (sameOrder || named.some((reading) => isCentringMultiple(order, reading.operations.length))) {
    return { readings: [listed] };
  }
  const [first] = named;
  return {
    readings: [listed],
    contradiction: `${order} operations are listed, but ${first?.source ?? 'the group'} has ${first?.operations.length ?? 0}`,
  };
}

const isCentringMultiple = (a: number, b: number): boolean =>
  a > 1 && b > 1 && [2, 3, 4, 1 / 2, 1 / 3, 1 / 4].some((factor) => Math.abs(a * factor - b) < 1e-9);

/** Some files list the operations of a centred cell without the centring. */
function isWithoutCentring(few: readonly SymmetryOperation[], all: readonly SymmetryOperation[]): boolean {
  const keys = new Set(all.map(operationKey));
  const rotations = new Set(few.map((operation) => operation.rotation.join()));
  const isOneEach = rotations.size === few.length && few.length > 1;
  return (
    isOneEach &&
    few.length < all.length &&
    few.every((operation) => keys.has(operationKey(operation))) &&
    rotations.size === new Set(all.map((operation) => operation.rotation.join())).size
  );
}

function listedOperations(block: CifBlock): readonly SymmetryOperation[] | undefined {
  for (const tag of operationTags) {
    const values = column(block, tag)?.flatMap((value) => (value ? [value.text] : []));
    if (!values || values.length === 0) continue;
    return rejoined(values).map((text) => {
      // Some programs put the number of the operation before it in one text.
      const operation = parseXyzOperation(text.replace(/^\s*\d+\s+(?=[^,]*[xyzXYZ])/, ''));
      if (!operation) throw unreadableBlock(block, `"${text.slice(0, 40)}" is no symmetry operation`);
      return operation;
    });
  }
  return undefined;
}

/** `x, y, z` written without quotes falls into three values. */
function rejoined(values: readonly string[]): readonly string[] {
  const areWhole = values.every((text) => text.split(',').length === 3);
  if (areWhole) return values;
  const parts = values.join(' ').split(',');
  const words = values.join('').match(/[^,]+,[^,]+,[^,]+?(?=,|$)/g);
  if (parts.length < 3 || !words || values.length % 3 !== 0) return values;
  return Array.from({ length: values.length / 3 }, (_, i) => values.slice(3 * i, 3 * i + 3).join(''));
}

function namedReadings(
  block: CifBlock,
  cell: CellParameters,
  library: SymmetryLibrary,
): readonly SymmetryReading[] | undefined {
  const number = spaceGroupNumber(block);
  const hall = firstValue(block, hallTags)?.text;
  const code = firstValue(block, codeTags)?.text;
  const symbol = firstValue(block, nameTags)?.text;
  const reading = (settings: readonly (GroupSetting | undefined)[], source: string): SymmetryReading[] =>
    settings.flatMap((setting) =>
      setting ? [{ operations: library.operationsOf(setting), source, setting }] : [],
    );
  const byName = (name: string): readonly GroupSetting[] =>
    settingsOfSymbol(library, name).filter((setting) => number === undefined || setting.number === number);

  const trials = [
    hall === undefined ? [] : hallReading(hall, library),
    code === undefined || number === undefined
      ? []
      : reading([settingOfCode(library, number, code)], `space group ${number} in setting ${code}`),
    symbol === undefined ? [] : reading(preferred(byName(symbol), cell), `space group ${symbol}`),
    number === undefined
      ? []
      : numberReadings(number, cell, library).map((setting) => ({ ...setting, remark: assumedSetting })),
  ];
  const found = trials.find((readings) => readings.length > 0);
  const name = symbol ?? hall;
  if (found || name === undefined) return found;
  throw unreadableBlock(
    block,
    `space group "${name.slice(0, 40)}" is not in the tables, and there are no symmetry operations`,
    'Give the operations (_space_group_symop_operation_xyz) or the number (_space_group_IT_number).',
  );
}

const assumedSetting = 'only the number of the space group is stated: its standard axes are assumed';

function numberReadings(
  number: number,
  cell: CellParameters,
  library: SymmetryLibrary,
): readonly SymmetryReading[] {
  return preferred(settingsOfNumber(library, number), cell).map((setting) => ({
    operations: library.operationsOf(setting),
    source: `space group number ${number}`,
    setting,
  }));
}

/** Symbols with an unusual origin are not in the tables, but their operations follow from the symbol itself. */
function hallReading(symbol: string, library: SymmetryLibrary): readonly SymmetryReading[] {
  const source = `Hall symbol ${symbol}`;
  const setting = settingOfHallSymbol(library, symbol);
  if (setting) return [{ operations: library.operationsOf(setting), source, setting }];
  const operations = operationsOfHallSymbol(symbol);
  return operations ? [{ operations, source }] : [];
}

function spaceGroupNumber(block: CifBlock): number | undefined {
  const value = firstValue(block, numberTags);
  if (!value) return undefined;
  const number = parseCifNumber(value.text);
  if (number === 0) return undefined;
  if (number === undefined || !Number.isInteger(number) || number < 1 || number > 230) {
    throw unreadableBlock(block, `"${value.text.slice(0, 20)}" is no space group number`);
  }
  return number;
}

/** Of several settings those that the cell allows, and of these the usual ones: standard axes, either origin. */
function preferred(settings: readonly GroupSetting[], cell: CellParameters): readonly GroupSetting[] {
  const allowed = settings.filter((setting) => allowsCell(setting, cell));
  const candidates = allowed.length > 0 ? allowed : settings;
  const first = candidates[0];
  if (!first) return [];
  const axes = axesOf(first.setting);
  return candidates.filter((setting) => axesOf(setting.setting) === axes);
}

/** The part of a setting that names axes and cell choice; the rest is the origin choice. */
const axesOf = (setting: string): string => setting.replace(/^[12]/, '');

function allowsCell(setting: GroupSetting, cell: CellParameters): boolean {
  const [a, b, c, alpha, beta, gamma] = cell;
  const near = (value: number, wanted: number, tolerance: number): boolean =>
    Math.abs(value - wanted) <= tolerance;
  const right = [alpha, beta, gamma].map((value) => near(value, 90, 0.05));
  if (setting.number >= 3 && setting.number <= 15) {
    const unique = setting.setting.replace('-', '')[0];
    const axis = { a: 0, b: 1, c: 2 }[unique ?? 'b'] ?? 1;
    return right.every((isRight, i) => i === axis || isRight);
  }
  if (setting.setting === 'R') {
    const isRhombohedral = near(a, b, 0.01 * a) && near(b, c, 0.01 * b) && near(alpha, beta, 0.1);
    return isRhombohedral && near(beta, gamma, 0.1) && !near(gamma, 120, 0.1);
  }
  return setting.setting === 'H' ? near(gamma, 120, 0.1) && right[0] === true : true;
}
