import { hpkotTables, type HpkotVariant } from './hpkot-tables.js';
import type { CellShape } from './k-path.js';
import { cosBetween, dot, length, multiply, reciprocal, type Matrix3 } from './lattice-math.js';
import type { Bravais, StandardCell } from './standard-cell.js';

/** Variant, table and the primitive cell (rows) whose reciprocal vectors the table's coordinates refer to. */
export function hpkotPath(cell: StandardCell) {
  const shape = shapeOf(cell.vectors);
  const variant = hpkotVariant(cell, shape);
  // The tables of A centring are those of C centring with b, c, a in the place of a, b, c.
  const name = cell.polarInFace ? variant.replace('oC', 'oA') : variant;
  return { variant: name, table: hpkotTables[variant](shape), primitive: hpkotPrimitive(cell) };
}

const shapeOf = ([a, b, c]: Matrix3): CellShape => {
  const cos = cosBetween(a, c);
  return { a: length(a), b: length(b), c: length(c), cos, sin: Math.sqrt(1 - cos * cos) };
};

const hpkotVariant = (cell: StandardCell, shape: CellShape): HpkotVariant =>
  variantOf[cell.bravais](shape, cell);

/** HPKOT tables 4 to 94: which variant a conventional cell belongs to. */
const variantOf: Readonly<Record<Bravais, (shape: CellShape, cell: StandardCell) => HpkotVariant>> = {
  cP: (_, cell) => (cell.lowSymmetry ? 'cP1' : 'cP2'),
  cF: (_, cell) => (cell.lowSymmetry ? 'cF1' : 'cF2'),
  cI: () => 'cI1',
  tP: () => 'tP1',
  tI: ({ a, c }) => (c <= a ? 'tI1' : 'tI2'),
  oP: () => 'oP1',
  oF: ({ a, b, c }) => {
    if (a ** -2 > b ** -2 + c ** -2) return 'oF1';
    return c ** -2 > a ** -2 + b ** -2 ? 'oF2' : 'oF3';
  },
  oI: ({ a, b, c }) => orthorhombicI(a, b, c),
  oC: ({ a, b }) => (a <= b ? 'oC1' : 'oC2'),
  hP: (_, cell) => (cell.lowSymmetry ? 'hP1' : 'hP2'),
  hR: ({ a, c }) => (Math.sqrt(3) * a <= Math.sqrt(2) * c ? 'hR1' : 'hR2'),
  mP: () => 'mP1',
  mC: ({ a, b, c, cos, sin }) => {
    if (b < a * sin) return 'mC1';
    return (-a * cos) / c + ((a * sin) / b) ** 2 <= 1 ? 'mC2' : 'mC3';
  },
  aP: (_, cell) => (dot(...reciprocalPair(cell.vectors)) <= 0 ? 'aP2' : 'aP3'),
};

function orthorhombicI(a: number, b: number, c: number): HpkotVariant {
  if (c >= a && c >= b) return 'oI1';
  return b >= a ? 'oI3' : 'oI2';
}

/** The two reciprocal vectors whose angle says whether all are obtuse or all acute: the one farthest from 90 degrees. */
function reciprocalPair(vectors: Matrix3) {
  const [u, v, w] = reciprocal(vectors);
  const pairs = [[v, w], [u, w], [u, v]] as const; // prettier-ignore
  return [...pairs].sort((p, q) => Math.abs(cosBetween(...q)) - Math.abs(cosBetween(...p)))[0] ?? pairs[0];
}

const half = 1 / 2;
const third = 1 / 3;
const P: Matrix3 = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // prettier-ignore
const F: Matrix3 = [[0, half, half], [half, 0, half], [half, half, 0]]; // prettier-ignore
const I: Matrix3 = [[-half, half, half], [half, -half, half], [half, half, -half]]; // prettier-ignore
const R: Matrix3 = [[2 * third, third, third], [-third, third, third], [-third, -2 * third, third]]; // prettier-ignore
const oC: Matrix3 = [[half, -half, 0], [half, half, 0], [0, 0, 1]]; // prettier-ignore
const mC: Matrix3 = [[half, half, 0], [-half, half, 0], [0, 0, 1]]; // prettier-ignore

/** Primitive vectors in terms of the conventional ones: HPKOT table 3 (its columns are our rows). */
const primitiveOf = {
  cP: P,
  tP: P,
  oP: P,
  hP: P,
  mP: P,
  aP: P,
  cF: F,
  oF: F,
  cI: I,
  tI: I,
  oI: I,
  hR: R,
  oC,
  mC, // prettier-ignore
} as const satisfies Record<StandardCell['bravais'], Matrix3>;

export const hpkotPrimitive = (cell: StandardCell): Matrix3 =>
  multiply(primitiveOf[cell.bravais], cell.vectors);
