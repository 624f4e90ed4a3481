import type { Vector3 } from '../d12/geometry.js';
import { closeGroup } from './operation-set.js';
import { identity3, mapMatrix, multiply, scale, type Matrix3 } from './matrix3.js';
import { compose, type SymmetryOperation } from './operation.js';

/**
 * Operations of any Hall symbol (S. R. Hall, Acta Cryst. A37, 517 (1981); International Tables B, A1.4.2):
 * lattice letter, up to four generators, an optional change of origin `(0 0 1)` in twelfths. Undefined where the
 * text is no Hall symbol. Symbols outside the tables occur in CIFs with unusual origins.
 */
export function operationsOfHallSymbol(symbol: string): readonly SymmetryOperation[] | undefined {
  const form = /^\s*(-?)\s*([PABCIRSTFH])\s*([^()]*?)\s*(?:\(([^()]*)\))?\s*$/i.exec(
    symbol.replaceAll('_', ' '),
  );
  if (!form) return undefined;
  const [, inversion, letter = '', words = '', originWords] = form;
  const centrings = centringVectors[letter.toUpperCase()];
  const rotations = readGenerators(words.split(/\s+/).filter(Boolean));
  const origin = readOrigin(originWords);
  if (!centrings || !rotations || !origin) return undefined;
  const generators = [
    ...rotations,
    ...(inversion === '-'
      ? [{ rotation: negated(identity3), translation: [0, 0, 0] } as SymmetryOperation]
      : []),
  ].map((operation) => shifted(operation, origin));
  return closeGroup([
    ...centrings.map((translation): SymmetryOperation => ({ rotation: identity3, translation })),
    ...generators,
  ]);
}

const half = 1 / 2;
const third = 1 / 3;

const centringVectors: Readonly<Record<string, readonly Vector3[]>> = {
  P: [],
  A: [[0, half, half]],
  B: [[half, 0, half]],
  C: [[half, half, 0]],
  I: [[half, half, half]],
  R: [
    [2 * third, third, third],
    [third, 2 * third, 2 * third],
  ],
  S: [
    [third, third, 2 * third],
    [2 * third, 2 * third, third],
  ],
  T: [
    [third, 2 * third, third],
    [2 * third, third, 2 * third],
  ],
  H: [
    [2 * third, third, 0],
    [third, 2 * third, 0],
  ],
  F: [
    [0, half, half],
    [half, 0, half],
    [half, half, 0],
  ],
};

type Axis = 'x' | 'y' | 'z';

interface GeneratorState {
  readonly order: number;
  readonly axis: Axis;
}

