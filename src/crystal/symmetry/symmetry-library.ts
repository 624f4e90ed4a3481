import type { Vector3 } from '../d12/geometry.js';
import type { Matrix3 } from './matrix3.js';
import type { BasisChange, SymmetryOperation } from './operation.js';

/** One of the 530 (space groups) or 116 (layer groups) tabulated settings. */
export interface GroupSetting {
  /** 1-530 or 1-116. */
  readonly hallNumber: number;
  /** ITA space group number 1-230, or ITA volume E layer group number 1-80. */
  readonly number: number;
  /** Axes, cell choice, origin choice: `b1`, `cab`, `2`, `H`, ... Empty where there is one setting. */
  readonly setting: string;
  readonly hallSymbol: string;
  /** Short Hermann-Mauguin symbol, e.g. `P 2_1/c`. */
  readonly shortSymbol: string;
  /** Full Hermann-Mauguin symbol of this setting, e.g. `P 1 2_1/n 1`. */
  readonly fullSymbol: string;
}

export interface AnalyzedCell {
  readonly lattice: Matrix3;
  readonly positions: readonly Vector3[];
  readonly numbers: readonly number[];
}

/** What the symmetry search found on a cell. */
export interface CrystalSymmetry {
  readonly number: number;
  /** Hall number of the ITA standard setting: axis b, cell choice 1, origin choice 2, hexagonal axes. */
  readonly hallNumber: number;
  readonly symbol: string;
  readonly operations: readonly SymmetryOperation[];
  /** From the cell given to the standard one. */
  readonly toStandard: BasisChange;
  /** The conventional standard cell, made exactly symmetric. */
  readonly standardCell: AnalyzedCell;
}

/** Tables of groups and the symmetry search; `loadSymmetry` makes one from the WebAssembly library. */
export interface SymmetryLibrary {
  readonly spaceGroupSettings: readonly GroupSetting[];
  readonly layerGroupSettings: readonly GroupSetting[];
  /** The ITA standard setting of a space group. */
  readonly standardSetting: (spaceGroup: number) => GroupSetting;
  /** Representatives of all operations of the conventional cell, centring included. */
  readonly operationsOf: (setting: GroupSetting) => readonly SymmetryOperation[];
  /** Same for a layer group: third direction not periodic. */
  readonly layerOperationsOf: (setting: GroupSetting) => readonly SymmetryOperation[];
  /** Undefined where the search fails (atoms on top of each other, a degenerate cell). */
  readonly analyze: (cell: AnalyzedCell, toleranceAngstrom: number) => CrystalSymmetry | undefined;
}
