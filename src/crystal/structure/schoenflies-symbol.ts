import { dot, type Matrix3 } from '../symmetry/matrix3.js';
import { rotationAxisOf, type RotationAxis } from '../symmetry/rotation-axis.js';

/** `D5h`, `Ih`, ... of a complete set of operations of a molecule that is not linear. */
export function schoenfliesSymbol(operations: readonly Matrix3[]): string {
  const axes = operations.map(rotationAxisOf);
  const proper = axes.filter((axis) => axis.isProper);
  const main = mainAxis(proper);
  const manyFold = proper.filter((axis) => isTurnBy(axis, 3)).length;
  // Three-fold turns: 2 about one axis, 8 in the cubic groups, 20 in the icosahedral ones.
  if (manyFold > 8) return axes.length > proper.length ? 'Ih' : 'I';
  if (manyFold > 2) return cubicSymbol(axes, proper.length);
  return proper.length > main.order ? dihedralSymbol(axes, main) : cyclicSymbol(axes, main);
}

interface MainAxis {
  readonly order: number;
  readonly axis: RotationAxis | undefined;
}

function mainAxis(proper: readonly RotationAxis[]): MainAxis {
  const turns = proper.filter((axis) => axis.direction !== undefined).sort((p, q) => p.angle - q.angle);
  const [smallest] = turns;
  return { order: smallest ? Math.round((2 * Math.PI) / smallest.angle) : 1, axis: smallest };
}

const isTurnBy = (axis: RotationAxis, order: number): boolean =>
  Math.abs(axis.angle - (2 * Math.PI) / order) < 0.02;

const isMirror = (axis: RotationAxis): boolean => !axis.isProper && isTurnBy(axis, 2);

const hasInversion = (axes: readonly RotationAxis[]): boolean =>
  axes.some((axis) => !axis.isProper && axis.direction === undefined);

function cubicSymbol(axes: readonly RotationAxis[], properCount: number): string {
  if (axes.length === properCount) return properCount > 12 ? 'O' : 'T';
  if (properCount > 12) return 'Oh';
  return hasInversion(axes) ? 'Th' : 'Td';
}

function dihedralSymbol(axes: readonly RotationAxis[], { order, axis }: MainAxis): string {
  if (axes.every((one) => one.isProper)) return `D${order}`;
  const isFlat = axes.some((one) => isMirror(one) && isAlong(one, axis));
  // D2h has three equal axes, each with a mirror across.
  return isFlat ? `D${order}h` : `D${order}d`;
}

function cyclicSymbol(axes: readonly RotationAxis[], { order, axis }: MainAxis): string {
  if (axes.every((one) => one.isProper)) return `C${order}`;
  if (order === 1) return hasInversion(axes) ? 'Ci' : 'Cs';
  const mirrors = axes.filter(isMirror);
  if (mirrors.some((one) => isAlong(one, axis))) return `C${order}h`;
  return mirrors.length > 0 ? `C${order}v` : `S${2 * order}`;
}

const isAlong = (one: RotationAxis, other: RotationAxis | undefined): boolean =>
  one.direction !== undefined &&
  other?.direction !== undefined &&
  Math.abs(dot(one.direction, other.direction)) > 0.99;