function readGenerators(words: readonly string[]): readonly SymmetryOperation[] | undefined {
  const operations: SymmetryOperation[] = [];
  let first: GeneratorState | undefined;
  let previous: GeneratorState | undefined;
  for (const [place, word] of words.entries()) {
    const form = /^(-?)([12346])([xyz]?)(['"*=]?)([abcnuvwd1-5]*)$/i.exec(word);
    if (!form) return undefined;
    const [, bar, digit = '', axisLetter, mark, translations = ''] = form;
    const order = Number(digit);
    const axis = (axisLetter?.toLowerCase() || defaultAxis(place, first, previous)) as Axis;
    const kind = mark === '' || mark === undefined ? defaultMark(order, place, previous) : mark;
    const proper = rotationMatrix(order, axis, kind, previous?.axis ?? 'z');
    const translation = readTranslation(translations.toLowerCase(), order, axis);
    if (!proper || !translation) return undefined;
    operations.push({ rotation: bar === '-' ? negated(proper) : proper, translation });
    previous = { order, axis };
    first ??= previous;
  }
  return operations;
}

/** First along c; second, a 2 after 2 or 4 along a; a 3 in the third place along the body diagonal. */
function defaultAxis(place: number, first?: GeneratorState, previous?: GeneratorState): Axis {
  if (place === 1 && (previous?.order === 2 || previous?.order === 4)) return 'x';
  return place === 1 ? (first?.axis ?? 'z') : 'z';
}

/** A 2 after 3 or 6 lies between the axes (`'`), a 3 in the third place along the body diagonal (`*`). */
function defaultMark(order: number, place: number, previous?: GeneratorState): string {
  if (place === 1 && order === 2 && (previous?.order === 3 || previous?.order === 6)) return "'";
  return place === 2 && order === 3 ? '*' : '';
}

const axialRotations: Readonly<Record<number, Matrix3>> = {
  1: identity3,
  2: [
    [-1, 0, 0],
    [0, -1, 0],
    [0, 0, 1],
  ],
  3: [
    [0, -1, 0],
    [1, -1, 0],
    [0, 0, 1],
  ],
  4: [
    [0, -1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ],
  6: [
    [1, -1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ],
};

const diagonalThree: Matrix3 = [
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
];
/** Two-fold axes along a-b and a+b, seen from the axis c. */
const diagonalTwo: Readonly<Record<string, Matrix3>> = {
  "'": [
    [0, -1, 0],
    [-1, 0, 0],
    [0, 0, -1],
  ],
  '"': [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, -1],
  ],
};

function rotationMatrix(order: number, axis: Axis, mark: string, previousAxis: Axis): Matrix3 | undefined {
  if (mark === '*') return order === 3 ? diagonalThree : undefined;
  if (mark === '') {
    const matrix = axialRotations[order];
    return matrix && turnedTo(matrix, axis);
  }
  const matrix = diagonalTwo[mark === '=' ? '"' : mark];
  return matrix && order === 2 ? turnedTo(matrix, previousAxis) : undefined;
}

/** The same operation with x, y or z in the place of z (cyclic). */
function turnedTo(matrix: Matrix3, axis: Axis): Matrix3 {
  if (axis === 'z') return matrix;
  const cycle: Matrix3 = diagonalThree;
  const back: Matrix3 = [
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ];
  const once = multiply(multiply(cycle, matrix), back);
  return axis === 'x' ? once : multiply(multiply(cycle, once), back);
}

const letterTranslations: Readonly<Record<string, Vector3>> = {
  a: [half, 0, 0],
  b: [0, half, 0],
  c: [0, 0, half],
  n: [half, half, half],
  u: [1 / 4, 0, 0],
  v: [0, 1 / 4, 0],
  w: [0, 0, 1 / 4],
  d: [1 / 4, 1 / 4, 1 / 4],
};

function readTranslation(text: string, order: number, axis: Axis): Vector3 | undefined {
  let sum: Vector3 = [0, 0, 0];
  for (const sign of text) {
    const step = letterTranslations[sign] ?? screwTranslation(Number(sign), order, axis);
    if (!step) return undefined;
    sum = [sum[0] + step[0], sum[1] + step[1], sum[2] + step[2]];
  }
  return sum;
}

function screwTranslation(steps: number, order: number, axis: Axis): Vector3 | undefined {
  if (!(steps >= 1 && steps < order)) return undefined;
  const unit: Record<Axis, Vector3> = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] };
  return scale(unit[axis], steps / order);
}

function readOrigin(words: string | undefined): Vector3 | undefined {
  if (words === undefined) return [0, 0, 0];
  const [x, y, z, ...rest] = words
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const isPlain = x !== undefined && y !== undefined && z !== undefined && rest.length === 0;
  if (!isPlain || ![x, y, z].every(Number.isFinite)) return undefined;
  return scale([x, y, z], 1 / 12);
}

/** The operation seen after all positions moved by the vector: V R V^-1. */
function shifted(operation: SymmetryOperation, by: Vector3): SymmetryOperation {
  const there: SymmetryOperation = { rotation: identity3, translation: by };
  const back: SymmetryOperation = { rotation: identity3, translation: scale(by, -1) };
  return compose(compose(there, operation), back);
}

const negated = (matrix: Matrix3): Matrix3 => mapMatrix(matrix, (value) => -value + 0);
