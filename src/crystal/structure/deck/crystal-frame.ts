import { crystalSystemOf } from './minimal-cell.js';
import { leastObliqueCell } from './monoclinic-cell.js';
import { multiply, transpose, type Matrix3 } from '../../symmetry/matrix3.js';
import {
  applyOperation,
  sameBasis,
  wrapVector,
  type BasisChange,
  type SymmetryOperation,
} from '../../symmetry/operation.js';
import { settingOfOperations } from '../../symmetry/setting-of-operations.js';
import type { GroupSetting, SymmetryLibrary } from '../../symmetry/symmetry-library.js';

/** The setting in which CRYSTAL reads a group, and the way from the axes of the file to it. */
export interface CrystalFrame {
  readonly setting: GroupSetting;
  readonly change: BasisChange;
  /** False where axes and origin of the file can be kept. */
  readonly isChanged: boolean;
}

/**
 * Undefined where the operations are no space group on this lattice.
 * @param likelyNumber the group that the file names, where it does.
 */
export function findCrystalFrame(
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
  library: SymmetryLibrary,
  likelyNumber?: number,
): CrystalFrame | undefined {
  const setting = settingOfOperations(library, operations, likelyNumber);
  if (setting && isReadByCrystal(setting, library)) {
    return { setting, change: sameBasis, isChanged: false };
  }
  const found = changeToStandard(operations, lattice, library);
  if (!found) return undefined;
  const standard = library.standardSetting(found.number);
  return {
    setting: standard,
    change: withLeastObliqueCell(found, lattice, standard, library),
    isChanged: true,
  };
}

/** Follows a change to the standard setting by the choice of a better cell in it, where there is a choice. */
export function withLeastObliqueCell(
  change: BasisChange,
  lattice: Matrix3,
  standard: GroupSetting,
  library: SymmetryLibrary,
): BasisChange {
  if (crystalSystemOf(standard.number) !== 'monoclinic') return change;
  const better = leastObliqueCell(latticeInNewBasis(change, lattice), library.operationsOf(standard));
  return { matrix: multiply(change.matrix, better.matrix), origin: change.origin };
}

/** The standard setting, and the same axes with the other origin or the rhombohedral cell. */
function isReadByCrystal(setting: GroupSetting, library: SymmetryLibrary): boolean {
  const standard = library.standardSetting(setting.number);
  return setting.hallNumber === standard.hallNumber || setting.setting === '1' || setting.setting === 'R';
}

/** Two points in general position carry no symmetry but that of the operations. */
const generalPoints = [
  { position: [0.1234, 0.0587, 0.2713], number: 1 },
  { position: [0.3371, 0.2089, 0.0911], number: 2 },
] as const;

/** Lets the symmetry search find axes and origin of the bare group, whatever the atoms are. */
function changeToStandard(
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
  library: SymmetryLibrary,
): (BasisChange & { number: number }) | undefined {
  const points = generalPoints.flatMap(({ position, number }) =>
    operations.map((operation) => ({ position: wrapVector(applyOperation(operation, position)), number })),
  );
  const found = library.analyze(
    { lattice, positions: points.map((p) => p.position), numbers: points.map((p) => p.number) },
    1e-3,
  );
  return found && { ...found.toStandard, number: found.number };
}

/** New lattice rows after a change of axes. */
export const latticeInNewBasis = (change: BasisChange, lattice: Matrix3): Matrix3 =>
  multiply(transpose(change.matrix), lattice);
