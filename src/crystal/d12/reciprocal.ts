import type { Vector3 } from './geometry.js';

type Row = readonly number[];

/** |b_i| in 1/Angstrom (2 pi included) of one, two or three lattice vectors. */
export function reciprocalLengths(vectors: readonly Vector3[]): number[] {
  const metric = gram(vectors);
  const inverse = invert(metric);
  return inverse.map((row, axis) => 2 * Math.PI * Math.sqrt(row[axis] ?? 0));
}

/**
 * For each axis the number of its set; axes of one set are exchanged or mixed by a symmetry of the lattice.
 * The lattice has at least the symmetry of the crystal, so equal factors within a set never break it.
 */
export function latticeTies(vectors: readonly Vector3[]): number[] {
  const ties = vectors.map((_, axis) => axis);
  for (const operation of latticeOperations(vectors)) {
    operation.forEach(({ row }, axis) => {
      row.forEach((coefficient, other) => {
        if (coefficient !== 0) join(ties, axis, other);
      });
    });
    if (ties.every((tie) => tie === ties[0])) break;
  }
  return ties;
}

/**
 * Integer matrices that leave the metric as it is. Each row is the image of a lattice vector. Coefficients up
 * to 2 are enough for the primitive cells that CRYSTAL builds from conventional ones. They come one by one: the first
 * few of a lattice with many tell all.
 */
function latticeOperations(vectors: readonly Vector3[]): Iterable<readonly Image[]> {
  const metric = gram(vectors);
  const tolerance = 1e-4 * Math.max(...metric.map((row, axis) => row[axis] ?? 0));
  const isNear = (value: number, expected: number): boolean => Math.abs(value - expected) <= tolerance;
  const images = (candidates[vectors.length] ?? []).map((row) => imageOf(row, metric));
  const choices = metric.map((products, axis) =>
    images.filter(({ square }) => isNear(square, products[axis] ?? 0)),
  );
  return completed([]);

  function* completed(rows: readonly Image[]): Generator<readonly Image[]> {
    const products = metric[rows.length];
    if (products === undefined) {
      yield rows;
      return;
    }
    for (const image of choices[rows.length] ?? []) {
      const fits = rows.every(({ times }, other) => isNear(dot(image.row, times), products[other] ?? 0));
      if (fits) yield* completed([...rows, image]);
    }
  }
}

/** An integer vector, its product with the metric, and its squared length. */
interface Image {
  readonly row: Row;
  readonly times: Row;
  readonly square: number;
}

function imageOf(row: Row, metric: readonly Row[]): Image {
  const times = metric.map((products) => dot(products, row));
  return { row, times, square: dot(row, times) };
}

/** Integer vectors of none to three coefficients. */
const candidates: readonly (readonly Row[])[] = [0, 1, 2, 3].map(integerRows);

function integerRows(size: number): Row[] {
  const steps = [-2, -1, 0, 1, 2];
  let rows: Row[] = [[]];
  for (let axis = 0; axis < size; axis += 1)
    rows = rows.flatMap((row) => steps.map((step) => [...row, step]));
  return rows;
}

function join(ties: number[], one: number, other: number): void {
  const [from = 0, to = 0] = [ties[one], ties[other]];
  ties.forEach((tie, axis) => {
    if (tie === from) ties[axis] = to;
  });
}

function gram(vectors: readonly Vector3[]): number[][] {
  return vectors.map((one) => vectors.map((other) => dot(one, other)));
}

function dot(one: Row, other: Row): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/** Inverse of a symmetric matrix of up to three rows, by cofactors. */
function invert(matrix: readonly Row[]): number[][] {
  if (matrix.length === 0) return [];
  const minor = (row: number, column: number): number[][] =>
    matrix.filter((_, index) => index !== row).map((values) => values.filter((_, index) => index !== column));
  const whole = determinant(matrix);
  return matrix.map((values, row) =>
    values.map(
      (_, column) => ((row + column) % 2 === 0 ? 1 : -1) * (determinant(minor(column, row)) / whole),
    ),
  );
}

export function determinant(matrix: readonly Row[]): number {
  const [first, ...rest] = matrix;
  if (first === undefined) return 1;
  return first.reduce((sum, value, column) => {
    const minor = rest.map((row) => row.filter((_, index) => index !== column));
    return sum + (column % 2 === 0 ? 1 : -1) * value * determinant(minor);
  }, 0);
}
