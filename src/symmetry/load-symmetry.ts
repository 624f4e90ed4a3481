import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as moyo from '@spglib/moyo-wasm';
import type { Vector3 } from '../crystal/d12/geometry.js';
import { transpose, type Matrix3 } from '../crystal/symmetry/matrix3.js';
import type { SymmetryOperation } from '../crystal/symmetry/operation.js';
import type {
  AnalyzedCell,
  CrystalSymmetry,
  GroupSetting,
  SymmetryLibrary,
} from '../crystal/symmetry/symmetry-library.js';

let loaded: SymmetryLibrary | undefined;

/** moyo (the successor of spglib) as WebAssembly; read and compiled once per process, in about 10 ms. */
export function loadSymmetry(): SymmetryLibrary {
  loaded ??= createLibrary();
  return loaded;
}

function createLibrary(): SymmetryLibrary {
  const wasmFile = createRequire(import.meta.url).resolve('@spglib/moyo-wasm/moyo_wasm_bg.wasm');
  moyo.initSync({ module: readFileSync(wasmFile) });
  const spaceGroupSettings = range(530).map((hall) => settingOf(moyo.hall_symbol_entry(hall)));
  const layerGroupSettings = range(116).map((hall) => settingOf(moyo.layer_hall_symbol_entry(hall)));
  const operationsOf = memoised((setting: GroupSetting) =>
    moyo
      .operations_from_number(setting.number, { type: 'HallNumber', value: setting.hallNumber }, false)
      .map(operationFrom),
  );
  const layerOperationsOf = memoised((setting: GroupSetting) =>
    moyo
      .operations_from_layer_number(setting.number, { type: 'HallNumber', value: setting.hallNumber }, false)
      .map(operationFrom),
  );
  const standardSetting = memoised((number: number): GroupSetting => {
    const isGroup = Number.isInteger(number) && number >= 1 && number <= 230;
    // The representative setting of moyo's table of types is the ITA standard one for all 230 groups.
    const found = isGroup ? spaceGroupSettings[moyo.space_group_type(number).hall_number - 1] : undefined;
    if (!found) throw new RangeError(`space group ${number} is not one of 1-230`);
    return found;
  });
  return {
    spaceGroupSettings,
    layerGroupSettings,
    standardSetting,
    operationsOf,
    layerOperationsOf,
    analyze,
  };
}

function analyze(cell: AnalyzedCell, toleranceAngstrom: number): CrystalSymmetry | undefined {
  // Without atoms the library aborts instead of answering.
  if (cell.positions.length === 0) return undefined;
  const text = JSON.stringify({
    lattice: { basis: cell.lattice.flat() },
    positions: cell.positions,
    numbers: cell.numbers,
  });
  let dataset: moyo.MoyoDataset;
  try {
    dataset = moyo.analyze_cell(text, toleranceAngstrom, 'Standard');
  } catch {
    // No symmetry within the tolerance, or an aborted search: the caller says what that means for the file.
    return undefined;
  }
  return {
    number: dataset.number,
    hallNumber: dataset.hall_number,
    symbol: dataset.hm_symbol,
    operations: dataset.operations.map(operationFrom),
    toStandard: { matrix: fromColumns(dataset.std_linear), origin: dataset.std_origin_shift },
    standardCell: {
      lattice: rows(dataset.std_cell.lattice.basis),
      positions: dataset.std_cell.positions,
      numbers: dataset.std_cell.numbers,
    },
  };
}

function settingOf(entry: moyo.MoyoHallSymbolEntry | moyo.MoyoLayerHallSymbolEntry): GroupSetting {
  return {
    hallNumber: entry.hall_number,
    number: entry.number,
    setting: entry.setting,
    hallSymbol: entry.hall_symbol,
    shortSymbol: entry.hm_short,
    fullSymbol: entry.hm_full,
  };
}

type Nine = moyo.MoyoOperation['rotation'];

const operationFrom = (operation: moyo.MoyoOperation): SymmetryOperation => ({
  rotation: fromColumns(operation.rotation),
  translation: operation.translation,
});

const rows = (nine: Nine): Matrix3 => {
  const row = (i: 0 | 3 | 6): Vector3 => [nine[i], nine[i + 1] ?? 0, nine[i + 2] ?? 0];
  return [row(0), row(3), row(6)];
};

/** Rotations and linear parts come column by column (lattice bases row by row). */
const fromColumns = (nine: Nine): Matrix3 => transpose(rows(nine));

const range = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

function memoised<Of, Made extends object>(make: (of: Of) => Made): (of: Of) => Made {
  const known = new Map<Of, Made>();
  return (of) => {
    const made = known.get(of) ?? make(of);
    known.set(of, made);
    return made;
  };
}
